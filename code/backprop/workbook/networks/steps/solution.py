"""Round up in each epoch, then multiply.

1347 = 42 * 32 + 3, so an epoch has 43 steps, and the last one follows three
examples only. Its gradient is their mean: these three weigh as much as any 32
of the others. With all examples in one batch an epoch is one step, as in the
chapter on gradient descent.
"""

import math


def steps(examples, batch_size, epochs):
    """How often the parameters move in `epochs` rounds."""
    return epochs * math.ceil(examples / batch_size)


def last_batch(examples, batch_size):
    """How many examples the last batch of each epoch has."""
    return examples % batch_size or batch_size


print(steps(1347, 32, epochs=30), last_batch(1347, 32))
