"""`python -m backprop.workbook` lists the exercises; with a name and a file it checks an answer."""

import argparse
import sys
from pathlib import Path

from backprop import workbook


def main(arguments=None):
    parser = argparse.ArgumentParser(
        prog="python -m backprop.workbook", description=__doc__
    )
    parser.add_argument(
        "exercise", nargs="?", help="such as derivatives/backward_difference"
    )
    parser.add_argument(
        "answer",
        nargs="?",
        type=Path,
        help="your file; without it: what to start from",
    )
    given = parser.parse_args(arguments)
    try:
        if given.exercise is None:
            print(*workbook.exercises(), sep="\n")
            return 0
        if given.answer is None:
            print(workbook.read(given.exercise, "start.py"), end="")
            return 0
        results = workbook.check(
            given.exercise, given.answer.read_text("utf-8")
        )
    except (ValueError, OSError, workbook.AnswerError) as error:
        print(error, file=sys.stderr)
        return 2
    for result in results:
        print(("passed  " if result.passed else "failed  ") + result.check)
        if not result.passed:
            print("        " + result.message.replace("\n", "\n        "))
    return 0 if results[-1].passed else 1


if __name__ == "__main__":
    sys.exit(main())
