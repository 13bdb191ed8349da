"""The body figure: the bundled drawing, taken apart so that templates can label it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

from assessment.core.body import LEFT, RIGHT

DRAWING = Path(__file__).parents[2] / "templates" / "components" / "body-figure.svg"
VIEWS = ("front", "back")
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Shape:
    """A drawn part of the body."""

    part: str  # the value that it stands for: `right:hand`, or `neck`
    drawing: str  # path data
    target: str  # path data of what can be hit beyond the drawing; may be empty


@dataclass(frozen=True, slots=True)
class View:
    """The body from one side."""

    id: str
    head: str
    shapes: tuple[Shape, ...]
    details: str  # of the right half; the left one mirrors it
    outlines: tuple[str, ...]  # of the right half


@cache
def views() -> tuple[View, ...]:
    """The figure from the front and from the back."""
    # Bundled with the program, hence no stranger's XML.
    root = ElementTree.parse(DRAWING).getroot()  # noqa: S314  # nosec B314
    by_id = {node.get("id"): node for node in root.iter() if node.get("id")}
    return tuple(_view(by_id[view], by_id) for view in VIEWS)


def _view(
    group: ElementTree.Element, by_id: dict[str | None, ElementTree.Element]
) -> View:
    targets = {path.get("data-for"): _data(path) for path in _paths(group, "hit")}
    shapes = tuple(
        Shape(_part(path), _data(path), targets.get(path.get("id"), ""))
        for path in _paths(group, "region")
    )
    half = by_id[f"{group.get('id')}-half"]
    # The back shares the outline of the front, by reference.
    borrowed = [
        by_id[use.get("href", "").removeprefix("#")] for use in half.iter(f"{_SVG}use")
    ]
    return View(
        id=group.get("id", ""),
        head=_data(next(_paths(group, "head"))),
        shapes=shapes,
        details=_data(next(_paths(half, "detail"))),
        outlines=tuple(map(_data, [*borrowed, *_paths(half, "outline")])),
    )


def _paths(within: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (path for path in within.iter(f"{_SVG}path") if path.get("class") == name)


def _data(path: ElementTree.Element) -> str:
    return path.get("d", "")


def _part(path: ElementTree.Element) -> str:
    side, region = path.get("data-side", ""), path.get("data-region", "")
    return f"{side}:{region}" if side in (LEFT, RIGHT) else region
