"""Lint finding: something to put right in rules that can be loaded all the same."""

from __future__ import annotations

from typing import NamedTuple

from assessment.rulebook.problems import Place


class Finding(NamedTuple):
    """What was found, and the name by which an exception can be made for it."""

    about: str
    place: Place
    code: str  # a key of `codes.LINT_CODES`
    message: str
