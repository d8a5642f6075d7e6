"""`x[i] += 1` is `x[i] = x[i] + 1`: with i = [3, 3], what is read, and what is
written twice?
NumPy's functions `add`, `multiply` and so on have a method `at`.
"""

import numpy as np
from backprop.workbook import diagnosis


def truth(table, words, g):
    d_table = np.zeros_like(table)
    for index in np.ndindex(words.shape):
        d_table[words[index]] += g[index]
    return d_table


def compare(you, words):
    rng = np.random.default_rng(0)
    table, words = rng.normal(size=(6, 2)), np.array(words)
    g = rng.normal(size=(*words.shape, 2)).round(2)
    got = you.backward(table.copy(), words.copy(), g.copy())
    assert got is not None, "backward gave None: is its `return` missing?"
    assert np.shape(got) == table.shape, (
        f"the slopes have the shape {np.shape(got)}, but the table has "
        f"{table.shape}: there is one slope for each number in it."
    )
    expected = truth(table, words, g)
    unused = np.setdiff1d(np.arange(6), words)
    assert np.allclose(got[unused], 0), (
        f"word {unused[0]} is not in the sentence, so nothing depends on its "
        "row: the slopes there are 0."
    )
    for word in np.unique(words):
        times = (words == word).sum()
        message = (
            f"in {words.tolist()} the word {word} comes {times} times, and "
            f"its row should have {expected[word].round(2)}, but it has "
            f"{np.round(got[word], 2)}. "
        )
        right = np.allclose(got[word], expected[word])
        uses = {f"use {i}": x for i, x in enumerate(g[words == word], start=1)}
        last = np.allclose(got[word], g[words == word][-1])
        assert right or not last, message + (
            "Those are the slopes of its last use: the others were written "
            "over."
        )
        by_rows = np.zeros_like(table)
        if words.ndim > 1:
            for sentence, slopes in zip(words, g):
                by_rows[sentence] += slopes
        assert right or not np.allclose(got[word], by_rows[word]), message + (
            "In each sentence only the last use of a word was counted: when "
            "there are several sentences, one of them is an array, too."
        )
        assert right, (
            message
            + "Add up the slopes of all its uses."
            + diagnosis(got[word], expected[word], paths=uses)
        )


def check_different_words(you):
    """words that come once"""
    compare(you, [4, 0, 3, 1])


def check_a_word_twice(you):
    """a word that comes twice, and one that comes three times"""
    compare(you, [3, 1, 3])
    compare(you, [5, 2, 5, 2, 0, 5])


def check_many_sentences(you):
    """several sentences at once, with two axes"""
    compare(you, [[3, 1, 3], [0, 3, 1]])
    compare(you, [[2, 2], [2, 2], [0, 2]])
