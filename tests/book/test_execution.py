"""Every chapter runs from nothing, and each of its cells does what it says.

Looked at is the notebook that MyST-NB has kept of each page: that all its
cells were run, that only those fail that are meant to, and that each figure
has a name, a caption and words for who cannot see it. That two builds are the
same bytes shows that no cell depends on the clock, on chance or on the number
of processes. The rules are shown good cells and bad ones.
"""

import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import nbformat
import pytest
import source
from build import executed
from faults import each, refuse
from press.execution import made
from press.pages import page as source_of_page


def problems(cell):
    """What is wrong with an executed cell, in words."""
    if not cell.execution_count:
        yield "was not executed"
    errors = [o.ename for o in cell.outputs if o.output_type == "error"]
    if "raises-exception" in source.tags(cell):
        if not errors:
            yield "is tagged raises-exception and does not raise"
    elif errors:  # a figure that cannot be drawn is an output, no failure
        yield f"shows {errors}"
    for output in cell.outputs:
        if output.get("name") == "stderr":
            yield f"writes to stderr: {output.text}"
        data = output.get("data", {})
        if any("image/" in mime for mime in data):
            yield from problems_of_figure(
                cell.metadata.get("mystnb", {}), FIGURE
            )
            continue
        if 'class="flipbook"' in data.get("text/html", ""):
            # which says itself what is to be seen in it
            yield from problems_of_figure(
                cell.metadata.get("mystnb", {}), FIGURE[:2]
            )
        text = output.get("text", "") + data.get("text/plain", "")
        if "Traceback (most recent call last)" in text:
            yield "shows a traceback"
        if re.search(r"<[^>]* at 0x|<Figure|<Axes|<matplotlib", text):
            yield f"shows an object nobody can read: {text}"


FIGURE = ("figure", "name"), ("figure", "caption"), ("image", "alt")


def problems_of_figure(facts, needed):
    for group, key in needed:
        if not str(facts.get(group, {}).get(key) or "").strip():
            yield f"draws a figure without {group}: {key}"


def test_book_builds_without_warnings(book):
    """Of Sphinx; a kernel that closes may write ERROR:tornado, and no harm."""
    assert book.returncode == 0, book.log
    told = r"\b(WARNING|ERROR|CRITICAL): |^\S+:\d+: |named above"
    assert not re.search(told, book.log, flags=re.M), book.log


@each("page", source.code_pages())
def test_chapter_runs(book, page):
    report = book.html / "reports" / f"{page}.err.log"
    assert not report.exists(), report.read_text("utf-8")
    cells = executed(book.folder, page)
    assert len(cells) == len(source.cells(source_of_page(page).text))
    refuse(
        f"{page}: code cell {number} {problem}:\n{cell.source}\n"
        for number, cell in enumerate(cells, start=1)
        for problem in problems(cell)
    )


def test_pages_that_begin_a_cache_at_once_share_it(tmp_path):
    """It has its tables as soon as it is there."""
    cache, together = tmp_path / "cache" / "0123", Barrier(8)

    def begin(_):
        together.wait()
        with sqlite3.connect(made(cache) / "global.db") as data:
            return data.execute("SELECT count(*) FROM nbcache").fetchall()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(begin, range(8))) == [[(0,)]] * 8
    assert [path.name for path in cache.parent.iterdir()] == ["0123"]


def test_two_builds_are_identical(twins, different):
    """All of html/; beside it are caches, which have times in them."""
    assert [build.returncode for build in twins] == [0, 0]
    assert different == []


GOOD_FIGURE = {
    "figure": {"name": "figure-a", "caption": "It grows."},
    "image": {"alt": "A line."},
}


def cell(*outputs, count=1, **metadata):
    return nbformat.v4.new_code_cell(
        "1", outputs=list(outputs), execution_count=count, metadata=metadata
    )


def error():
    return nbformat.v4.new_output("error", ename="ValueError", evalue="no")


def stream(text, name="stdout"):
    return nbformat.v4.new_output("stream", text=text, name=name)


def image(mime="image/svg+xml"):
    return nbformat.v4.new_output("display_data", data={mime: "<svg/>"})


@pytest.mark.parametrize(
    "good",
    [
        cell(),
        cell(stream("ValueError: caught")),
        cell(error(), tags=["raises-exception"]),
        cell(image(), mystnb=GOOD_FIGURE),
    ],
)
def test_good_cells(good):
    assert list(problems(good)) == []


@pytest.mark.parametrize(
    "bad",
    [
        cell(count=None),
        cell(error()),
        cell(tags=["raises-exception"]),
        cell(stream("careful", name="stderr")),
        cell(stream("Traceback (most recent call last):\n")),
        cell(stream("[<matplotlib.lines.Line2D at 0x7f1>]")),
        cell(image("application/papermill.record/image/png")),
        *[
            cell(image(), mystnb={**GOOD_FIGURE, without: {}})
            for without in GOOD_FIGURE
        ],
    ],
)
def test_bad_cells_are_found(bad):
    assert list(problems(bad))
