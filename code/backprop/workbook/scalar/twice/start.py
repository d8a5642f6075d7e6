"""Again, please: predict the gradients after each line.

a, b = Value(3), Value(4)
c = a * b
d = c + a

c.backward()        # 1
c.backward()        # 2
d.backward()        # 3
d.zero_grad()       # 4
"""

# After each numbered line: a.grad, b.grad and c.grad.
GRADIENTS = {
    1: (..., ..., ...),
    2: (..., ..., ...),
    3: (..., ..., ...),
    4: (..., ..., ...),
}
