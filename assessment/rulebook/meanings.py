"""Meanings: what each section and key of a rule file is for, in one sentence.

They stand in `meanings.yaml`, by path: `causes.evidence.finding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from assessment.rulebook.compose import compose
from assessment.rulebook.kinds import Shape, shapes_in
from assessment.rulebook.lint_file import LintShape
from assessment.rulebook.problems import Report
from assessment.rulebook.shapes import LISTED, ONCE

FILE = Path(__file__).with_name("meanings.yaml")
SECTIONS: Mapping[str, type[Shape]] = {**ONCE, **LISTED, "lint": LintShape}


@cache
def meanings() -> Mapping[str, str]:
    """The sentence for each path."""
    report = Report()
    tree = compose(FILE.read_text("utf-8"), FILE.name, report)
    if tree is None:
        raise ValueError("\n".join(map(str, report.problems)))
    return {str(path): str(sentence) for path, sentence in tree.items()}


@cache
def paths() -> Mapping[str, tuple[type[Shape] | None, str]]:
    """Every section and key by path, with the shape that it is a key of, and its name.

    A section itself has no shape.
    """
    found: dict[str, tuple[type[Shape] | None, str]] = {}
    for section, shape in SECTIONS.items():
        found[section] = (None, section)
        found |= {path: (owner, key) for path, owner, key in _keys(section, shape)}
    return found


def _keys(path: str, shape: type[Shape]) -> Iterator[tuple[str, type[Shape], str]]:
    for name, field in shape.model_fields.items():
        key = field.alias or name
        yield f"{path}.{key}", shape, key
        for inner in shapes_in(field.annotation):
            yield from _keys(f"{path}.{key}", inner)
