"""is the share of wrong guesses"""

EXPECTED = {"ten digits": 0.9, "26 letters": 25 / 26, "a coin": 0.5}
