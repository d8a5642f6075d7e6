"""The modules of book/_ext, which the tests of them import by name."""

import sys

from source import BOOK

sys.path.append(str(BOOK / "_ext"))
