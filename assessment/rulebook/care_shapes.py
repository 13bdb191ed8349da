"""Shapes of advice: urgency, next steps, return advice, sheets, measures, glossary."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from assessment.core.findings import Urgency
from assessment.rulebook.kinds import (
    NO_ITEMS,
    NOTHING,
    Id,
    ManyWords,
    Plain,
    Rule,
    Shape,
    SomeIds,
    Switch,
    Whole,
    Words,
    one_of,
)

Level = Annotated[Plain, AfterValidator(one_of(*(level.id for level in Urgency)))]
Row = Annotated[list[Words], Field(min_length=1)]


class AdviceShape(Shape):
    title: Words
    text: Words


class UrgencyShape(Shape):
    level: Level
    title: Words
    short: Words
    why: Words
    now: list[AdviceShape]
    while_waiting: ManyWords = NO_ITEMS
    sooner: ManyWords = NO_ITEMS


class NextStepShape(Shape):
    id: Id
    title: Words
    text: Words
    when: Rule | None = None
    unless: Rule | None = None
    at_least: Level | None = None
    up_to: Level | None = None
    all_clear: Switch = False
    sources: SomeIds


class QuestionToAskShape(Shape):
    id: Id
    text: Words
    when: Rule | None = None
    sources: SomeIds


class ReturnAdviceShape(Shape):
    id: Id
    text: Words
    when: Rule | None = None
    up_to: Level | None = None
    sources: SomeIds


class NoteShape(Shape):
    text: Words
    when: Rule | None = None


class PartShape(Shape):
    heading: Words
    lines: ManyWords = NO_ITEMS
    columns: ManyWords = NO_ITEMS
    rows: list[Row] = NO_ITEMS
    when: Rule | None = None


class SheetShape(Shape):
    id: Id
    title: Words
    goes_with: Id
    lead: Words = NOTHING
    agreed: Words = NOTHING
    notes: list[NoteShape] = NO_ITEMS
    parts: Annotated[list[PartShape], Field(min_length=1)]
    sources: SomeIds


class CutOffShape(Shape):
    means: Words
    at_least: Whole | None = None
    below: Whole | None = None
    when: Rule | None = None

    @model_validator(mode="after")
    def _one_side(self) -> Self:
        if (self.at_least is None) == (self.below is None):
            rule = "needs either `at_least` or `below`, not both"
            raise PydanticCustomError("cut-off-side", rule)
        return self


class MeasureShape(Shape):
    id: Id
    name: Words
    reads: Id
    unit: Words
    untried: Words = NOTHING
    cut_offs: Annotated[list[CutOffShape], Field(min_length=1)]
    limits: Words
    credit: Words
    sources: SomeIds


class TermShape(Shape):
    term: Words
    also: ManyWords = NO_ITEMS
    says: Words
    sources: SomeIds
