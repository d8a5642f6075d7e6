"""The settings of _config.yml for Sphinx without Jupyter Book, as `make live` and `make next` run it.

The other targets need none of this: Jupyter Book reads the file itself. A test compares the two.
"""

import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]


def settings(book):
    """What Jupyter Book would make of its file."""
    cells, sphinx = book["execute"], book["sphinx"]["config"]
    made = {name: book[name] for name in ("project", "author", "copyright", "bibtex_bibfiles")}
    made |= {f"nb_execution_{name}": cells[name] for name in ("timeout", "raise_on_error", "show_tb")}
    made |= book["parse"] | sphinx
    theme = {"search_bar_text": "Search this book...", "home_page_in_toc": True}
    extensions = [name for name in sphinx["extensions"] if name != "jupyter_book"]
    return made | {
        "extensions": [*extensions, "sphinx_multitoc_numbering"],
        "external_toc_exclude_missing": book["only_build_toc_files"],
        "external_toc_path": str(ROOT / "_toc.yml"),
        "html_favicon": book["html"]["favicon"],
        "html_sourcelink_suffix": "",
        "html_theme": "sphinx_book_theme",
        "html_theme_options": theme | sphinx["html_theme_options"],
        "html_title": book["title"],
        "nb_execution_mode": cells["execute_notebooks"],
        "nb_output_stderr": cells["stderr_output"],
        "numfig": True,
    }


book = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
sys.path += [str(ROOT / folder) for folder in book["sphinx"]["local_extensions"].values()]
globals().update(settings(book))
