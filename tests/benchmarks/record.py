"""record.py FROM.json TO.csv: keep of a run of the benchmarks what the book shows.

Fails, after it has kept everything, if a target was missed.
"""

import csv
import json
import sys
from pathlib import Path


def record(source, target):
    run = json.loads(Path(source).read_text("utf-8"))
    facts = [benchmark["extra_info"] for benchmark in run["benchmarks"]]
    with open(target, "w", encoding="utf-8", newline="") as file:
        for row in facts:
            shown = (
                row["what"],
                row["against"],
                f"{row['measured']:.3g}",
                row["target"],
            )
            csv.writer(file, lineterminator="\n").writerow(shown)
    return [row["what"] for row in facts if not met(row)]


def met(row):
    sign, target = row["target"].split()
    return (
        row["measured"] <= float(target)
        if sign == "≤"
        else row["measured"] >= float(target)
    )


if __name__ == "__main__":
    missed = record(*sys.argv[1:])
    sys.exit(f"missed: {'; '.join(missed)}" if missed else 0)
