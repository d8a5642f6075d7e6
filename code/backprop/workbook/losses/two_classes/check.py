"""A shift changes nothing, so the logits may be (0, lead) or (-lead, 0): write
the softmax of both.
Which form is safe at a lead of 1000, and which at -1000?
For the surprise, take the larger power out of the sum in the logarithm.
"""

import math


def ask(function, *arguments):
    call = f"{function.__name__}({', '.join(map(repr, arguments))})"
    try:
        result = function(*arguments)
    except OverflowError:
        raise AssertionError(
            f"{call} overflows: a power above exp(709) is more than a "
            "computer can hold. Write it with a power whose exponent is not "
            "above zero."
        ) from None
    except ValueError:
        raise AssertionError(
            f"{call} takes the logarithm of 0: the probability was rounded "
            "to 0. Simplify the logarithm before you compute it."
        ) from None
    assert result is not ..., f"{call} gives `...`: put your formula there."
    assert result is not None, f"{call} gave None: is its `return` missing?"
    return result


def check_probability(you):
    """the probability of class 1"""
    for lead in (0.0, 2.0, -2.0, 5.0):
        p = ask(you.probability, lead)
        expected = 1 / (1 + math.exp(-lead))
        assert lead == 0 or not math.isclose(p, 1 - expected), (
            f"at a lead of {lead} came {p:.4f}: that is the probability of "
            "class 0. The more class 1 leads, the more probable it is."
        )
        assert math.isclose(p, expected, rel_tol=1e-9), (
            f"at a lead of {lead} expected {expected:.4f}, the softmax of "
            f"[0, {lead}], but came {p!r}."
        )


def check_surprise(you):
    """the surprise at either label"""
    for lead in (0.0, 2.0, -2.0, 5.0):
        for label, wrong in ((1, -lead), (0, lead)):
            expected = math.log(1 + math.exp(wrong))
            came = ask(you.surprise, lead, label)
            assert math.isclose(came, expected, rel_tol=1e-9), (
                f"at a lead of {lead} and the label {label} expected "
                f"{expected:.4f}, but came {came!r}: how far does the wrong "
                "class lead?"
            )


def check_far_leads(you):
    """both of them for leads of -1000 and 1000"""
    assert math.isclose(ask(you.probability, 1000.0), 1)
    p = ask(you.probability, -1000.0)
    assert 0 <= p < 1e-300, (
        f"at a lead of -1000 came {p!r}, but it is almost 0."
    )
    for lead, label in ((-1000.0, 1), (1000.0, 0)):
        came = ask(you.surprise, lead, label)
        assert math.isclose(came, 1000), (
            f"at a lead of {lead} and the label {label} expected 1000, but "
            f"came {came!r}."
        )
    for lead, label in ((1000.0, 1), (-1000.0, 0)):
        came = ask(you.surprise, lead, label)
        assert abs(came) < 1e-300, (
            f"at a lead of {lead} and the label {label} there is no surprise, "
            f"but came {came!r}."
        )
