"""Run a command while no other does the same in this folder; wait, and say so, where one does.

    python book/_ext/press/alone.py LOCK COMMAND...

The lock ends with the process, however that ends, so that nothing has to be taken away after an
interruption. It needs Python alone, because the installation is such a command; where files cannot
be locked, as on Windows, the command runs.
"""

import contextlib
import subprocess
import sys
from pathlib import Path

try:
    import fcntl
except ImportError:
    fcntl = None


@contextlib.contextmanager
def alone(path):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as lock:
        if fcntl:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                print(f"  another make is at work in {path.parent}; waiting for it", flush=True)
                fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(path, *command):
    with alone(path):
        try:
            return subprocess.run(command).returncode
        except KeyboardInterrupt:
            return 130


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
