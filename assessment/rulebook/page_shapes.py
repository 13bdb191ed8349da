"""Shapes of the doctor's page: slots, how a course is drawn, negatives."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from assessment.core import course
from assessment.rulebook.kinds import (
    NO_ENTRIES,
    NO_ITEMS,
    Id,
    Ids,
    ManyWords,
    Plain,
    Rule,
    Shape,
    SomeIds,
    Words,
    one_of,
)

Drawn = Annotated[Plain, AfterValidator(one_of(*course.Shape))]


class TimeCourseShape(Shape):
    since: Id
    speed: Id
    at_once: SomeIds
    course: Id
    drawn_as: dict[Id, Drawn]
    change: Id
    changed: dict[Id, Id]
    events: Id
    medicine: Id
    medicine_changed: SomeIds


class SlotShape(Shape):
    id: Id
    title: Words
    questions: SomeIds
    whole: bool = False
    note: Words | None = None
    after_negatives: bool = False
    drawing: TimeCourseShape | None = None
    ranked_by: Id | None = None


class NegativeShape(Shape):
    words: Words
    when: Rule


class ComparedShape(Shape):
    same_person: Ids = NO_ITEMS
    mild_to_severe: dict[Id, Annotated[list[Id], Field(min_length=2)]] = NO_ENTRIES
    more_is_worse: Ids = NO_ITEMS
    fewer_is_worse: Ids = NO_ITEMS
    new_or_gone: Ids = NO_ITEMS


class ExaminationShape(Shape):
    title: Words
    columns: Annotated[ManyWords, Field(min_length=1)]
    rows: Annotated[ManyWords, Field(min_length=1)]


class PageOneShape(Shape):
    person: Ids
    one_line: Ids
    figure: Id | None = None
    slots: list[SlotShape] = NO_ITEMS
    negatives: list[NegativeShape] = NO_ITEMS
    since: ComparedShape | None = None
    examination: ExaminationShape | None = None
