"""Numbers that others have published."""

import pytest
from scalar_tools import gradients


def readme(a, b):
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    return g + 10.0 / f


def sanity(x):
    z = 2 * x + 2 + x
    q = z.relu() + z * x
    h = (z * z).relu()
    return h + q + q * x


def issue_68(a, b):
    c, d = a + b, a * b
    return (c + d) + c * d


def tanh_by_exp(x):
    return (1 - (-2 * x).exp()) / (1 + (-2 * x).exp())


def matyas(x, y):
    return 0.26 * (x**2 + y**2) - 0.48 * x * y


def squire_trapp(x):
    return x.exp() / (x.sin() ** 3 + x.cos() ** 3).sqrt()


@pytest.mark.parametrize(
    ("f", "inputs", "value", "slopes"),
    [
        # karpathy/micrograd: README, tests, pull request 64, issues 53, 68
        (readme, (-4.0, 2.0), 24.704081632653061224,
         (138.83381924198250729, 645.57725947521865889)),
        (sanity, (-4.0,), -20.0, (46.0,)),
        (lambda a, b, d: (a + b) * d, (3.0, 2.0, 1.0), 5.0, (1.0, 1.0, 5.0)),
        (issue_68, (2.0, 3.0), 41.0, (25.0, 19.0)),
        # karpathy/nn-zero-to-hero
        (lambda a, b, c, f: (a * b + c) * f, (2.0, -3.0, 10.0, -2.0), -8.0,
         (6.0, -4.0, -2.0, 4.0)),
        (lambda x1, x2, w1, w2, b: (x1 * w1 + x2 * w2 + b).tanh(),
         (2.0, 0.0, -3.0, 1.0, 6.881373587019543), 0.70710678118654751178,
         (-1.5, 0.5, 1.0, 0.0, 0.5)),
        # minitorch, HIPS autograd, DeZero
        (lambda x, y: 5 * (x * y + x), (5.0, 10.0), 275.0, (55.0, 25.0)),
        (tanh_by_exp, (1.0,), 0.76159415595576488812,
         (0.41997434161402606939,)),
        (lambda x: (x**2).exp() ** 2, (0.5,), 1.6487212707001281468,
         (3.2974425414002562937,)),
        (matyas, (1.0, 1.0), 0.04, (0.04, 0.04)),
        # CS231n
        (lambda x, y, z: (x + y) * z, (-2.0, 5.0, -4.0), -12.0,
         (-4.0, -4.0, 3.0)),
        (lambda w0, x0, w1, x1, w2: (w0 * x0 + w1 * x1 + w2).sigmoid(),
         (2.0, -1.0, -3.0, -2.0, -3.0), 0.73105857863000487925,
         (-0.19661193324148185254, 0.39322386648296370507,
          -0.39322386648296370507, -0.58983579972444555761,
          0.19661193324148185254)),
        # Squire and Trapp, 1998
        (squire_trapp, (1.5,), 4.4977800539461619503,
         (4.0534278938986206577,)),
        # the chain rule of step 4, and Olah's essay
        (lambda x: (x**2) ** 3, (2.0,), 64.0, (192.0,)),
        (lambda a, b: (a + b) * (b + 1), (2.0, 1.0), 6.0, (2.0, 5.0)),
    ],
)  # fmt: skip
def test_published_values(f, inputs, value, slopes):
    got, found = gradients(f, *inputs)
    assert got == pytest.approx(value, rel=1e-14, abs=1e-16)
    assert found == pytest.approx(slopes, rel=2e-14, abs=1e-16)
