"""so the last batch is a full one"""

import math


def steps(examples, batch_size, epochs):
    return epochs * math.ceil(examples / batch_size)


def last_batch(examples, batch_size):
    return examples % batch_size
