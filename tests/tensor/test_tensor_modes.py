"""no_grad, and detect_nan."""

import math
import sys
import threading

import numpy as np
import pytest
from backprop.tensor import Tensor, detect_nan, no_grad, walk_back
from tensor_rows import INF, NAN, leaf

# --- no_grad -----------------------------------------------------------------


def test_within_no_grad_nothing_is_remembered():
    a = leaf([1.0, 2.0])
    with no_grad():
        y = (a * a).sum()
        assert not y.requires_grad and y.item() == 5
        with no_grad():
            assert not (a + 1).requires_grad
        assert not (a + 1).requires_grad
        assert leaf(1.0).requires_grad
    assert (a * a).requires_grad
    assert not (y * 2).requires_grad


def test_no_grad_above_a_function():
    a = leaf(1.0)

    @no_grad()
    def depth(n):
        return [a + 1] if n == 0 else [a + 1, *depth(n - 1)]

    assert not any(y.requires_grad for y in depth(3))
    assert not any(y.requires_grad for y in depth(1))
    assert (a + 1).requires_grad and depth.__name__ == "depth"


def test_after_an_error_all_is_remembered_again():
    a = leaf(1.0)
    with pytest.raises(ZeroDivisionError):
        with no_grad():
            raise ZeroDivisionError
    assert (a + 1).requires_grad
    with no_grad():
        with pytest.raises(ZeroDivisionError):
            with no_grad():
                raise ZeroDivisionError
        assert not (a + 1).requires_grad


def test_each_thread_has_its_own_no_grad():
    a = leaf(1.0)
    begin, end, seen = threading.Event(), threading.Event(), {}

    def other():
        begin.wait()
        seen["while the first forgets"] = (a + 1).requires_grad
        with no_grad():
            seen["while it forgets"] = (a + 1).requires_grad
            end.set()

    thread = threading.Thread(target=other, daemon=True)
    thread.start()
    with no_grad():
        begin.set()
        assert end.wait(timeout=60)
        thread.join()
        assert not (a + 1).requires_grad
    assert (a + 1).requires_grad
    assert seen == {"while the first forgets": True, "while it forgets": False}


def test_backward_works_within_no_grad():
    a = leaf(3.0)
    y = a * a
    with no_grad():
        y.backward()
        a.data = a.data - 0.5 * a.grad
    assert a.item() == 0 and a.requires_grad


# --- detect_nan --------------------------------------------------------------


def next_line():
    return sys._getframe(1).f_lineno + 1


def test_a_nan_is_found_where_it_is_born():
    x = leaf([4.0, -1.0])
    with detect_nan():
        assert x.exp().requires_grad
        with pytest.raises(FloatingPointError) as caught:
            line = next_line()
            x.sqrt()
    assert str(caught.value) == (
        f"sqrt gave nan, at index [1]\n    in line {line} of "
        "test_tensor_modes.py: x.sqrt()"
    )


@pytest.mark.parametrize(
    ("f", "message"),
    [
        (lambda: leaf(INF) - INF, "- gave nan\n"),
        (lambda: Tensor([[1.0, NAN]]),
         "what a Tensor is made of gave nan, at index [0, 1]\n"),
        (lambda: leaf([1.0]) * np.array([NAN]),
         "what a Tensor is made of gave nan, at index [0]\n"),
        (lambda: leaf([1.0, 2.0, INF]) * 0, "* gave nan, at index [2]\n"),
        (lambda: Tensor([0.0]) / 0, "/ gave nan, at index [0]\n"),
        (lambda: Tensor(-1.0).log(), "log gave nan\n"),
        (lambda: leaf(-8.0) ** (1 / 3), "** gave nan\n"),
        (lambda: Tensor([INF, 1]).softmax(), "softmax gave nan, at index [0]"),
    ],
)  # fmt: skip
def test_every_operation_is_watched(f, message):
    with detect_nan(), pytest.raises(FloatingPointError) as caught:
        f()
    assert message in str(caught.value)
    assert f"in line {f.__code__.co_firstlineno}" in str(caught.value)


def test_a_nan_on_the_way_back_names_the_line_of_the_way_forward():
    x = leaf([4.0, 0.0])
    with detect_nan():
        line = next_line()
        y = (x.sqrt() * 0).sum()
        with pytest.raises(FloatingPointError) as caught:
            y.backward()
    assert str(caught.value) == (
        "on the way back, the slopes of sqrt became nan, at index [1]\n"
        f"    in line {line} of test_tensor_modes.py: y = (x.sqrt() * 0).sum()"
    )
    assert x.grad is None
    with detect_nan(), pytest.raises(FloatingPointError):
        walk_back(y.node, Tensor(1.0), with_tensors=True)


def test_a_nan_is_found_where_paths_meet():
    x = leaf(0.0)
    with detect_nan():
        line = next_line()
        y = x.sqrt() - x.sqrt()
        with pytest.raises(FloatingPointError) as caught:
            y.backward()  # infinity from the one, its negative from the other
    assert str(caught.value) == (
        "on the way back, the slopes of sqrt became nan\n"
        f"    in line {line} of test_tensor_modes.py: y = x.sqrt() - x.sqrt()"
    )
    assert x.grad is None


def test_on_the_way_back_of_what_was_not_watched_there_is_no_line():
    x = leaf(0.0)
    y = x.sqrt() * 0
    with detect_nan(), pytest.raises(FloatingPointError) as caught:
        y.backward()
    assert str(caught.value) == (
        "on the way back, the slopes of sqrt became nan"
    )


def test_who_does_not_look_for_nan_gets_it():
    with np.errstate(invalid="ignore"):
        assert math.isnan(leaf(-1.0).sqrt().item())
    with detect_nan():
        with no_grad(), pytest.raises(FloatingPointError):
            leaf(-1.0).sqrt()
        with pytest.raises(FloatingPointError):
            leaf(-1.0).log()  # and no_grad has not switched it off
    with np.errstate(invalid="ignore"):
        assert math.isnan(leaf(-1.0).sqrt().item())


def test_in_a_cell_the_line_is_told_too():
    source = "y = x.sqrt()"
    code = compile(source, "<cell>", "exec")
    with detect_nan(), pytest.raises(FloatingPointError) as caught:
        exec(code, {"x": Tensor(-1.0)})
    assert str(caught.value).startswith("sqrt gave nan\n    in line 1:")
