"""Slips: what was probably meant where YAML reads something else.

The parser tells where it could not go on, in words for engineers. Most often somebody
left out a quote, a space after a colon, or the same number of spaces as the line above.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from yaml.error import MarkedYAMLError

KEY_BEFORE = re.compile(r"\s*(?:- )*\w+")  # a line up to the colon of its key
NO_SPACE = re.compile(r"\s*(?:- )*\w+:[^\s:]")
NO_COLON = re.compile(r"(?:^|[{,])\s*(?:- )*(\w+) $")
SPACE = "a space belongs after the colon"
COLON = "a colon and a space belong after {}"
SPACES = "begin this line with exactly as many spaces as the lines that it goes with"
CLOSED = {
    "did not find expected ',' or ']'": "a list in brackets is not closed",
    "did not find expected ',' or '}'": "a mapping in braces is not closed",
}


class Slip(NamedTuple):
    """Where to look, in lines and columns counted from 1, and what for."""

    line: int
    column: int
    what: str


class Quote(NamedTuple):
    """Where a text in quotes begins, and the line on which it ends."""

    line: int
    column: int
    end: int


def slip(error: MarkedYAMLError, text: str, quote: Quote | None) -> Slip:
    """What is most likely wrong in the text.

    `quote` is the last text in quotes that goes over several lines.
    """
    lines = text.split("\n")
    problem = error.problem or "it breaks off"
    start, mark = error.context_mark, error.problem_mark or error.context_mark
    if mark is None:
        return Slip(1, 1, problem)
    if start and error.context == "while scanning a quoted scalar":
        return Slip(
            start.line + 1, start.column + 1, "the quote that opens here is not closed"
        )
    if quote and quote.end == mark.line + 1:
        what = f"this quote is closed on line {quote.end} only; close it on its own"
        return Slip(quote.line, quote.column, what)
    if start and error.context == "while scanning a simple key":
        what = _of_a_key(lines[start.line][start.column :])
        return Slip(start.line + 1, start.column + 1, what)
    line, column = mark.line, mark.column
    before = lines[line][:column] if line < len(lines) else ""
    if problem == "mapping values are not allowed in this context":
        above = lines[line - 1] if line else ""
        if KEY_BEFORE.fullmatch(before) and NO_SPACE.match(above):
            line, column, what = line - 1, 0, SPACE
        elif KEY_BEFORE.fullmatch(before):
            what = SPACES
        else:
            what = "a text with a colon in it needs quotes"
    elif problem in CLOSED and start:
        key = NO_COLON.search(before)
        what = f"{CLOSED[problem]}; it opens on line {start.line + 1}"
        what = COLON.format(f"`{key[1]}`") if key else what
    elif problem.startswith(("did not find expected key", "did not find expected '-'")):
        what = SPACES if not before.strip() else "look at the quotes of this line"
    else:
        what = SPACE if problem == "found unexpected ':'" else problem
    return Slip(line + 1, column + 1, what)


def _of_a_key(words: str) -> str:
    """What a line lacks that begins with a key and goes on without a value."""
    return SPACE if NO_SPACE.match(words) else COLON.format("the key")


def slip_of_key(key: str, known: Collection[str]) -> str:
    """What is missing in a key that holds its value too; empty when it does not.

    In braces `supports:3` and `supports 3` are keys without a value.
    """
    found = re.match("(.*?)([: ])", key)
    if found is None or found[1] not in known:
        return ""
    return SPACE if found[2] == ":" else COLON.format(f"`{found[1]}`")
