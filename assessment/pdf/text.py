"""Cleans text for the paper, so that every line breaks and every glyph exists."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

MISSING = "[symbol]"
MARKS_PER_BASE = 4
UNBROKEN = 30
ZERO_WIDTH_SPACE = "\u200b"

# Controls, format characters (bidi overrides among them), private use, lone
# surrogates, and what Unicode hasn't assigned.
_REMOVED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_SPACES = frozenset({"Zs", "Zl", "Zp"})
_LAID_OUT = frozenset("\t\n\r") | {ZERO_WIDTH_SPACE}


@cache
def coverage() -> frozenset[str]:
    """Return the characters that the bundled fonts draw in every weight they have."""
    weights: dict[str, set[int]] = {}
    for path in sorted((Path(__file__).parent / "fonts").glob("*.ttf")):
        family = path.stem.partition("-")[0]
        with TTFont(path, lazy=True) as font:
            drawn = set(font.getBestCmap())
        weights[family] = weights.get(family, drawn) & drawn
    # A font may list the two separators, but none draws them.
    return frozenset(map(chr, set().union(*weights.values()))) - {"\u2028", "\u2029"}


def drawable(text: str) -> str:
    """Return `text` with each run of characters that no bundled font draws replaced.

    Markup passes through unharmed, because the fonts draw all of ASCII.
    """
    drawn = coverage() | _LAID_OUT
    return "".join(
        "".join(run) if known else MISSING
        for known, run in groupby(text, drawn.__contains__)
    )


def printable(text: str) -> str:
    """Return `text` as the paper may show it; not yet escaped for HTML.

    It is in Unicode normal form C, without controls, at most 4 combining marks on a
    base, a place to break after each 30 unbroken characters, and no character that
    the bundled fonts lack. Never raises. Doing it twice changes nothing.
    """
    lines = text.replace("\r\n", "\n").replace(ZERO_WIDTH_SPACE, "")
    kept = "".join(_without_controls(lines))
    capped = "".join(_with_few_marks(unicodedata.normalize("NFC", kept)))
    spaced = re.sub(r"\n{3,}", "\n\n", re.sub(r" {2,}", " ", drawable(capped)))
    return "".join(_with_breaks(spaced))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _without_controls(text: str) -> Iterator[str]:
    for character in text:
        category = unicodedata.category(character)
        if character in "\n\r\u2028\u2029\u0085":
            yield "\n"
        elif category in _SPACES or character == "\t":
            yield " "
        elif category not in _REMOVED:
            yield character


def _with_few_marks(text: str) -> Iterator[str]:
    marks = 0
    for character in text:
        marks = marks + 1 if _is_mark(character) else 0
        if marks <= MARKS_PER_BASE:
            yield character


def _with_breaks(text: str) -> Iterator[str]:
    unbroken = 0
    for character in text:
        # A mark stays on its base.
        if unbroken >= UNBROKEN and not character.isspace() and not _is_mark(character):
            yield ZERO_WIDTH_SPACE
            unbroken = 0
        unbroken = 0 if character.isspace() else unbroken + 1
        yield character
