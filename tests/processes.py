"""Several processes at once: what may depend on luck comes out differently."""

import os
import subprocess
import sys


def printed_by(program, processes):
    """What each of several processes prints that run this program.

    Each of them puts the members of a set into another order.
    """
    environment = os.environ | {
        "PYTHONHASHSEED": "random",
        "OPENBLAS_NUM_THREADS": "1",
    }
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    outputs = [run.communicate()[0] for run in runs]
    assert all(run.returncode == 0 for run in runs)
    return outputs
