"""Body shapes: the parts of a body that several body maps share."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from assessment.core.body import SIDES
from assessment.rulebook.kinds import (
    NO_ENTRIES,
    NO_ITEMS,
    NOTHING,
    Id,
    OptionId,
    Plain,
    Shape,
    SomeIds,
    Switch,
    Words,
    one_of,
)

Sides = list[Annotated[Plain, AfterValidator(one_of(*SIDES))]]


class BodyPartShape(Shape):
    id: OptionId
    label: Words
    short: Words = NOTHING
    sided: Switch = False


class BodyShape(Shape):
    id: Id
    sides: Sides = NO_ITEMS
    regions: dict[OptionId, SomeIds] = NO_ENTRIES
    parts: Annotated[list[BodyPartShape], Field(min_length=1)]
