"""Lays the questions of a topic out as a form to fill in by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.core.conditions import ALWAYS
from assessment.core.findings import Urgency
from assessment.core.on_paper import Numbered, lone_signs, only_if
from assessment.core.questionnaire import Group, Option, Question, Step
from assessment.core.topic import Topic
from assessment.pdf.figure import blank_figure
from assessment.pdf.paper import Edition, filled_in

STYLESHEETS = ("paper.css", "blank_form.css")
IN_A_LINE = 38  # characters of an option, in one of two columns
LONG_BLOCK = 8  # lines after which a page may break


@dataclass(frozen=True, slots=True)
class Section:
    """Options under a heading; the heading is empty for those that have none."""

    heading: str
    options: tuple[Option, ...]


Block = list[list[Section]]  # columns that a page does not tear apart


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it is printed."""

    number: int
    question: Question
    only_if: str
    urgent: Block  # each option is an emergency by itself
    today: Block  # each needs care today by itself
    lists: list[Block]
    sided: list[Option]  # places of a body map, with a box for each side
    apart: list[Option]  # come after "or"


def blank_form_html(topic: Topic, *, edition: Edition) -> str:
    """Return the form as HTML, to be rendered with `STYLESHEETS`.

    The same topic and edition give the same HTML. What asks for effort and hangs on
    other answers is left to the clinician, because paper can't tell whether it is safe.
    """
    measures = {measure.reads for measure in topic.care.measures}
    to_measure = [
        q for q in topic.questionnaire if q.id in measures and q.show_when != ALWAYS
    ]
    rest = [question for question in topic.questionnaire if question not in to_measure]
    numbered = {q.id: Numbered(n, q) for n, q in enumerate(rest, 1)}
    asked = {
        id_: _asked(topic, one, numbered, edition) for id_, one in numbered.items()
    }
    alternative = edition.translate("Body figure, front and back, to mark with a pen.")
    return filled_in(
        "blank_form",
        edition,
        topic=topic,
        steps=[
            (step.title, [asked[q.id] for q in _questions(step) if q.id in asked])
            for step in topic.questionnaire.steps
        ],
        to_measure=to_measure,
        emergency=topic.country.numbers["emergency"].label,
        figure=blank_figure(alternative, edition.translate),
    )


def _questions(step: Step) -> Iterable[Question]:
    return (question for page in step.pages for question in page.questions)


def _asked(
    topic: Topic, one: Numbered, numbered: dict[str, Numbered], edition: Edition
) -> Asked:
    question = one.question
    now = lone_signs(topic, question, Urgency.EMERGENCY)
    today = lone_signs(topic, question, Urgency.SAME_DAY) - now
    in_lists = [option for option in question.options if not option.stands_apart]
    sided = [option for option in in_lists if option.sided]
    calm = [o for o in in_lists if not o.sided and o.id not in now | today]
    return Asked(
        number=one.number,
        question=question,
        only_if=only_if(question.show_when, numbered, edition.translate),
        urgent=_columns(_sections(question, [o for o in in_lists if o.id in now])),
        today=_columns(_sections(question, [o for o in in_lists if o.id in today])),
        lists=_blocks(_sections(question, calm)),
        sided=sided,
        apart=[option for option in question.options if option.stands_apart],
    )


def _sections(question: Question, options: list[Option]) -> list[Section]:
    """The options under their headings."""
    sections = [
        Section(group.heading, tuple(o for o in options if (o.group or "") == group.id))
        for group in (*question.groups, Group("", ""))
    ]
    return [section for section in sections if section.options]


def _blocks(sections: list[Section]) -> list[Block]:
    """The sections in blocks between which a page may break."""
    blocks: list[list[Section]] = []
    for section in sections:
        if not blocks or _lines(blocks[-1]) > LONG_BLOCK:
            blocks.append([])
        blocks[-1].append(section)
    return [_columns(block) for block in blocks]


def _columns(sections: list[Section]) -> Block:
    """The sections in two columns that are about as long; in one where there is one."""
    cuts = [[sections[:cut], sections[cut:]] for cut in range(1, len(sections))]
    whole = [sections] if sections else []
    return min(cuts, key=lambda halves: max(map(_lines, halves)), default=whole)


def _lines(sections: list[Section]) -> int:
    labels = [option.label for section in sections for option in section.options]
    return len(sections) + sum(1 + len(label) // IN_A_LINE for label in labels)
