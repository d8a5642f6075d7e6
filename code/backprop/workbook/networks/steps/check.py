"""Write down the batches of one epoch for 10 examples, four at a time, and
then for 8.
How many are there, and how large is the last?
"""

CASES = {
    (1347, 32, 30): (1290, 3),
    (1347, 1, 2): (2694, 1),
    (1347, 1347, 5): (5, 1347),
    (1280, 32, 1): (40, 32),
    (10, 4, 3): (9, 2),
}


def check_steps(you):
    """`steps`, whether or not the last batch is smaller"""
    for (examples, size, epochs), (expected, _) in CASES.items():
        got = you.steps(examples, size, epochs)
        assert got is not ..., (
            "steps still returns `...`: put a formula in its place."
        )
        case = f"{examples} examples in batches of {size}, {epochs} epochs"
        assert got != epochs * (examples // size) or got == expected, (
            f"{case}: {got} steps leave out the last, smaller batch of each "
            "epoch. It is used too."
        )
        assert got != -(-examples * epochs // size) or got == expected, (
            f"{case}: {got} would be right if batches went on from one epoch "
            "into the next. Each epoch begins with a batch of its own."
        )
        assert got == expected, f"{case}: expected {expected}, came {got}."


def check_last_batch(you):
    """`last_batch`, which is never empty"""
    for (examples, size, _), (_, expected) in CASES.items():
        got = you.last_batch(examples, size)
        assert got is not ..., (
            "last_batch still returns `...`: put a formula in its place."
        )
        assert got != 0, (
            f"{examples} examples in batches of {size}: nothing is left over, "
            "so the last batch is a full one, and not an empty one."
        )
        assert got == expected, (
            f"{examples} examples in batches of {size}: expected {expected}, "
            f"came {got}."
        )
