"""What the benchmarks share: two pieces of code timed in turns.

`make bench` runs them, in an environment of their own with the peers, and
keeps what they measured in book/benchmarks.csv.
"""

import gc
from statistics import median
from time import perf_counter

import pytest


@pytest.fixture
def compare(benchmark):
    """Time `ours` and, before each round of it, `peer`; note the ratio.

    A machine that is slower for a while is so for both of them. What one
    leaves behind is collected before the other starts.
    """

    def run(ours, peer, *, what, against, target, rounds):
        times = []

        def peer_first():
            gc.collect()
            start = perf_counter()
            peer()
            times.append(perf_counter() - start)
            gc.collect()

        benchmark.pedantic(
            ours, setup=peer_first, rounds=rounds, warmup_rounds=1
        )
        note(
            benchmark,
            measured=benchmark.stats.stats.median / median(times),
            what=what,
            against=against,
            target=f"≤ {target}",
        )

    return run


def note(benchmark, **facts):
    """Keep what was measured, for record.py."""
    benchmark.extra_info.update(facts)
