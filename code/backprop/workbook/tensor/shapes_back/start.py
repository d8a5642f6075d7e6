"""Which shapes walk back? Predict them before you run anything.

a and b are leaves, y is computed from them, and y.sum().backward() follows.

1.  y = a + b    a has the shape (4, 3),     b has (3,)
2.  y = a * b    a has the shape (3, 1),     b has (4,)
3.  y = a * b    a has the shape (),         b has (2, 5)
4.  y = a - b    a has the shape (5,),       b has (5, 1)
5.  y = a @ b    a has the shape (6, 2, 3),  b has (3, 4)
"""

# The shapes of y, of a.grad and of b.grad.
SHAPES = {
    1: (..., ..., ...),
    2: (..., ..., ...),
    3: (..., ..., ...),
    4: (..., ..., ...),
    5: (..., ..., ...),
}

# If all numbers in a are 2 and all in b are 10, then all numbers in a.grad
# are equal, and those in b.grad too. Which numbers are they?
NUMBERS = {
    2: (..., ...),
    4: (..., ...),
    5: (..., ...),
}
