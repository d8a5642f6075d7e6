"""Equal logits give each class the probability 1/n, and -log(1/n) is log(n).

Read the other way round, a loss says among how many equally likely classes
we would be as unsure: among e to the power of it. A network of ten classes
with the loss 2 knows little: it is as unsure as if seven were left. That
number has a name, the perplexity.
"""

import math


def first_loss(classes):
    """The cross-entropy of a network that gives all classes one logit."""
    return math.log(classes)


def as_unsure_as(loss):
    """The number of classes for which `loss` would be a blind guess."""
    return math.exp(loss)


print(first_loss(1000))
print(as_unsure_as(2.0))
