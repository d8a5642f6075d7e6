"""One line changes: that of `d_output`.

|o - t| grows with o at a rate of 1 above the target and -1 below it. All
else is local to the neurons, which do not know what becomes of their output.
Far from the target this error pulls no harder than near it.
"""

from backprop.two_neurons import Weights, forward


def backward(weights, x, target):
    """The gradient of |o - t|, as Weights; where o is t, all zeros."""
    hidden, output = forward(weights, x)
    d_output = (output > target) - (output < target)
    d_hidden = d_output * weights.w2
    return Weights(d_hidden * x, d_hidden, d_output * hidden, d_output)


print(backward(Weights(0.5, 0.5, 0.5, 0.5), x=1.0, target=7.0))
