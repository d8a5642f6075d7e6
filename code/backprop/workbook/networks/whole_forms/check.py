"""Think of the forms as envelopes with rows in them.
In which order do you take the envelopes, and when do you have enough?
"""

FORMS = [form for form in range(14) for _ in range(120 + form)]


def check_nothing_is_lost(you):
    """each row is on one of the two sides"""
    for seed in range(3):
        training, held_out = you.split(FORMS, 450, seed)
        assert sorted([*training, *held_out]) == list(range(len(FORMS))), (
            "each row must be either in training or held out, and once."
        )
        assert len(held_out) >= 450, (
            f"{len(held_out)} rows are held out, but 450 were asked for: "
            "take one form more."
        )
        assert len(held_out) < 450 + 134, (
            f"{len(held_out)} rows are held out where 450 were asked for: "
            "stop as soon as there are enough."
        )


def check_no_form_is_on_both_sides(you):
    """no form has rows on both sides"""
    for seed in range(3):
        training, held_out = you.split(FORMS, 450, seed)
        both = {FORMS[r] for r in training} & {FORMS[r] for r in held_out}
        assert len(both) != 1, (
            f"form {both.pop()} was cut in two: whoever filled it in is on "
            "both sides."
        )
        assert not both, (
            f"{len(both)} of 14 forms have rows on both sides: shuffle the "
            "forms, not the rows."
        )


def check_the_seed_chooses(you):
    """which forms are held out depends on the seed"""
    chosen = {
        frozenset(FORMS[r] for r in you.split(FORMS, 450, seed)[1])
        for seed in range(9)
    }
    assert len(chosen) > 1, (
        "nine seeds hold out the same forms: let the seed choose, or a few "
        "lucky hands decide what you report."
    )
