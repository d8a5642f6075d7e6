"""abs, .real and .conjugate() have no slope along the imaginary direction.

(x + ih)(x - ih) is x² + h²: real, though Python calls it complex, and the
slope 2x is lost. In x |x| one of two factors carries its slope, so half
arrives. And a conjugate turns the step round. A Dual would do without: it has
its own slope beside the number, and nothing else is written there.

To ask where x.real lies changes nothing that is computed. So max and abs are
right when they choose by the real part and hand on the whole number.
"""


def gives_zero(x):
    """The complex step says 0, and the slope is another."""
    return x * x.conjugate()


def gives_half(x):
    """It says half of the slope."""
    return x * abs(x)


def gives_minus(x):
    """It says the slope with the other sign."""
    return 1 + x.conjugate()


def size(x):
    """The size of x, |x|, with a slope that the complex step gets right."""
    return x if x.real > 0 else -x


for f in (gives_zero, gives_half, gives_minus, size):
    print(f.__name__, f(2.0), f(2.0 + 1e-20j))
