"""a product with a zero in it is zero"""

FIRST_MOVE = {"w1": 1, "b1": 1, "w2": 1, "b2": 1}
