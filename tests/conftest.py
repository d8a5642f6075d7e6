"""What tests of several steps share."""

import os
import subprocess
import sys

import pytest


@pytest.fixture
def printed_by_processes():
    """Run a program in several processes at once; what each of them prints.

    They differ in how Python orders a set, which no result may depend on.
    """

    def run(program, processes):
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

    return run
