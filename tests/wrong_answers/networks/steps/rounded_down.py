"""leave out the last, smaller batch"""


def steps(examples, batch_size, epochs):
    return epochs * (examples // batch_size)


def last_batch(examples, batch_size):
    return batch_size
