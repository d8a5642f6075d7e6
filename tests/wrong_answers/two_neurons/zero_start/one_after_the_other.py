"""in step 2 w2 does not move"""

FIRST_MOVE = {"w1": 3, "b1": 3, "w2": 2, "b2": 1}
