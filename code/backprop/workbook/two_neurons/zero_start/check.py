"""Write the four slopes as products, and put zeros into them.
Which of the four has no zero among its factors?
Once it has moved, are the zeros in the others gone?
"""

from dataclasses import astuple, fields

from backprop.two_neurons import Weights, train


def check_first_moves(you):
    """each number first moves in the step that you say"""
    guess = you.FIRST_MOVE
    assert ... not in guess.values(), (
        "FIRST_MOVE still holds `...`: put the number of a step for each."
    )
    assert set(guess) == {"w1", "b1", "w2", "b2"}, (
        "FIRST_MOVE must have the keys w1, b1, w2 and b2."
    )
    assert set(guess.values()) != {1}, (
        "Not all of them move at once: a slope is a product, and a product "
        "with a zero in it is zero."
    )
    weights = Weights(0.0, 0.0, 0.0, 0.0)
    for step in (1, 2, 3):
        before = astuple(weights)
        weights, _ = train(weights, [1.0], [7.0], rate=0.05, epochs=1)
        for field, old, new in zip(fields(weights), before, astuple(weights)):
            moved, name = old != new, field.name
            expected = guess[name] <= step
            assert moved == expected, (
                f"in step {step} {name} "
                + ("moves" if moved else "does not move")
                + f": it went from {old:g} to {new:g}."
            )
