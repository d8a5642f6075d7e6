"""Numbers that grow beyond all bounds while something is trained.

Whatever notices first, a check of a weight or Python itself, the cause is one:
the learning rate. So a training loop has this around it, and says that.
"""

import functools
import inspect

from backprop._checks.numbers import NotFinite

__all__ = ["within_bounds"]


def within_bounds(train):
    """Say of a loop, which has a `rate` and `errors`, when it runs away."""
    signature = inspect.signature(train)

    @functools.wraps(train)
    def call(*given, **named):
        try:
            return train(*given, **named)
        except (OverflowError, NotFinite) as error:
            loop = error.__traceback__.tb_next.tb_frame.f_locals
            rate = signature.bind(*given, **named).arguments["rate"]
            raise ValueError(
                f"after {len(loop['errors'])} epochs the numbers grew beyond "
                f"all bounds: try a smaller rate than {rate!r}"
            ) from error

    return call
