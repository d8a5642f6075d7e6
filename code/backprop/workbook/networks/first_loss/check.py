import math

CLASSES = {"ten digits": 10, "26 letters": 26, "a coin": 2}


def check_first_losses(you):
    """the three losses are those of somebody who guesses"""
    guess = you.EXPECTED
    assert ... not in guess.values(), (
        "EXPECTED still holds `...`: put a number for each."
    )
    assert set(guess) == set(CLASSES), (
        f"EXPECTED must have the keys {', '.join(CLASSES)}."
    )
    for what, classes in CLASSES.items():
        said, loss = guess[what], math.log(classes)
        assert not math.isclose(said, -loss, rel_tol=0.02), (
            f"{what}: a loss below zero would be less than no surprise. The "
            "surprise at probability p is -log p, and log p is negative."
        )
        assert not math.isclose(said, 1 - 1 / classes, rel_tol=0.02), (
            f"{what}: {said:g} is the share of wrong guesses. The loss asks "
            "how surprised one is, which is -log of a probability."
        )
        assert not math.isclose(said, math.log2(classes), rel_tol=0.02), (
            f"{what}: {said:g} are bits. Our logarithm is the natural one."
        )
        assert math.isclose(said, loss, rel_tol=0.02), (
            f"{what}: you said {said:g}. Who has no idea gives each of "
            f"{classes} classes the probability 1/{classes}: how surprised "
            "is that, whatever the answer?"
        )
