"""What is dear and comes out the same each time is remembered: coloured code and stems of words.

All pages are written in each build (see `rebuild`), and most of their code has not changed. A piece
of code that was highlighted once lies in `_build/.highlighted/` under a hash of all that it is made
of. Code that cannot be read as its language is an error, which nobody remembers: it is told again.
"""

import functools
import hashlib
import os
from pathlib import Path

import pygments
from sphinx import highlighting
from sphinx.search import en


def remember_highlighted(folder):
    folder.mkdir(parents=True, exist_ok=True)
    highlight = pygments.highlight

    def remembered(code, lexer, formatter):
        made_of = (
            pygments.__version__, type(lexer), lexer.options, type(formatter), formatter.options,
            highlighting.__file__, Path(__file__).stat().st_mtime_ns, code,
        )  # fmt: skip
        path = folder / hashlib.sha256(repr(made_of).encode()).hexdigest()
        if not path.exists():
            part = path.with_suffix(f".{os.getpid()}")  # another process may write it as well
            part.write_text(highlight(code, lexer, formatter), "utf-8")
            part.replace(path)
        return path.read_text("utf-8")

    highlighting.highlight = remembered


def setup(app):
    remember_highlighted(Path(app.outdir).parent / ".highlighted")
    stem = en.SearchEnglish.stem
    en.SearchEnglish.stem = functools.cache(stem)
