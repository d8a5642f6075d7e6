"""the loss is the surprise"""


def first_loss(classes):
    return 1 / classes


def as_unsure_as(loss):
    return 1 / loss
