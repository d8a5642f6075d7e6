"""Where would a second gradient overwrite a first one?"""


def shows(a, b):
    return (a * b).tanh() * 3


def hides(a, b):
    return (2 * a + b).tanh()
