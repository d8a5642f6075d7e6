"""How many steps does `fit` make, and how large is the last batch?"""


def steps(examples, batch_size, epochs):
    """How often the parameters move in `epochs` rounds."""
    return ...


def last_batch(examples, batch_size):
    """How many examples the last batch of each epoch has."""
    return ...


print(steps(1347, 32, epochs=30), last_batch(1347, 32))
