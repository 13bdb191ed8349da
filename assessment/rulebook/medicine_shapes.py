"""Medicine shapes: what the entries of the sections about medicines hold."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from assessment.rulebook.kinds import (
    NO_ITEMS,
    NOTHING,
    Id,
    Ids,
    Plain,
    Rule,
    Shape,
    SomeIds,
    Switch,
    Words,
    one_of,
)

KIND_FACT = "medicine_kind"  # the facts that a list of medicines brings with it
PAIR_FACT = "medicine_pair"
Texts = list[Plain]
HowOften = Annotated[Plain, AfterValidator(one_of("common", "uncommon", "rare"))]
Link = Annotated[Plain, AfterValidator(one_of("strong", "moderate", "weak"))]
SignLevel = Annotated[Plain, AfterValidator(one_of("emergency", "same_day"))]


class TimingShape(Shape):
    says: Words
    when: Rule


class AsNeededShape(Shape):
    medicines: SomeIds
    says: Words
    when: Rule


class VocabularyShape(Shape):
    fillers: Texts = NO_ITEMS
    salts: Texts = NO_ITEMS
    elsewhere: Texts = NO_ITEMS
    denials: Texts = NO_ITEMS


class MedicineListShape(Shape):
    question: Id
    named_in: Ids = NO_ITEMS
    never_stop: Words
    as_needed: AsNeededShape | None = None
    timing: list[TimingShape] = NO_ITEMS


class MedicineWordsShape(Shape):
    names: Texts = NO_ITEMS  # known, and of no concern
    look_alikes: list[Texts] = NO_ITEMS
    vocabulary: VocabularyShape = Field(default_factory=VocabularyShape)


class MedicineKindShape(Shape):
    id: Id
    name: Words
    says: Words  # completes "because …"
    checks: Words
    options: Ids = NO_ITEMS  # whatever counts as these acts so
    sources: SomeIds


class MedicineSignShape(Shape):
    id: Id
    says: Words
    level: SignLevel


class StoppingShape(Shape):
    id: Id
    says: Words
    dangerous: Switch = False
    sources: SomeIds


class MedicineShape(Shape):
    id: Id
    name: Plain | None = None  # the id with spaces, where left out
    also: Texts = NO_ITEMS
    brands: Texts = NO_ITEMS
    combined: Texts = NO_ITEMS  # brands that hold another medicine as well
    by: Texts = NO_ITEMS  # ways that count for it, and for others do not
    counts_as: Ids | None = None  # these, where not as the family
    stopping: Id | None = None


class FamilyShape(Shape):
    id: Id
    what: Words
    counts_as: Ids = NO_ITEMS
    stopping: Id | None = None
    medicines: Annotated[list[MedicineShape], Field(min_length=1)]


class OwnEffectShape(Shape):
    id: Id  # a medicine of the family
    kinds: SomeIds | None = None
    how_often: HowOften | None = None
    link: Link | None = None
    signs: Ids | None = None
    sources: SomeIds | None = None


class EffectShape(Shape):
    id: Id  # the family
    kinds: SomeIds
    shows: Words
    onset: Words = NOTHING
    how_often: HowOften
    link: Link
    signs: Ids = NO_ITEMS
    sources: SomeIds
    medicines: list[OwnEffectShape] = NO_ITEMS  # what differs


class MedicineGroupShape(Shape):
    id: Id  # the option
    called: Texts = NO_ITEMS  # words for the group as a whole
    names: Texts = NO_ITEMS  # others of the group


class PairLevelShape(Shape):
    level: Id
    says: Words


class PairShape(Shape):
    id: Id
    one: SomeIds
    other: SomeIds | None = None
    when: Rule | None = None
    effect: Words
    level: Id
    sources: SomeIds

    @model_validator(mode="after")
    def _one_half(self) -> Self:
        if (self.other is None) == (self.when is None):
            raise PydanticCustomError(
                "pair-form", "needs either `other` or `when`, not both"
            )
        return self
