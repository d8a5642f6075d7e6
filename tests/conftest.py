"""What a run of the tests cost: a table at its end.

For each file its processor seconds, with those of the processes that it waited for, and what each
chapter costs in all that is done for it. Seconds of the clock would say more of the machine than of
the tests. A browser is not waited for and does not count; of the time that it takes, the seconds
of the clock tell, which stand beside.
"""

import os
import re
import time
from collections import defaultdict

import pytest
from backprop import STEPS

DEAREST = 12  # rows of the table


def used():
    """Processor seconds of this process, and of those that it has waited for."""
    times = os.times()
    return sum(times[:4])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    item.begun = used(), time.perf_counter()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "teardown":
        processor, clock = item.begun
        cost = used() - processor, time.perf_counter() - clock
        report.user_properties.append(("cost", cost))
    return report


def costs_of(reports):
    """Processor and clock seconds, by the file and by the chapter that a test is of."""
    files, chapters = defaultdict(lambda: [0, 0]), defaultdict(lambda: [0, 0])
    names = "|".join(sorted(STEPS, key=len, reverse=True))
    for report in reports:
        cost = dict(report.user_properties).get("cost")
        if report.when != "teardown" or cost is None:
            continue
        file = report.nodeid.partition("::")[0].removeprefix("tests/")
        parts = re.findall(rf"(?<![a-z])({names})(?![a-z])", report.nodeid)
        for table, row in [(files, file), *((chapters, part) for part in parts[:1])]:
            table[row][0] += cost[0]
            table[row][1] += cost[1]
    return files, chapters


def pytest_terminal_summary(terminalreporter):
    """Say what the run cost, and what was measured and is not judged."""
    reports = [r for kind in ("", "passed", "failed") for r in terminalreporter.getreports(kind)]
    for report in reports:
        for name, value in getattr(report, "user_properties", ()):
            if name != "cost" and report.when == "call":
                terminalreporter.write_line(f"{name}: {value}")
    files, chapters = costs_of([r for r in reports if hasattr(r, "user_properties")])
    if sum(processor for processor, _ in files.values()) < 20:
        return  # nobody asks what a few tests cost
    for title, table in (("the dearest files", files), ("tests of a chapter", chapters)):
        terminalreporter.section(f"{title}: processor seconds, seconds of the clock")
        rows = sorted(table.items(), key=lambda row: -max(row[1]))
        for name, (processor, clock) in rows[: max(DEAREST, len(STEPS) * (table is chapters))]:
            terminalreporter.write_line(f"{processor:8.1f} {clock:8.1f}  {name}")
