"""each function was called with 2"""


def trace(functions, x):
    return [f(x) for f in functions]
