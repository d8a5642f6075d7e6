"""the second path wrote over the first"""


def walk_back(graph):
    slopes = {name: 0 for name, _ in graph}
    slopes[graph[-1][0]] = 1
    for name, inputs in reversed(graph):
        for source, local_derivative in inputs:
            slopes[source] = slopes[name] * local_derivative
    return slopes
