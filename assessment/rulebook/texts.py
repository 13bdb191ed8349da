"""Texts: every text for people in the rules, by the name that a translation uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assessment.rulebook.kinds import Shape, Words
from assessment.rulebook.shapes import LISTED, ONCE, Content, identity


class NamedText(NamedTuple):
    """A text and where in the topic it stands."""

    name: str  # ids and keys: `causes.some_cause.evidence.2.finding`
    kind: str  # the keys alone: `causes.evidence.finding`
    words: Words

    @property
    def entry(self) -> str:
        """The name of the entry of a section that it belongs to."""
        return ".".join(self.name.split(".")[:2])


def texts(content: Content) -> Iterator[NamedText]:
    """Every text that is there, section by section."""
    for section in (*ONCE, *LISTED):
        yield from _inside(getattr(content, section), section, section)


def _inside(owner: object, name: str, kind: str) -> Iterator[NamedText]:
    if isinstance(owner, Words):
        if owner:
            yield NamedText(name, kind, owner)
    elif isinstance(owner, list):
        for number, item in enumerate(owner, start=1):
            step = (isinstance(item, Shape) and identity(item)) or number
            yield from _inside(item, f"{name}.{step}", kind)
    elif isinstance(owner, Shape):
        for key in type(owner).model_fields:
            yield from _inside(getattr(owner, key), f"{name}.{key}", f"{kind}.{key}")
