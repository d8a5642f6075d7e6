"""The chapter asks Python whether 1e-12 moves 20000: look for that line.
What should x become, as long as the step does move it?
"""

def check_first_version(you):
    """`stuck_at(1e-12)`, for the step of the first version"""
    x = you.stuck_at(1e-12)
    assert x is not ..., "stuck_at still returns `...`: put a loop there."
    assert x is not None, "stuck_at gave None: is its `return` missing?"
    assert x != 8192, (
        "8192.0 + 1e-12 still moves: to the next number, which is 1.8e-12 "
        "away. Go on until x + step == x."
    )
    assert x == 16384, f"expected 16384, but came {x!r}."


def check_other_steps(you):
    """`stuck_at` for other steps"""
    for step, stuck in ((1e-8, 2.0**27), (1e-15, 16.0), (1e-17, 1.0)):
        x = you.stuck_at(step)
        assert x == stuck, (
            f"{stuck} + {step} == {stuck}, and no smaller one of 1, 2, 4, ... "
            f"has that, but stuck_at({step}) gave {x!r}."
        )
