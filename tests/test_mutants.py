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
def notice(request):
    """Who notices a mutant; those that were asked for are tried in time."""
    asked = [
        item.callspec.params["mutant"]
        for item in request.session.items
        if "mutant" in getattr(item, "fixturenames", ())
    ]
    if "PYTEST_XDIST_WORKER" in os.environ:  # several processes already
        yield BOOK.notice
        return
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        assert BOOK.copy.is_dir(), "one for all threads"
        notices = {
            mutant: pool.submit(BOOK.notice, mutant) for mutant in asked
        }
        yield lambda mutant: notices[mutant].result()
    others = [m for m in asked if notices[m].result().test != BOOK.written(m)]
    if others:
        steps = ", ".join(sorted({mutant.step for mutant in others}))
        plugin = request.config.pluginmanager.get_plugin
        with plugin("capturemanager").global_and_fixture_disabled():
            plugin("terminalreporter").write_line(
                f"\n{len(others)} mutants of {steps} are noticed by another "
                "test than tests/mutants/noticed.json names, or by none;\n"
                "make mutants RECORD=1 writes down which"
            )


@pytest.mark.mutants
@pytest.mark.parametrize("step", BOOK.steps)
def test_the_unbroken_module_passes(step):
    assert not BOOK.faults_of_the_unbroken(step)


@pytest.mark.mutants
@every_mutant
def test_a_mistake_is_noticed(mutant, notice):
    test, said = notice(mutant)
    assert test, said


def test_what_a_mutant_replaces_stands_there_once():
    faults = [
        mutant
        for mutant in BOOK.mutants
        if BOOK.source(mutant.file).count(mutant.right) != 1
        or mutant.wrong == mutant.right
    ]
    assert BOOK.mutants and not faults
