"""A test that goes through many cases names all that is wrong with them.

These are the tests of `each` and `refuse`, on which the rules for pages rest:
a loop that ended at the first fault, or tried no case, would look as green as
a good book.
"""

import pytest
import test_pages
from faults import each, refuse
from press.pages import Page


def told(test, **fixtures):
    with pytest.raises(pytest.fail.Exception) as failed:
        test(**fixtures)
    return failed.value.msg


def test_all_that_was_found_is_told():
    refuse([])
    assert told(refuse, faults=["a: bad", "b: worse"]) == "a: bad\nb: worse"


@each("page, number", [("a", 1), ("b", 2), ("c", 0), ("d", 3)])
def looping(limit, page, number):
    """Not a test by its name: it fails."""
    assert limit / number > 1
    refuse([f"{page}: {number}", f"{page}: again"] * (number == 1))


def test_each_case_is_tried_whatever_the_others_do():
    first, second, third, fourth, fifth = told(looping, limit=2).splitlines()
    assert (first, second) == ("a: 1", "a: again")
    assert third.startswith("b, 2: AssertionError in line ")
    assert fourth.startswith("c, 0: ZeroDivisionError in line ")
    assert fifth.startswith("d, 3: AssertionError in line ")


def test_good_cases_pass():
    each("number", [1, 2])(lambda number: None)()


def test_no_case_is_a_fault():
    assert told(each("number", [])(print)) == "there is no case to try"


@each("name", ["a", "b"])
def test_fixtures_are_passed_on(tmp_path, name):
    (tmp_path / name).mkdir()
    assert (tmp_path / "a").exists()


def test_two_pages_and_two_lines_of_a_page_are_named(monkeypatch):
    """By a looping test as it is, with a fault planted in each page."""
    text = "It is 1.234.\n\nIt is 5.678."
    monkeypatch.setattr(
        test_pages, "source_of_page", lambda page: Page(page, text)
    )
    found = told(test_pages.test_no_computed_number_is_typed).splitlines()
    assert found[::2] == [
        f"book/{page}.md:{fault}"
        for page in test_pages.PAGES
        for fault in ("1: 1.234", "3: 5.678")
    ]
    [advice] = set(found[1::2])
    assert advice == "    Compute and glue it, or quote it as `code`."
