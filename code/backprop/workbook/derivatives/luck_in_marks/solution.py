"""At 2, four steps are a whole number of marks.

The step is 2252 marks of 2, and four of them are 4504 marks of 4, which are
twice as wide. Only the square of the step is rounded away, and that was the
error of the formula, so the quotient is exactly 4. At 10 the rise should be
1407.5 marks of 100, but there is no half mark: 1408 makes it 20.007.
"""

import math


def in_marks(x, h):
    """The step and the rise of x * x between `x` and `x + h`, in marks.

    Each is counted in the distance from its own starting point to the next
    number: `math.ulp(x)` for the step, `math.ulp(x * x)` for the rise.
    """
    right = x + h
    step = (right - x) / math.ulp(x)
    rise = (right * right - x * x) / math.ulp(x * x)
    return step, rise


step, rise = in_marks(2.0, 1e-12)
print(step, rise)
