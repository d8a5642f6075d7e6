"""not what comes out of it"""


def repeat(f, times):
    x = 1
    for _ in range(times):
        x = f(x)
    return x
