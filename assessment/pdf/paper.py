"""Lays a summary out as the paper: HTML, for the doctor first and then the person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from assessment.core.body import EITHER, split_mark
from assessment.core.explain import Translate, unique
from assessment.core.findings import Urgency
from assessment.core.lines import Line, State
from assessment.core.summary import CauseCard, Filled, PageOne, Summary, Warning, wanted
from assessment.pdf.course import course_line
from assessment.pdf.figure import body_figure
from assessment.pdf.text import printable

STYLESHEETS = ("paper.css",)
TEMPLATES = Path(__file__).parents[2] / "templates"
CAUSES = 3
REASONS = 4  # of how soon, for the person
# On page one; the rest stands with all answers.
FEW = 6
RANKED = 3
SIGNS = 3  # by name
TICKED = 8  # what else was ticked for signs of an emergency
CHANGES = 2  # of each kind since last time
TYPED = 90  # characters of the person's own words
MEDICINE_SOURCES = 2  # of each; the rules hold the rest


class PageSize(StrEnum):
    """The sheet that it is printed on."""

    A4 = "a4"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Edition:
    """How a paper is made: its sheet, and the clinic's language, time zone and name."""

    size: PageSize = PageSize.A4
    large: bool = False  # 18 point, on as many pages as that takes
    language: str = "en"
    time_zone: tzinfo = UTC
    translate: Translate = str
    clinic: str = ""  # its name
    logo: str = ""  # SVG of plain shapes, made by us


def paper_html(summary: Summary, *, edition: Edition) -> str:
    """Return the paper as HTML, to be rendered with `STYLESHEETS`.

    Every text in it is cleaned for the bundled fonts and escaped. The same summary
    and edition give the same HTML.
    """
    best = summary.causes[:CAUSES]
    causes = [c for c in summary.causes if c.must_not_miss or c in best]
    numbers = _source_numbers(summary, causes)
    said = _by_state(line for step in summary.answers for line in step.lines)
    slots = _slots(summary.page_one)
    # What runs over the whole width stands above the figure.
    beside = max((n for n, slot in enumerate(slots, 1) if slot.course), default=0)
    return filled_in(
        "paper",
        edition,
        summary=summary,
        causes=causes,
        tests=wanted(causes, lambda cause: cause.tests),
        seen_by=wanted(causes, lambda cause: cause.seen_by),
        numbers_of=lambda keys: [numbers[key] for key in keys if key in numbers],
        sources=[(number, summary.sources[key]) for key, number in numbers.items()],
        less_urgent=[w for w in summary.warnings if w not in summary.alarming],
        also_ticked=_also_ticked(summary.alarming),
        figure=_figure(summary.page_one, edition.translate),
        unsure_side=any(split_mark(m)[0] == EITHER for m in summary.page_one.figure),
        lead=slots[:beside],
        slots=slots[beside:],
        course_line=lambda slot: _course_line(slot, edition.translate),
        gaps=_gaps(summary),
        steps=_steps(summary.answers),
        said=said,
        because=summary.how_soon.because[:REASONS],
    )


def _also_ticked(signs: tuple[Warning, ...]) -> tuple[str, ...]:
    """What was ticked for each emergency sign that page one has no room to name.

    Of several ticks the first: rules put what matters most there.
    """
    told = {words for sign in signs[:SIGNS] for words in sign.because}
    left = [sign for sign in signs[SIGNS:] if sign.urgency is Urgency.EMERGENCY]
    first = unique(w for sign in left for w in _ticked(sign.because)[:1])
    return tuple(words for words in first if words not in told)


def filled_in(template: str, edition: Edition, **values: Any) -> str:
    """The template of this name as HTML, worded as the edition wants it."""
    found = _environment().get_template(f"pdf/{template}.html")
    return found.render(_wording(edition), edition=edition, **values)


@cache
def _environment() -> Environment:
    """The templates of everything on paper; what they print is cleaned and escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finished,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        CHANGES=CHANGES, FEW=FEW, RANKED=RANKED, SIGNS=SIGNS, TICKED=TICKED
    )
    environment.filters["brief"] = _brief
    environment.filters["capital"] = _capital
    environment.filters["drawing"] = Markup  # of ours, never a person's words
    environment.filters["ticked"] = _ticked
    return environment


def _finished(value: Any) -> Any:
    """What an expression prints: markup as it is, all else cleaned, then escaped."""
    return value if isinstance(value, Markup) else printable(str(value))


def _brief(words: str) -> str:
    return words if len(words) <= TYPED else words[:TYPED].rsplit(" ", 1)[0] + " …"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _ticked(words: Iterable[str]) -> list[str]:
    """The options and typed words among reasons: those with a quotation."""
    return [each for each in words if "“" in each]


def _wording(edition: Edition) -> Mapping[str, Callable[..., Any]]:
    """The functions by which a template words things in the edition's language."""

    def translated(message: str, **parts: object) -> Markup:
        words = escape(printable(edition.translate(message)))
        return words % {k: _finished(v) for k, v in parts.items()} if parts else words

    def day(made_on: date) -> str:
        return format_date(made_on, "d MMMM y", locale=edition.language)

    def moment(seconds: int, today: date) -> str:
        """The time of day, and the day unless it is today."""
        then = datetime.fromtimestamp(seconds, edition.time_zone)
        time = format_time(then, "HH:mm", locale=edition.language)
        if then.date() == today:
            return time
        words = edition.translate("%(time)s on %(day)s")
        return words % {"time": time, "day": day(then.date())}

    return {"_": translated, "day": day, "moment": moment}


def _figure(page: PageOne, translate: Translate) -> Markup:
    alternative = translate("Body figure, front and back. Marked: %(places)s.")
    words = alternative % {"places": page.figure_words}
    return body_figure(page.figure, words, translate)


def _course_line(slot: Filled, translate: Translate) -> Markup:
    if slot.course is None:
        return Markup()
    told = "; ".join(line.text for line in slot.lines if line.words)
    words = translate("Course over time: %(words)s.") % {"words": told}
    if not told:
        words = translate("Course over time, drawn.")
    return course_line(slot.course, words)


def _slots(page: PageOne) -> list[Filled]:
    """The slots with the lines to show in them; a slot without any falls away."""
    slots = []
    for slot in page.slots:
        lines = tuple(
            line
            for line in slot.lines
            if line.state is State.ANSWERED
            or (slot.whole and line.state is not State.NOT_ASKED)
        )
        if lines or slot.course:
            slots.append(replace(slot, lines=lines))
    return slots


def _gaps(summary: Summary) -> Mapping[State, list[Line]]:
    """What the slots leave out: asked and none of it, or open; told nowhere else."""
    rest = (slot for slot in summary.page_one.slots if not slot.whole)
    lines = (line for slot in rest for line in slot.lines)
    return _by_state(line for line in lines if line not in summary.unanswered)


def _steps(steps: Iterable[Filled]) -> list[Filled]:
    """The steps with the answers that are not folded into a paragraph."""
    shown = (State.ANSWERED, State.UNSURE, State.DECLINED)
    kept = [
        replace(step, lines=tuple(line for line in step.lines if line.state in shown))
        for step in steps
    ]
    return [step for step in kept if step.lines]


def _by_state(lines: Iterable[Line]) -> Mapping[State, list[Line]]:
    found: dict[State, list[Line]] = {state: [] for state in State}
    for line in lines:
        found[line.state].append(line)
    return found


def _source_numbers(summary: Summary, causes: Iterable[CauseCard]) -> Mapping[str, int]:
    """The sources of what the doctor's pages show, numbered as they are cited."""
    cited = [
        *(sign.sources for sign in (*summary.warnings, *summary.doubted)),
        *(cause.sources for cause in causes),
        *(found.pair.sources for found in summary.medicines.pairs),
        *(note.medicine.sources[:MEDICINE_SOURCES] for note in summary.medicines.notes),
        *(measure.sources for measure in summary.measures),
    ]
    keys = unique(key for keys in cited for key in keys if key in summary.sources)
    return {key: number for number, key in enumerate(keys, 1)}
