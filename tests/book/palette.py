"""The colours of text on a page, beside those that axe has measured.

To measure contrast takes axe most of its time, page after page, and a theme
has but some fourteen pairs of ink and ground. So axe measures them on a few
pages that show them all, the specimens; and of every page palette.js reads in
a moment which pairs it has. A pair that no specimen has is a fault: nobody
has measured it. What lies behind a text is told by its ancestors alone, so
all that may mislead them is part of the pair: an image, a filter, to be lifted
out of its place. A pair that is pale by arithmetic and yet passes axe, which
lets single characters be, is no reason to let it pass elsewhere.
"""

from pathlib import Path

PALETTE = Path(__file__).with_suffix(".js").read_text("utf-8")


def known(palettes):
    """The pairs that other pages may use, of the palettes of the specimens."""
    pairs = set().union(*palettes)
    return {pair for pair in pairs if not pair.endswith("pale")}


def strange(pairs, known):
    """What to say of each pair of a page that is not known."""
    return [
        f"no specimen has {pair}, as in {html}: make the page a specimen in"
        " tests/book/test_browser.py, where axe measures its contrast"
        for pair, html in pairs.items()
        if pair not in known
    ]
