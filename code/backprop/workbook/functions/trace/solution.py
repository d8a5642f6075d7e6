"""One number more than there are boxes.

The last of the list is the input of the next box, so the list itself is all
the memory that the loop needs. In step 6 this is the forward pass.
"""

from backprop.functions import cube, square


def trace(functions, x):
    """The input, every number between the boxes, and the output: a list."""
    numbers = [x]
    for function in functions:
        numbers.append(function(numbers[-1]))
    return numbers


print(trace([square, cube], 2))
