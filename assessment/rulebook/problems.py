"""Problems: where something is wrong, what, and the word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import NamedTuple

from assessment.rulebook.codes import NOTES

LONGEST_WORD = 60  # comparing and quoting longer ones helps nobody, and is slow


class Place(NamedTuple):
    """A place in a rule file; line and column are counted from 1."""

    file: str
    line: int = 1
    column: int = 1

    @property
    def short(self) -> str:
        """File and line, for pointing from one place to another."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to put right in a rule file."""

    file: str  # relative to what the folder of rules stands in
    line: int
    column: int
    code: str  # a key of `codes.CODES`
    message: str
    hint: str = ""  # what was probably meant

    @property
    def is_note(self) -> bool:
        """Whether it is told and may stay as it is."""
        return self.code in NOTES

    def __str__(self) -> str:
        meant = f" (did you mean {self.hint}?)" if self.hint else ""
        what = f"note: {self.message}" if self.is_note else self.message
        return f"{self.file}:{self.line}:{self.column} {self.code} {what}{meant}"


@dataclass(frozen=True, slots=True)
class Report:
    """Gathers the problems of all phases, each of them once."""

    found: set[Problem] = field(default_factory=set)

    def add(self, place: Place, code: str, message: str, *, hint: str = "") -> None:
        """Note a problem."""
        self.found.add(Problem(*place, code, message, hint))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, by file, line and column."""
        return tuple(sorted(self.found))


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that is most like an unknown one; empty when none is like it."""
    words = sorted(known)
    if word in words or len(word) > LONGEST_WORD:
        return ""
    return next(iter(get_close_matches(word, words, n=1)), "")


def quoted(word: str) -> str:
    """The word as messages show it: on one line, visible, and not endless."""
    short = word if len(word) <= LONGEST_WORD else word[:LONGEST_WORD] + "…"
    visible = (c if c.isprintable() else f"\\u{ord(c):04x}" for c in short)
    return f"`{''.join(visible)}`"
