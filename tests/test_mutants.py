"""The tests notice each of these mistakes: `make mutants`.

tests/mutants/<step>.py lists them, and tests/mutation.py makes them, one at a
time on a copy of the package, and looks which test of the step fails.
"""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from mutation import Mutation

BOOK = Mutation(Path(__file__).resolve().parents[1])
every_mutant = pytest.mark.parametrize(
    "mutant", BOOK.mutants, ids="{0.step}: {0.wrong!r}".format
)


@pytest.fixture(scope="session")
def notices(request):
    """Of each mutant that was asked for, who notices it, in time."""
    asked = [
        item.callspec.params["mutant"]
        for item in request.session.items
        if "mutant" in getattr(item, "fixturenames", ())
    ]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        assert BOOK.copy.is_dir()
        notices = {
            mutant: pool.submit(BOOK.notice, mutant) for mutant in asked
        }
        yield notices
    stale = [m for m in asked if notices[m].result().test != BOOK.written(m)]
    terminal = request.config.pluginmanager.get_plugin("terminalreporter")
    if stale and terminal:
        terminal.write_line(
            f"\n{len(stale)} mutants, of {', '.join({m.step: 0 for m in stale})}, "
            "are noticed by another test than tests/mutants/noticed.json says, "
            "which takes longer: make mutants RECORD=1 writes it anew"
        )


@pytest.mark.mutants
@pytest.mark.parametrize("step", BOOK.steps)
def test_the_unbroken_module_passes(step):
    assert not BOOK.faults_of_the_unbroken(step)


@pytest.mark.mutants
@every_mutant
def test_a_mistake_is_noticed(mutant, notices):
    notice = notices[mutant].result()
    assert notice.test, notice.said


def test_what_a_mutant_replaces_stands_there_once():
    faults = [
        mutant
        for mutant in BOOK.mutants
        if BOOK.source(mutant.file).count(mutant.right) != 1
        or mutant.wrong == mutant.right
    ]
    assert BOOK.mutants and not faults
