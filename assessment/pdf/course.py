"""Draws a course over time as a small line: when it began, and how it went on."""

from collections.abc import Iterator

from markupsafe import Markup

from assessment.core.course import Course, Mark, Shape
from assessment.pdf.text import printable

# A tenth of a millimetre, as it is printed; the slot is 143 mm wide.
WIDTH, HEIGHT, TEXT = 1430, 186, 35.3
WELL, BAD, WORST = 88, 50, 16  # heights of the line, from above
_LINE = 12.5  # characters that fit into one place, at this size
_LETTERS_HIGH = 36
# How far into its place the line leaves "well": late in the newest, which ends today.
_INTO, _INTO_NEWEST = 0.4, 0.75

# How the line goes on from where it began (0) to today (1), and how high.
# fmt: off
_ON: dict[Shape, tuple[tuple[float, float], ...]] = {
    Shape.RISING: ((1, WORST),),
    Shape.STEPS: ((0.3, BAD), (0.3, 38), (0.65, 38), (0.65, 26), (1, 26)),
    Shape.LEVEL: ((1, BAD),),
    Shape.FALLING: ((1, 80),),
    Shape.SPIKES: (
        (0.04, WORST), (0.08, WELL),
        (0.34, WELL), (0.38, WORST), (0.42, WELL),
        (0.68, WELL), (0.72, WORST), (0.76, WELL),
        (0.92, WELL), (0.96, WORST), (1, WELL),
    ),
    Shape.WAVES: tuple((step / 8, (62, 36)[step % 2]) for step in range(1, 9)),
    Shape.UNKNOWN: ((1, BAD),),
}
# fmt: on


def course_line(course: Course, alternative: str) -> Markup:
    """The course as SVG to stand inside HTML; `alternative` says the same in words.

    A dot marks an event before it began, a diamond a change of medicine, a triangle a
    new change. WeasyPrint doesn't style inline SVG from the page.
    """
    step = WIDTH / len(course.places)
    newest = course.began == len(course.places) - 1
    began = (course.began + (_INTO_NEWEST if newest else _INTO)) * step
    return Markup(
        '<svg class="course" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"'
        ' fill="none" stroke="#000" stroke-linejoin="round">'
        "<title>{}</title>{}{}{}</svg>"
    ).format(
        WIDTH,
        HEIGHT,
        printable(alternative),
        Markup().join(_scale(course, step)),
        Markup('<path stroke-width="9"{} d="{}"/>').format(
            Markup(' stroke-dasharray="24 16"')
            if course.shape is Shape.UNKNOWN
            else "",
            _path(course, began, step),
        ),
        Markup().join(_marks(course, began, step)),
    )


def _path(course: Course, began: float, step: float) -> str:
    comes_on = 0 if course.at_once else min(0.5 * step, 0.5 * (WIDTH - began))
    points = [(began, float(WELL))]
    if course.shape is not Shape.SPIKES:
        points.append((began + comes_on, float(BAD)))
    start = points[-1][0]
    points += [(start + at * (WIDTH - start), y) for at, y in _ON[course.shape]]
    line = " L".join(f"{x:.0f} {y:.0f}" for x, y in points)
    return f"M0 {WELL} L{line}"


def _scale(course: Course, step: float) -> Iterator[Markup]:
    """The places in time below the line, each between two ticks."""
    for place, words in enumerate(course.places):
        if place:
            yield Markup('<path stroke-width="3" d="M{x:.0f} 96v14"/>').format(
                x=place * step
            )
        for row, part in enumerate(_rows(printable(words))):
            yield Markup(
                '<text x="{:.0f}" y="{}" fill="#000" stroke="none" font-size="{}"'
                ' text-anchor="middle" font-family="Atkinson Hyperlegible Next,'
                ' Noto Sans">{}</text>'
            ).format((place + 0.5) * step, 134 + row * _LETTERS_HIGH, TEXT, part)
    yield Markup('<path stroke-width="3" d="M0 103H{}"/>').format(WIDTH)


def _rows(words: str) -> list[str]:
    """The words in two rows at most, broken where the first is full."""
    first, *rest = words.split(" ")
    while rest and len(f"{first} {rest[0]}") <= _LINE:
        first = f"{first} {rest.pop(0)}"
    return [first, " ".join(rest)] if rest else [first]


def _marks(course: Course, began: float, step: float) -> Iterator[Markup]:
    marks = course.marks.values()
    if Mark.EVENT in marks:
        yield Markup('<circle fill="#000" cx="{:.0f}" cy="{}" r="15"/>').format(
            began - 34, WELL
        )
    if Mark.MEDICINE in marks:
        yield Markup('<path fill="#000" d="M{:.0f} {}l20 20-20 20-20-20z"/>').format(
            began - 80, WELL - 20
        )
    if course.changed is not None:
        yield Markup('<path fill="#000" d="M{:.0f} 4l20 34h-40z"/>').format(
            (course.changed + 0.5) * step
        )
