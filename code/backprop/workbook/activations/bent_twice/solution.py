"""The slope belongs to what came in, s, and not to what went out, h.

Both h * (1 - h) and sigmoid_derivative(s) are right; sigmoid_derivative(h)
bends what is bent already. That slope is between 0.19 and 0.25 whatever h is,
so its sign is right and the network trains, in a worse direction.
"""

from backprop.activations import neuron, sigmoid_derivative


def d_hidden(weights, v, inputs, d_output):
    """Slopes along the weights of a hidden neuron and its bias.

    It bends with a sigmoid, and its output goes on with the weight v.
    """
    s = neuron(weights, inputs)
    d_s = d_output * v * sigmoid_derivative(s)
    return [d_s * x for x in (*inputs, 1.0)]


print(d_hidden([1.0, -1.0, 0.5], v=2.0, inputs=[1.0, 3.0], d_output=-1.0))
