"""the slope of y along itself is 1"""


def walk_back(graph):
    slopes = {name: 0 for name, _ in graph}
    for name, inputs in reversed(graph):
        for source, local_derivative in inputs:
            slopes[source] += slopes[name] * local_derivative
    return slopes
