"""How the book draws: one style, the two colours, and a module of drawings for each step.

Blue is forward (values, solid, above), rust is backward (gradients, dashed, below); nothing else is
coloured. Figures are SVG on the site, where dark mode inverts their lightness, and PDF on paper.
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
