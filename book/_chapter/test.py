"""The step my_step: what its chapter claims."""

import pytest
from backprop.derivatives import central_difference
from backprop.my_step import doubled


def test_the_numbers_of_the_chapter():
    assert doubled(21) == 42
    assert doubled(doubled(3)) == 12


@pytest.mark.parametrize("x", [-2.0, 0.0, 3.0])
def test_the_slope_against_a_measured_one(x):
    assert central_difference(doubled, x) == pytest.approx(2, rel=1e-9)


def test_what_is_no_number_is_refused():
    with pytest.raises(TypeError, match="x must be"):
        doubled("3")
