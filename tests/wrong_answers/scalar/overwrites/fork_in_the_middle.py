"""some node in it has two users"""


def shows(a, b):
    return a * a * b


def hides(a, b):
    c = a * b
    return (c + c).tanh()
