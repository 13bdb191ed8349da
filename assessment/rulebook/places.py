"""Places: where each entry of the rules stands, by the name that a translation uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from assessment.rulebook.compose import Text
from assessment.rulebook.kinds import Shape
from assessment.rulebook.load import compile_rules
from assessment.rulebook.problems import Place, Report
from assessment.rulebook.shapes import LISTED, ONCE, Content, identity


def rule_places(folder: Path) -> dict[str, Place]:
    """Where each entry stands: `causes.some_cause`, `causes.some_cause.evidence.2`.

    The rules of the folder are those that were loaded, so that no problem is in them.
    """
    return places_in(compile_rules(folder, None, "", Report()).content)


def places_in(content: Content) -> dict[str, Place]:
    """The same of entries that are in shape."""
    return {
        name: place
        for section in (*ONCE, *LISTED)
        for name, place in _inside(getattr(content, section), section)
    }


def medicine_names(places: Iterable[str]) -> dict[str, str]:
    """The name of each medicine among these, by its id; it stands in a family."""
    return {
        name.rsplit(".", 1)[1]: name
        for name in places
        if name.startswith("medicine_families.") and name.count(".") == 3
    }


def _inside(owner: object, name: str) -> Iterator[tuple[str, Place]]:
    if isinstance(owner, list):
        for number, item in enumerate(owner, start=1):
            if isinstance(item, Shape):
                yield from _inside(item, f"{name}.{identity(item) or number}")
    elif isinstance(owner, Shape):
        inside = [getattr(owner, key) for key in type(owner).model_fields]
        texts = (text for text in inside if isinstance(text, Text) and text)
        first = identity(owner) or next(texts, None)
        if first is not None:
            yield name, first.place
        for key, value in zip(type(owner).model_fields, inside, strict=True):
            yield from _inside(value, f"{name}.{key}")
