"""A gradient has the shape of its leaf, whatever shape y has.

In between, the numbers are those of the sum over all copies. In 2 each number
of the column meets four numbers 10, and each of the row three numbers 2. In 4,
two vectors of five made a table of 25: that happens to predictions and
targets, too, and then every prediction is compared with every target. In 5 the
one matrix b serves six matrices with two rows each, twelve rows in all.

a and b are leaves, y is computed from them, and y.sum().backward() follows.

1.  y = a + b    a has the shape (4, 3),     b has (3,)
2.  y = a * b    a has the shape (3, 1),     b has (4,)
3.  y = a * b    a has the shape (),         b has (2, 5)
4.  y = a - b    a has the shape (5,),       b has (5, 1)
5.  y = a @ b    a has the shape (6, 2, 3),  b has (3, 4)
"""

# The shapes of y, of a.grad and of b.grad.
SHAPES = {
    1: ((4, 3), (4, 3), (3,)),
    2: ((3, 4), (3, 1), (4,)),
    3: ((2, 5), (), (2, 5)),
    4: ((5, 5), (5,), (5, 1)),
    5: ((6, 2, 4), (6, 2, 3), (3, 4)),
}

# If all numbers in a are 2 and all in b are 10, then all numbers in a.grad
# are equal, and those in b.grad too. Which numbers are they?
NUMBERS = {
    2: (40, 6),
    4: (5, -5),
    5: (40, 24),
}
