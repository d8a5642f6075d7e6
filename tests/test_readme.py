"""The picture of the README is what the package draws.

`python tests/test_readme.py` draws it again.
"""

import io
from pathlib import Path

import matplotlib
from backprop.figures import use_book_style
from backprop.figures.two_neurons import network
from backprop.two_neurons import Weights

PICTURE = Path(__file__).parents[1] / "book" / "_assets" / "two-neurons.svg"


def draw():
    matplotlib.use("svg")
    with matplotlib.rc_context():
        use_book_style()
        halves = Weights(0.5, 0.5, 0.5, 0.5)
        figure = network(halves, x=1.0, target=7.0, gradients=True)
        file = io.BytesIO()
        figure.savefig(file, facecolor="white", metadata={"Date": None})
    return file.getvalue()


def test_picture_is_what_the_package_draws():
    assert PICTURE.read_bytes() == draw(), "run: python tests/test_readme.py"


if __name__ == "__main__":
    PICTURE.write_bytes(draw())
