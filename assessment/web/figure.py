"""The body figure: its shapes by view, region and side, read once from the drawing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from flask import Flask

DRAWING = (
    Path(__file__).parents[2].joinpath("templates", "components", "body-figure.svg")
)
NO_SIDE = "none"

_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Shape:
    """One part of the body that can be chosen, as SVG path data."""

    region: str
    side: str  # left or right, the person's own; empty in the middle of the body
    drawing: str
    target: str  # a larger outline to tap; empty where the drawing is large enough

    @property
    def part(self) -> str:
        """The value of the option that it stands for: `left:hand`, or `neck`."""
        return f"{self.side}:{self.region}" if self.side else self.region


@dataclass(frozen=True, slots=True)
class View:
    """The body from one side; right and left halves of the lines are mirrored."""

    id: str  # front or back
    shapes: tuple[Shape, ...]
    head: str
    details: str
    outlines: tuple[str, ...]


def read_figure(drawing: Path = DRAWING) -> tuple[View, ...]:
    """Front and back of the figure, each drawn around x = 0 with the crown at y = 0.

    Raises OSError or ElementTree.ParseError where there is no such drawing.
    """
    root = ElementTree.parse(drawing).getroot()  # noqa: S314 (our own file)
    silhouette = [_data(root, ".//*[@id='body-half']")]
    return tuple(
        _view(view, silhouette) for view in root.iterfind(f".//{_SVG}g[@class='view']")
    )


def _view(view: ElementTree.Element, silhouette: list[str]) -> View:
    targets = {
        path.get("data-for", ""): path.get("d", "")
        for path in view.iterfind(".//*[@class='hit']")
    }
    outlines = [
        path.get("d", "") for path in view.iterfind(f".//{_SVG}path[@class='outline']")
    ]
    return View(
        id=view.get("id", ""),
        shapes=tuple(
            _shape(path, targets) for path in view.iterfind(".//*[@class='region']")
        ),
        head=_data(view, ".//*[@class='head']"),
        details=_data(view, ".//*[@class='detail']"),
        outlines=tuple(dict.fromkeys(silhouette + outlines)),
    )


def _shape(path: ElementTree.Element, targets: dict[str, str]) -> Shape:
    side = path.get("data-side", NO_SIDE)
    return Shape(
        region=path.get("data-region", ""),
        side="" if side == NO_SIDE else side,
        drawing=path.get("d", ""),
        target=targets.get(path.get("id", ""), ""),
    )


def _data(element: ElementTree.Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get("d", "")


def init_app(app: Flask) -> None:
    """Give templates the figure, as `figure`."""
    app.jinja_env.globals["figure"] = read_figure()
