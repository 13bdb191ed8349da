"""The hazard log, `docs/safety/hazard-log.yaml`, read and checked for its shape."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "safety"
NODE = re.compile(r"tests/[\w/]+\.py::\w+")

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Degree = Annotated[int, Field(strict=True, ge=1, le=5)]


class Shape(BaseModel):
    """Knows every key, and allows no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Rating(Shape):
    """How likely the harm is, and the risk that follows with its severity."""

    likelihood: Degree
    risk: Degree


class Control(Shape):
    """Something that is there and makes the harm less likely, or must be done."""

    kind: Literal["design", "test", "words", "deployer"]
    what: Words
    tests: tuple[Annotated[str, StringConstraints(pattern=NODE.pattern)], ...] = ()


class Hazard(Shape):
    """One way in which somebody could come to harm."""

    id: Annotated[str, StringConstraints(pattern=r"HAZ-\d\d")]
    title: Words
    description: Words
    cause: Words
    effect: Words
    harm: Words
    severity: Degree
    before: Rating
    after: Rating
    controls: tuple[Control, ...]
    open: tuple[Words, ...] = ()
    status: Literal["open", "controlled"]
    owner: Words


Scale = Annotated[tuple[Words, ...], Field(min_length=5, max_length=5)]
Row = Annotated[tuple[Degree, ...], Field(min_length=5, max_length=5)]


class HazardLog(Shape):
    """All hazards, and the scales by which they are rated."""

    severity: Scale  # words for 1 to 5
    likelihood: Scale
    risk: Scale
    matrix: Annotated[tuple[Row, ...], Field(min_length=5, max_length=5)]
    unacceptable_from: Degree
    hazards: Annotated[tuple[Hazard, ...], Field(min_length=1)]

    def rate(self, severity: int, likelihood: int) -> int:
        """The risk by the matrix, 1 to 5; rows are severity, columns likelihood."""
        return self.matrix[severity - 1][likelihood - 1]


def read_log() -> HazardLog:
    """The hazard log; raises ValidationError where its shape is wrong."""
    text = (FOLDER / "hazard-log.yaml").read_text("utf-8")
    return HazardLog.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))


@cache
def tests_in(path: str) -> frozenset[str]:
    """The names of the tests in a file, from its text alone; none without a file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    found: set[str] = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {name.id for name in node.targets if isinstance(name, ast.Name)}
    return frozenset(name for name in found if name.lower().startswith("test"))


def exists(node: str) -> bool:
    """Whether the test is there."""
    path, _, name = node.partition("::")
    return name in tests_in(path)
