"""Draws the bundled body figure, marked or blank, as SVG to stand inside HTML."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from assessment.core.body import EITHER, split_mark
from assessment.core.explain import Translate
from assessment.pdf.text import printable

DRAWING = Path(__file__).parents[2] / "templates" / "components" / "body-figure.svg"
# Made larger than the drawing's own, to be read at 60 mm; x of each, front then back.
_SIDES = {"Right": (54, 546), "Left": (246, 354)}
_VIEWS = {"Front": 150, "Back": 450}
HATCHED = 'fill="url(#body-on)" stroke="#000" '
DASHED = 'stroke="#000" stroke-width="5" stroke-dasharray="9 7" '
_REGION = re.compile(r'<path (?=[^>]*data-region="(\w+)")(?=[^>]*data-side="(\w+)")')


def body_figure(marks: Iterable[str], alternative: str, translate: Translate) -> Markup:
    """The figure, front and back: marked regions hatched, unsure sides in dashes.

    A mark is a region or `side:region`; on one side, not sure which, both are drawn
    in dashes. `alternative` says the same in words. Right and left are the person's
    own. Empty when no marked place is on the drawing. WeasyPrint doesn't style inline
    SVG from the page, so that the state of a region is written as attributes.
    """
    chosen = {(region, side or "none") for side, region in map(split_mark, marks)}
    unsure = {region for region, side in chosen if side == EITHER}
    drawn = _REGION.findall(_drawing())
    if not any(place in chosen or place[0] in unsure for place in drawn):
        return Markup()

    def draw(region: re.Match[str]) -> str:
        if region.groups() in chosen:
            return region[0] + HATCHED
        return region[0] + (DASHED if region[1] in unsure else "")

    return _figure(_REGION.sub(draw, _drawing()), alternative, translate)


def blank_figure(alternative: str, translate: Translate) -> Markup:
    """The figure without a mark, to be marked with a pen."""
    return _figure(_drawing(), alternative, translate)


def _figure(inside: str, alternative: str, translate: Translate) -> Markup:
    drawn = Markup(inside)  # noqa: S704  # nosec B704
    return Markup("<svg {}><title>{}</title>{}{}</svg>").format(
        Markup(
            'xmlns="http://www.w3.org/2000/svg" viewBox="0 8 600 632" fill="none"'
            ' stroke-linejoin="round" stroke-linecap="round"'
        ),
        printable(alternative),
        drawn,
        _labels(translate),
    )


@cache
def _drawing() -> str:
    """What is inside the bundled file's root, for white paper, without labels."""
    svg = DRAWING.read_text("utf-8")
    inside = svg[svg.index("<defs>") : svg.rindex("</svg>")]
    for part in ("hits", "labels"):
        inside = re.sub(rf'<g class="{part}".*?</g>\s*', "", inside, flags=re.DOTALL)
    return inside.replace("#eef2f5", "#fff")


def _labels(translate: Translate) -> Markup:
    """The words around the figure, in its own units."""
    views = [(word, x, 44, 700) for word, x in _VIEWS.items()]
    sides = [(word, x, 98, 400) for word, places in _SIDES.items() for x in places]
    label = Markup('<text x="{}" y="{}" font-weight="{}">{}</text>')
    texts = Markup().join(
        label.format(x, y, weight, escape(printable(translate(word))))
        for word, x, y, weight in (*views, *sides)
    )
    return Markup(
        '<g fill="#000" font-size="40" text-anchor="middle"'
        ' font-family="Atkinson Hyperlegible Next, Noto Sans">{}</g>'
    ).format(texts)
