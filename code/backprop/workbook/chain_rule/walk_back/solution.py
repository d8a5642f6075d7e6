"""Two lines do it: `+=` is the sum over paths, `*` the product along them.

From the last to the first, a name is visited only when every arrow that
leaves it has been walked, so its slope is complete before it is handed on.
"""

# y = x**2 + x**3 at x = 2: each name with its inputs and local derivatives
FORK = [
    ("x", []),
    ("a", [("x", 4)]),
    ("b", [("x", 12)]),
    ("y", [("a", 1), ("b", 1)]),
]


def walk_back(graph):
    """The slope of the last name along each name, as a dictionary.

    The slope of the last along itself is 1. Visit the names from the last
    to the first, and hand the slope of each on to its inputs.
    """
    slopes = {name: 0 for name, _ in graph}
    slopes[graph[-1][0]] = 1
    for name, inputs in reversed(graph):
        for source, local_derivative in inputs:
            slopes[source] += slopes[name] * local_derivative
    return slopes


print(walk_back(FORK))
