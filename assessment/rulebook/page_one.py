"""Page one: how the doctor's page is put together, with every id followed."""

from __future__ import annotations

from collections.abc import Iterable

from assessment.core import course
from assessment.core.topic import Negative, PageOne, Slot
from assessment.rulebook.compose import Text
from assessment.rulebook.conditions import ConditionReader
from assessment.rulebook.links import Links
from assessment.rulebook.page_shapes import PageOneShape, SlotShape, TimeCourseShape
from assessment.rulebook.problems import quoted


def page_one(shape: PageOneShape, reader: ConditionReader) -> PageOne:
    """How the doctor's page is put together."""
    links = reader.links
    figure = None
    if shape.figure is not None:
        found = links.to_questions([shape.figure])
        figure = found[0] if found else None
        if figure is not None and not links.subjects[figure].is_map:
            what = f"the question {quoted(figure)} is not a body map"
            links.report.add(shape.figure.place, "wrong-for-kind", what)
    return PageOne(
        person=links.to_questions(shape.person),
        one_line=links.to_questions(shape.one_line),
        figure=figure,
        slots=tuple(_slot(slot, links) for slot in shape.slots),
        negatives=tuple(
            Negative(links.words(n.words), reader.rule(n.when)) for n in shape.negatives
        ),
    )


def _slot(shape: SlotShape, links: Links) -> Slot:
    return Slot(
        str(shape.id),
        links.words(shape.title),
        links.to_questions(shape.questions),
        shape.whole,
        links.words(shape.note) if shape.note else "",
        shape.after_negatives,
        _time_course(shape.drawing, links) if shape.drawing else None,
        "".join(links.to_questions([shape.ranked_by] if shape.ranked_by else [])),
    )


def _time_course(shape: TimeCourseShape, links: Links) -> course.TimeCourse:
    for question, options in (
        (shape.since, shape.changed.values()),
        (shape.speed, shape.at_once),
        (shape.course, shape.drawn_as),
        (shape.change, shape.changed),
        (shape.events, ()),
        (shape.medicine, shape.medicine_changed),
    ):
        _follow(question, options, links)
    return course.TimeCourse(
        since=str(shape.since),
        speed=str(shape.speed),
        at_once=tuple(map(str, shape.at_once)),
        course=str(shape.course),
        drawn_as={str(k): course.Shape(v) for k, v in shape.drawn_as.items()},
        change=str(shape.change),
        changed={str(k): str(v) for k, v in shape.changed.items()},
        events=str(shape.events),
        medicine=str(shape.medicine),
        medicine_changed=tuple(map(str, shape.medicine_changed)),
    )


def _follow(question: Text, options: Iterable[Text], links: Links) -> None:
    for found in links.to_questions([question]):
        for option in options:
            links.option(links.subjects[found], option)
