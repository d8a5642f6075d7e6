"""book/conf.py makes of _config.yml what Jupyter Book makes of it.

`make live` and `make next` have no Jupyter Book, which builds all the rest; if
one of the two read the file in another way, they would show another site.
"""

import runpy
import sys

import pytest
from jupyter_book.config import get_final_config
from source import BOOK, ROOT

# What Jupyter Book sets besides, and Sphinx, MyST-NB and the theme do anyway:
# what is empty, what is for paper, and services that the book does not use.
DEFAULTS = {
    *("comments_config", "exclude_patterns", "html_baseurl", "html_logo"),
    *("latex_documents", "myst_url_schemes", "nb_execution_allow_errors"),
    *("nb_execution_cache_path", "nb_execution_excludepatterns"),
    *("nb_execution_in_temp", "use_jupyterbook_latex"),
    "use_multitoc_numbering",
}
DEFAULT_OPTIONS = {
    *("analytics", "announcement", "extra_footer", "launch_buttons"),
    *("path_to_docs", "repository_branch", "repository_url"),
    *("use_edit_page_button", "use_issues_button", "use_repository_button"),
}


@pytest.fixture(scope="module")
def ours():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.path", [*sys.path])
        conf = runpy.run_path(str(BOOK / "conf.py"))
        assert sys.path[-1] == str(BOOK / "_ext")
    return conf["settings"](conf["book"])


@pytest.fixture(scope="module")
def theirs():
    settings, _ = get_final_config(
        user_yaml=ROOT / "_config.yml",
        sourcedir=BOOK,
        cli_config={
            "external_toc_path": str(ROOT / "_toc.yml"),
            "latex_individualpages": False,
        },
    )
    settings["extensions"].remove("jupyter_book")
    return settings


def test_the_extensions_are_the_same(ours, theirs):
    # it names one twice, which Sphinx loads once
    assert ours["extensions"] == list(dict.fromkeys(theirs["extensions"]))


def test_the_options_of_the_theme_are_the_same(ours, theirs):
    mine, its = ours["html_theme_options"], theirs["html_theme_options"]
    assert mine == {name: its[name] for name in its.keys() - DEFAULT_OPTIONS}


def test_all_other_settings_are_the_same(ours, theirs):
    apart = {"extensions", "html_theme_options"}
    for name in (ours.keys() | theirs.keys()) - apart - DEFAULTS:
        assert ours.get(name) == theirs.get(name), name
