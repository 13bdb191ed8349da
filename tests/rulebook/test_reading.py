"""Reading grade: the formula, and how sentences, words and syllables are counted."""

from __future__ import annotations

import pytest

from assessment.rulebook.reading import grade, sentences


def test_the_grade_is_that_of_the_formula() -> None:
    # Six words of one syllable: 0.39 * 6 + 11.8 * 1 - 15.59.
    assert grade([("the", "cat", "sat", "on", "the", "mat")]) == -1.4
    # Two sentences of two words, six syllables: 0.39 * 2 + 11.8 * 6 / 4 - 15.59.
    assert grade([("call", "emergency"), ("go", "now")]) == 5.8


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Sit down. Call us!", 2),
        ("Ask for help: do it now; go.", 3),
        ("Take 2.5 ml of it", 1),
        ("  ", 0),
        ("Now – or never", 1),
    ],
)
def test_sentences_end_at_marks_that_a_space_follows(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_a_phone_number_and_figures_have_one_syllable_each() -> None:
    assert grade([("call", "{emergency}")]) == grade([("call", "999")])
    assert grade([("call", "999")]) == grade([("call", "them")])


def test_a_curly_apostrophe_is_read_like_a_straight_one() -> None:
    assert grade([("you’re",)]) == grade([("you're",)])
