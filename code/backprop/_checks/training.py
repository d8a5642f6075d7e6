"""A training that changes arrays in place: all of it counts, or nothing.

And, because it takes a while, somebody may want to see how far it is.
"""

import functools

import numpy as np

from backprop._checks.numbers import NotFinite


def check_unlocked(parameters):
    """Refuse arrays that cannot be changed in place."""
    for number, array in enumerate(parameters):
        if not array.flags.writeable:
            raise ValueError(
                f"parameter {number} of the network is locked and cannot be "
                "changed: set its flags.writeable to True, or use a copy"
            )


def restored_on_failure(train):
    """Put the parameters of a network back if the training of it fails.

    What is stopped from the keyboard is no failure.
    """

    @functools.wraps(train)
    def call(network, *given, **named):
        check_unlocked(network.parameters())
        before = [array.copy() for array in network.parameters()]
        try:
            with np.errstate(over="ignore", invalid="ignore"):  # we look here
                history = train(network, *given, **named)
            losses = history.losses
            for array in [*network.parameters(), losses]:
                if not np.isfinite(array).all():
                    raise NotFinite("the last step left the numbers")
            return history
        except Exception:
            for array, values in zip(network.parameters(), before):
                array[...] = values
            raise

    return call


def with_a_bar(train):
    """Show how far it is, where there are a terminal and tqdm."""

    @functools.wraps(train)
    def call(*given, epochs, after_epoch=None, **named):
        def run(after_epoch):
            return train(
                *given, epochs=epochs, after_epoch=after_epoch, **named
            )

        if after_epoch is not None:
            return run(after_epoch)
        try:
            from tqdm import tqdm
        except ImportError:  # it is an extra: training works without
            return run(None)
        with tqdm(total=epochs, unit="epoch", disable=None) as bar:

            def move(losses):
                bar.set_postfix_str(f"loss {losses[-1]:.4f}", refresh=False)
                bar.update()

            return run(move)

    return call
