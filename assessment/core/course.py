"""Course over time: when it began, how it came on and went on, ready to be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessment.core.known import Known
from assessment.core.questionnaire import Meaning, Questionnaire


class Shape(StrEnum):
    """How the line of how bad it is goes on from where it began to today."""

    RISING = "rising"
    STEPS = "steps"
    LEVEL = "level"
    FALLING = "falling"
    SPIKES = "spikes"
    WAVES = "waves"
    UNKNOWN = "unknown"


class Mark(StrEnum):
    """A sign on the line, and beside the words that say what it stands for."""

    EVENT = "●"  # before it began
    MEDICINE = "◆"  # a change before it began
    CHANGE = "▲"  # a new change on top


@dataclass(frozen=True, slots=True)
class TimeCourse:
    """How a course over time is drawn from answers."""

    since: str  # a question; its options, newest first, are the places in time
    speed: str
    at_once: tuple[str, ...]  # options of `speed`
    course: str
    drawn_as: Mapping[str, Shape]  # option of `course` -> how the line goes on
    change: str
    changed: Mapping[str, str]  # option of `change` -> option of `since`
    events: str  # a question: what happened before it began
    medicine: str  # a question: whether it began after a medicine was changed
    medicine_changed: tuple[str, ...]  # options of `medicine`


@dataclass(frozen=True, slots=True)
class Course:
    """A course over time; places count from 0, the oldest."""

    places: tuple[str, ...]  # words for the places in time, oldest first
    began: int
    at_once: bool
    shape: Shape
    changed: int | None  # the place of a new change
    marks: Mapping[str, Mark]  # question -> what its answer is marked with


def course_over_time(
    drawing: TimeCourse, questionnaire: Questionnaire, known: Known
) -> Course | None:
    """The course as it was answered; None when it isn't known when it began."""
    by_id = questionnaire.question_by_id
    oldest_first = [
        option
        for option in reversed(by_id[drawing.since].options)
        if option.meaning is Meaning.PLAIN
    ]
    place = {option.id: index for index, option in enumerate(oldest_first)}
    began = [place[o] for o in known.chosen(drawing.since) if o in place]
    if not began:
        return None
    shapes = [drawing.drawn_as.get(o) for o in known.chosen(drawing.course)]
    changes = known.chosen(drawing.change) & set(drawing.changed)
    plain = {o.id for o in by_id[drawing.events].options if o.meaning is Meaning.PLAIN}
    marked = (
        (drawing.events, plain, Mark.EVENT),
        (drawing.medicine, drawing.medicine_changed, Mark.MEDICINE),
        (drawing.change, drawing.changed, Mark.CHANGE),
    )
    return Course(
        places=tuple(option.label for option in oldest_first),
        began=began[0],
        at_once=not known.chosen(drawing.speed).isdisjoint(drawing.at_once),
        shape=next(filter(None, shapes), Shape.UNKNOWN),
        changed=max((place[drawing.changed[o]] for o in changes), default=None),
        marks={
            question: mark
            for question, options, mark in marked
            if not known.chosen(question).isdisjoint(options)
        },
    )
