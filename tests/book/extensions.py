"""The modules of book/_ext, which the tests of them use."""

import importlib
import sys

from source import BOOK


def load(name):
    folder = str(BOOK / "_ext")
    if folder not in sys.path:
        sys.path.append(folder)
    return importlib.import_module(name)
