"""Files of arrays: written in whole or not at all, and read before they count.

A full disk, or a power cut, must not cost a network that was there, and a
damaged file must not change half of one. So a file is written under another
name and renamed when it is complete; and what is read is looked at, array by
array, and then handed on as bytes, so that nobody reads it a second time.
"""

import functools
import os
import shutil
from io import BytesIO
from pathlib import Path
from secrets import token_hex

import numpy as np

from backprop._checks.numbers import describe


def check_path(value):
    """Return `value` as a path, if it is one."""
    if not isinstance(value, str | os.PathLike) or not Path(value).name:
        raise TypeError(
            'path must be the name of a file, such as "reader.npz", but it '
            f"is {describe(value)}"
        )
    return Path(value)


def written_in_whole(save):
    """Let a method write to another file, and rename it when it is done."""

    @functools.wraps(save)
    def call(self, path):
        path = check_path(path).resolve()  # where a link leads
        unfinished = path.with_name(f".{token_hex(8)}.unfinished")
        try:
            save(self, unfinished)
            if path.exists():
                shutil.copymode(path, unfinished)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)

    return call


def read_in_whole(path, network, own):
    """The bytes of a file, if it holds the arrays of this network.

    `network` is how the network is written, and `own` its arrays by name.
    """
    path = check_path(path)
    content = path.read_bytes()
    try:
        with np.load(BytesIO(content), allow_pickle=False) as file:
            saved = {name: np.asarray(file[name]) for name in file.files}
        belongs_to = str(saved["network"])
    except Exception as error:  # zipfile and NumPy have many for bad bytes
        raise ValueError(
            f"{path} is damaged, or no file that Network.save has written"
        ) from error
    if belongs_to != network:
        raise ValueError(
            f"{path} belongs to {belongs_to} and does not fit {network}"
        )
    check_fit(saved, own, path)
    return BytesIO(content)


def check_fit(saved, own, path):
    """Refuse arrays that are not as many, as large and of the kind of ours."""
    if saved.keys() != {"network", *own}:
        raise ValueError(
            f"{path} is damaged: it holds {', '.join(saved)}, but should "
            f"hold network, {', '.join(own)}"
        )
    for name, parameter in own.items():
        array = saved[name]
        if (array.shape, array.dtype) != (parameter.shape, parameter.dtype):
            raise ValueError(
                f"{path} is damaged: {name} has shape {array.shape} and "
                f"holds {array.dtype}, but must have {parameter.shape} and "
                f"hold {parameter.dtype}"
            )
        if not np.isfinite(array).all():
            raise ValueError(
                f"{path} is damaged: {name} is not finite everywhere"
            )
