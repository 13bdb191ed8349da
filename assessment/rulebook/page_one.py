"""Page one: how the doctor's page is put together, with every id followed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from assessment.core import course
from assessment.core.topic import Compared, Examination, Negative, PageOne, Slot
from assessment.rulebook.compose import Text
from assessment.rulebook.conditions import ConditionReader
from assessment.rulebook.links import Links, Subject
from assessment.rulebook.page_shapes import (
    ComparedShape,
    ExaminationShape,
    PageOneShape,
    SlotShape,
    TimeCourseShape,
)
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
        since=_compared(shape.since, links) if shape.since else None,
        examination=_examination(shape.examination, links),
    )


def _examination(shape: ExaminationShape | None, links: Links) -> Examination | None:
    if shape is None:
        return None
    columns, rows = links.many_words(shape.columns), links.many_words(shape.rows)
    return Examination(links.words(shape.title), columns, rows)


def _compared(shape: ComparedShape, links: Links) -> Compared:
    for question, options in shape.mild_to_severe.items():
        _follow(question, options, links)
    for names, what, fits in (
        (shape.mild_to_severe, "one option", lambda s: s.one_choice),
        (shape.more_is_worse, "a number", lambda s: s.is_number),
        (shape.fewer_is_worse, "a number", lambda s: s.is_number),
        (shape.new_or_gone, "several options", lambda s: s.many_choices),
    ):
        _check_kind(names, what, fits, links)
    return Compared(
        same_person=links.to_questions(shape.same_person),
        mild_to_severe={
            str(question): tuple(map(str, options))
            for question, options in shape.mild_to_severe.items()
        },
        more_is_worse=tuple(map(str, shape.more_is_worse)),
        fewer_is_worse=tuple(map(str, shape.fewer_is_worse)),
        new_or_gone=tuple(map(str, shape.new_or_gone)),
    )


def _check_kind(
    names: Iterable[Text], what: str, fits: Callable[[Subject], bool], links: Links
) -> None:
    """Everybody may read what is told of these, so none of them is private."""
    for name in names:
        for found in links.to_questions([name]):
            subject = links.subjects[found]
            if not fits(subject) or subject.private:
                needed = f"{subject.what} must take {what}, and not be private"
                links.report.add(name.place, "wrong-for-kind", needed)


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
