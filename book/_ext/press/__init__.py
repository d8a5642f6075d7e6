"""How the book is printed: what Sphinx, MyST-NB and the theme do not do, one module for each matter.

_config.yml names this package alone. Each module has a `setup` that says to which events it listens;
none calls another at run time, and what two of them need to know of a page they ask `pages`.

A page passes by in three forms, and a module sees one of them: its source (`pages`, `minutes`,
`execution`), the document that is made of it (`listing`, `exercises`, `opener`, `links`, `index`,
`paper`, `predict`, `notebook`, `source`, `formulas`, `walk`), and the HTML at the end (`site`, `live`, `address`,
`downloads`, `epub`, `anchors`, `costs`, `wheel`). `errors` says what is wrong, and `rebuild` what has to be
built again. Pages are read in parallel, each in a process of its own: what a module notes while a
page is read stands in `env`, is taken away with the page and merged from the other processes.
"""

from importlib import import_module

PARTS = (
    "rebuild", "memory", "address", "anchors", "cite", "costs", "downloads", "epub", "errors", "execution",
    "exercises", "formulas", "index", "links", "listing", "live", "notebook", "opener", "paper",
    "predict", "site", "source", "walk", "wheel",
)  # fmt: skip


def setup(app):
    for part in PARTS:
        import_module(f"press.{part}").setup(app)
    return {"version": "2", "parallel_read_safe": True, "parallel_write_safe": True}
