"""the input 2 is missing"""


def trace(functions, x):
    numbers = []
    for f in functions:
        x = f(x)
        numbers.append(x)
    return numbers
