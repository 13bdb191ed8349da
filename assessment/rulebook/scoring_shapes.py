"""Scoring shapes: what the section about scores holds."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assessment.rulebook.kinds import (
    NO_ENTRIES,
    NO_ITEMS,
    Figure,
    Id,
    Shape,
    SomeIds,
    Whole,
    Words,
)

Strength = Annotated[Whole, Field(ge=1, le=4)]


class SalientShape(Shape):
    name: Id
    option: Id
    weight: Figure


class BandShape(Shape):
    id: Id
    label: Words
    at_least: Figure


class PointsShape(Shape):
    one: Figure = Field(alias="1")
    two: Figure = Field(alias="2")
    three: Figure = Field(alias="3")
    four: Figure = Field(alias="4")


class ScoringShape(Shape):
    prior: Annotated[dict[Id, Figure], Field(min_length=1)]
    points: PointsShape
    repeat_factors: Annotated[list[Figure], Field(min_length=1)]
    evidence_groups: dict[Id, SomeIds] = NO_ENTRIES
    salient: list[SalientShape] = NO_ITEMS
    salient_cap: Figure
    least_support: Strength
    never_alone: SomeIds = NO_ITEMS
    floor: dict[Id, Figure] = NO_ENTRIES
    bands: Annotated[list[BandShape], Field(min_length=1)]
