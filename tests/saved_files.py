"""Files of answers: one that is good, and those that are refused, by the page and by `workbook`."""

import json

KEPT = {
    "derivatives/stuck": {"text": "mine = '<b>1</b>'", "tried": True},
    "scalar/twice": {"text": "x = 'ä ∂ 🙂'", "solved": True, "met": 2},
    "walk/two_paths": {"graph": 1, "stage": 2, "typed": {"1": {"0": "5"}}},
    "scalar/predict-24b2c1e8": {"guess": "a < b"},
    "of_another/version": {"text": "kept all the same"},
}


def saved(kept, **facts):
    facts = {"format": "backprop-answers", "version": 1} | facts
    return json.dumps(facts | {"kept": kept})


def with_stuck(**kept):
    return saved(KEPT | {"derivatives/stuck": kept})


NOT_OURS, DAMAGED, NEWER = "no file of answers", "damaged", "newer version"
REFUSED = {
    "": NOT_OURS,
    "print('hi')": NOT_OURS,
    "[1]": NOT_OURS,
    "null": NOT_OURS,
    "[" * 100_000: NOT_OURS,
    json.dumps({"kept": KEPT}): NOT_OURS,
    saved(KEPT)[:-9]: NOT_OURS,
    saved(KEPT, version=2): NEWER,
    saved(KEPT, version="1"): DAMAGED,
    saved([]): DAMAGED,
    saved(None): DAMAGED,
    saved({"derivatives/stuck": "x = 1"}): DAMAGED,
    saved({"../../stuck": {"text": "x = 1"}}): DAMAGED,
    saved({"__proto__": {"text": "x = 1"}}): DAMAGED,
    with_stuck(text=1): DAMAGED,
    with_stuck(text=["x = 1"]): DAMAGED,
    with_stuck(tried="yes"): DAMAGED,
    with_stuck(solved=False): DAMAGED,
    with_stuck(met=True): DAMAGED,
    with_stuck(met=0.5): DAMAGED,
    with_stuck(html="<b>"): DAMAGED,
    with_stuck(typed="5"): DAMAGED,
    with_stuck(typed={"0": ["5"]}): DAMAGED,
    with_stuck(typed={"0": {"x": "5"}}): DAMAGED,
    with_stuck(typed={"0": {"1": 5}}): DAMAGED,
}
