"""Reading grade: for how many years somebody has to have been at school to read words.

The formula is that of Flesch and Kincaid (Kincaid and others, Derivation of new
readability formulas for Navy enlisted personnel, 1975). Syllables are counted by
syllapy, from a word list that it brings with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import syllapy

SENTENCE_END = re.compile(r"(?<=[.;:?!])\s+")
WORD = re.compile(r"\{\w+\}|\w[\w'’-]*")

Sentence = tuple[str, ...]


def sentences(text: str) -> list[Sentence]:
    """The words of each sentence; what a colon or semicolon parts counts as two."""
    found = (tuple(WORD.findall(part)) for part in SENTENCE_END.split(text))
    return [words for words in found if words]


def grade(passage: Sequence[Sentence]) -> float:
    """The school grade of the United States that the passage is written for.

    Raises ZeroDivisionError for a passage without words.
    """
    words = [word for sentence in passage for word in sentence]
    syllables = sum(map(_syllables, words))
    score = 0.39 * len(words) / len(passage) + 11.8 * syllables / len(words) - 15.59
    return round(score, 1)


def _syllables(word: str) -> int:
    """How many the word has; figures, and what stands for a phone number, have one."""
    return 1 if word[0] == "{" else syllapy.count(word.replace("’", "'")) or 1
