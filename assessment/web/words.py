"""Words: how text that a person typed is cleaned, bounded and split."""

from __future__ import annotations

import re
import unicodedata

MOST_CHARACTERS = 600
MOST_LINES = 20
MOST_MARKS = 4  # accents on one letter; no script in use needs more
# Putting marks into their order takes the square of their number: UAX 15, section 13.
MOST_TO_ORDER = 30

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_JOINERS = "\u200c\u200d"  # Persian, Indic scripts and emoji are spelled with them
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_BETWEEN_NAMES = re.compile(r"[;\n]|(?<!\d),|,(?!\d)")


def clean(text: str) -> str:
    """The text as it is kept: in NFC, without controls, overrides and unseen marks.

    Nothing that can be read is taken away, but for accents beyond the fourth on one
    letter. Cleaning twice is the same as cleaning once.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    text = "".join(character for character in text if _may_stay(character))
    text = _bounded_marks(unicodedata.normalize("NFC", _soon_ordered(text)))
    lines = (line.strip() for line in text.split("\n"))
    text = "\n".join(lines).strip()
    return text if text.strip(_JOINERS + "\n ") else ""


def _may_stay(character: str) -> bool:
    if character == "\n" or character in _JOINERS:
        return True
    return unicodedata.category(character) not in _UNSEEN


def _soon_ordered(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_TO_ORDER:
            kept.append(character)
    return "".join(kept)


def _bounded_marks(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def excess(text: str) -> tuple[int, int]:
    """How many characters and lines there are beyond what is kept; 0 and 0 if none."""
    lines = text.count("\n") + 1
    return max(0, len(text) - MOST_CHARACTERS), max(0, lines - MOST_LINES)


def names(text: str) -> tuple[str, ...]:
    """The names in a list: split at line ends, semicolons and commas, each once.

    A comma between digits is a decimal comma.
    """
    parts = (part.strip() for part in _BETWEEN_NAMES.split(text))
    return tuple(dict.fromkeys(part for part in parts if part))
