"""The section "Where the digits go" counts the step at 2 in marks.
Give a name to the number on which you land, and square it: how far have you
come, and how far has the square?
"""

def check_two(you):
    """`in_marks(2.0, 1e-12)`: step and rise at 2"""
    marks = you.in_marks(2.0, 1e-12)
    assert marks is not None, "in_marks gave None: is its `return` missing?"
    assert ... not in marks, "in_marks still returns `...`: fill both gaps."
    step, rise = marks
    assert abs(step - 2251.7998) > 0.001, (
        "2251.8 marks is the step you asked for. The step you got is "
        "(x + h) - x."
    )
    assert step == 2252, f"expected a step of 2252 marks, but came {step!r}."
    assert rise != 9008, (
        "9008 is the rise in marks of 2. The rise starts at x * x = 4, where "
        "the marks are twice as far apart."
    )
    assert rise == 4504, f"expected a rise of 4504 marks, but came {rise!r}."


def check_ten(you):
    """`in_marks(10.0, 1e-12)`: step and rise at 10"""
    step, rise = you.in_marks(10.0, 1e-12)
    assert step == 563, f"expected a step of 563 marks, but came {step!r}."
    assert rise == 1408, f"expected a rise of 1408 marks, but came {rise!r}."
