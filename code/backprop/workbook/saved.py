"""The file in which all answers and guesses of the book are saved.

The page writes and reads the same file (book/_live/progress.js), which is
JSON: a format, a version, and what is `kept` under each name, such as the
`text` of an answer. Nothing in it is run or believed: what the book would not
write is refused, with all of the file.
"""

import json
import re

FORMAT, VERSION = "backprop-answers", 1
LARGEST = 20_000_000  # bytes
NAME = r"[a-z_]+/[A-Za-z0-9_-]{1,99}"
NUMBER = r"[0-9]{1,3}"  # of a graph, or of a box in it
BEGUN = "other", "guess", "typed"


def read(path):
    """Return what is kept in a file, by the names of exercises, walks and guesses.

    Raises
    ------
    ValueError
        If the file is not of this book, is damaged, too large or of a newer version.
    """
    if not path.is_file():
        raise ValueError(f"there is no file {path}")
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path} is too large to be a file of answers")
    try:
        file = json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError):
        file = None
    if not isinstance(file, dict) or file.get("format") != FORMAT:
        raise ValueError(f"{path} is no file of answers from this book")
    version, kept = file.get("version"), file.get("kept")
    if isinstance(version, int) and version > VERSION:
        raise ValueError(f"{path} is from a newer version of this book")
    if version != VERSION or not _is_each(kept, NAME, _is_kept):
        raise ValueError(f"{path} is damaged: it holds what this book does not write")
    return kept


def text(kept):
    """Return the text of a file that keeps this."""
    file = {"format": FORMAT, "version": VERSION, "kept": kept}
    return json.dumps(file, indent=1, ensure_ascii=False) + "\n"


def is_begun(kept):
    """Whether a guess, a walk or the other text of an answer is in what is kept under a name."""
    return any(kept.get(what) for what in BEGUN)


def differ(kept, other):
    """Whether both are begun, and not alike."""
    return any(what in kept and what in other and kept[what] != other[what] for what in BEGUN)


def merged(here, there):
    """What is kept under a name, and what a file keeps there too; what was begun here stays."""
    return there | here if is_begun(here) else here | there


def _is_text(it):
    try:
        return isinstance(it, str) and it.encode() is not None
    except UnicodeEncodeError:  # half of a character
        return False


def _is_true(it):
    return it is True


def _is_count(it):
    return isinstance(it, int) and not isinstance(it, bool)


def _is_each(it, key, is_value):
    return isinstance(it, dict) and all(
        re.fullmatch(key, name) and is_value(value) for name, value in it.items()
    )


def _is_boxes(it):
    return _is_each(it, NUMBER, _is_text)


def _is_typed(it):
    return _is_each(it, NUMBER, _is_boxes)


def _is_kept(it):
    return isinstance(it, dict) and all(
        key in KEPT and KEPT[key](value) for key, value in it.items()
    )


KEPT = {
    **dict.fromkeys(("text", "other", "guess"), _is_text),
    **dict.fromkeys(("tried", "asked", "solved", "done"), _is_true),
    **dict.fromkeys(("met", "graph", "stage"), _is_count),
    "typed": _is_typed,
}
