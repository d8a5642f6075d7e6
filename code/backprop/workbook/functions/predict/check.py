"""Begin with the innermost bracket, and write down what it hands to the next.
For the last call, look at `compose`: how often does its loop run when there
are no functions?
"""

from backprop import functions

HINTS = {
    "total(1, 2, 3)": "it adds all its inputs",
    "total(*[add(1, 2), 4])": "add(1, 2) is 3, and the star hands over 3, 4",
    "apply(square, [1, -2])": "it gives a list, with the square of each",
    "compose(cube, square)(2)": "first 2 * 2 * 2, then the square of that",
    "compose()(5)": "a row without boxes: what goes in comes out",
}


def check_all_are_filled_in(you):
    """a prediction for each call, and no dots left"""
    missing = [call for call, got in you.PREDICTIONS.items() if got is ...]
    assert not missing, f"there is no prediction yet for {missing[0]}."
    assert set(you.PREDICTIONS) == set(HINTS), "the five calls were changed."


def check_predictions(you):
    """each call gives what you predicted"""
    for call, hint in HINTS.items():
        came = eval(call, {**vars(functions)})
        guess = you.PREDICTIONS[call]
        assert guess == came, f"{call} is not {guess!r}: {hint}."
