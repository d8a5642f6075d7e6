"""Walk back through any graph."""

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
    return ...


print(walk_back(FORK))
