"""Leaves add up, computed nodes begin anew, and `zero_grad` clears both.

In line 3 the slope of d along a is b + 1, which is 5, and along b it is 3.
They come on top of 8 and 6. The gradient of c is 1 each time: of c along
itself in lines 1 and 2, of the sum d along c in line 3.
"""

# After each numbered line: a.grad, b.grad and c.grad.
GRADIENTS = {
    1: (4, 3, 1),
    2: (8, 6, 1),
    3: (13, 9, 1),
    4: (0, 0, 0),
}
