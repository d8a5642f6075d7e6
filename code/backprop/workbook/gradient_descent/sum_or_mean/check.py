"""Take a single point, x = 2 with y = 0, so that E is 4w².
What is its slope, what is the slope of that, and what does the chapter say
about 2/λ?
Then add a second point.
"""

XS = [0.5, 1.0, 1.5, 2.0]  # squares add up to 7.5


def grows(xs, rate, share):
    """Whether a walk from w = 1 to the best w = 0 ends further away."""
    w = 1.0
    for _ in range(200):
        w -= rate * share * sum(2 * x * (w * x) for x in xs)
    return abs(w) > 1


def check_filled(you):
    """both functions give a number"""
    for function in (you.stable_rate_of_mean, you.stable_rate_of_sum):
        rate = function(XS)
        assert rate is not ..., (
            "one of the two still returns `...`: find the curvature, then "
            "take 2 / curvature."
        )
        assert isinstance(rate, int | float), (
            f"expected a number, but came {rate!r}: is a `return` missing?"
        )


def check_sum(you):
    """the sum: stable a little below your rate, and not above"""
    rate = you.stable_rate_of_sum(XS)
    assert rate > 0, f"a rate is above zero, but came {rate!r}."
    assert abs(rate * 7.5 - 4) > 1e-6, (
        "four times too large: this is the rate of the mean. The sum over n "
        "data is n times as steep."
    )
    assert abs(rate * 7.5 - 2) > 1e-6, (
        "twice too large: the square brings a factor 2 into the slope, so "
        "the curvature is 2 * x * x, added."
    )
    assert not grows(XS, 0.99 * rate, 1) and grows(XS, 1.01 * rate, 1), (
        f"{rate!r} is not the border: just below it a walk must come closer, "
        "just above it must run away."
    )


def check_mean(you):
    """the mean: stable a little below your rate, and not above"""
    rate = you.stable_rate_of_mean(XS)
    assert rate > 0, f"a rate is above zero, but came {rate!r}."
    assert not grows(XS, 0.99 * rate, 0.25) and grows(XS, 1.01 * rate, 0.25), (
        f"{rate!r} is not the border for the mean, whose curvature is that of "
        "the sum, divided by n."
    )


def check_more_data(you):
    """both rates, with the data ten times over"""
    once, often = you.stable_rate_of_mean(XS), you.stable_rate_of_mean(XS * 10)
    assert abs(once / often - 1) < 1e-9, (
        f"the mean of ten copies of the data is the same mean, but its rate "
        f"went from {once!r} to {often!r}."
    )
    ratio = you.stable_rate_of_sum(XS) / you.stable_rate_of_sum(XS * 10)
    assert abs(ratio - 10) < 1e-6, (
        "ten times the data makes the sum ten times as steep, and its rate "
        f"ten times smaller; yours became {ratio!r} times smaller."
    )
