"""Each epoch begins with a batch of its own"""

import math


def steps(examples, batch_size, epochs):
    return math.ceil(examples * epochs / batch_size)


def last_batch(examples, batch_size):
    return examples % batch_size or batch_size
