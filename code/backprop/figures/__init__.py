"""How the book draws: one style, the two colours, and a module of drawings for each step.

Blue is forward (values, solid, above), rust is backward (gradients, dashed, below); nothing else is
coloured. Figures are SVG on the site, where dark mode inverts their lightness, and PDF on paper.

A drawing is a function that returns a figure. Its numbers come from the step that the chapter tells,
or are handed in, so that a figure cannot disagree with the text. A cell of a chapter calls it in a line or two, and the caption stands in the chapter. What many
drawings share is in `style` (colours, sizes), `graph` (boxes and arrows) and `flipbook` (figures
with many frames). Nothing depends on the clock or on chance: the same bytes on every build.
"""

from backprop.figures.graph import Edge, Node, draw_graph
from backprop.figures.style import (
    BLUE,
    GREY,
    INK,
    RUST,
    new_figure,
    scientific,
    use_book_style,
)  # fmt: skip

__all__ = [
    "BLUE", "GREY", "INK", "RUST", "Edge", "Node", "draw_graph", "new_figure", "scientific",
    "use_book_style",
]  # fmt: skip
