"""Shapes: which sections a rule file has, and what each entry of them holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from assessment.core.questionnaire import Kind, Meaning
from assessment.rulebook.body_shapes import BodyShape, Sides
from assessment.rulebook.care_shapes import (
    Level,
    MeasureShape,
    NextStepShape,
    QuestionToAskShape,
    ReturnAdviceShape,
    SheetShape,
    TermShape,
    UrgencyShape,
)
from assessment.rulebook.compose import Text
from assessment.rulebook.kinds import (
    NO_ENTRIES,
    NO_ITEMS,
    NOTHING,
    CountryId,
    Date,
    Dial,
    Figure,
    Id,
    Ids,
    Link,
    ManyWords,
    Name,
    OptionId,
    Plain,
    Rule,
    Shape,
    SomeIds,
    Switch,
    TopicId,
    Whole,
    Words,
    one_of,
)
from assessment.rulebook.medicine_shapes import (
    EffectShape,
    FamilyShape,
    MedicineGroupShape,
    MedicineKindShape,
    MedicineListShape,
    MedicineSignShape,
    MedicineWordsShape,
    PairLevelShape,
    PairShape,
    StoppingShape,
)
from assessment.rulebook.page_shapes import PageOneShape
from assessment.rulebook.scoring_shapes import ScoringShape, Strength

Share = Annotated[Figure, Field(ge=0, le=1)]


class ReviewShape(Shape):
    status: Annotated[Plain, AfterValidator(one_of("draft", "reviewed", "withdrawn"))]
    reviewed_by: Plain | None = None
    reviewed_on: Date | None = None
    signed: Plain | None = None
    review_by: Date


class FilesReviewShape(ReviewShape):
    # Rules are taken back as a whole; a part of them is taken out.
    status: Annotated[Plain, AfterValidator(one_of("draft", "reviewed"))]


class FilesShape(Shape):
    files: Plain
    authors: list[Plain] = NO_ITEMS
    review: FilesReviewShape | None = None


class TopicShape(Shape):
    id: TopicId
    title: Words
    intro: Words
    minutes: Annotated[Whole, Field(ge=1)]
    version: Plain
    shared: Ids = NO_ITEMS  # folders below `rules/shared`
    default: Switch = False  # asked about where a site names no topic
    answers_version: Annotated[Whole, Field(ge=1)] = 1
    authors: list[Plain] = NO_ITEMS
    review: ReviewShape
    parts: list[FilesShape] = NO_ITEMS


class VoiceShape(Shape):
    id: Id
    when: Rule | None = None


class StepShape(Shape):
    id: Id
    title: Words
    pages: Annotated[list[SomeIds], Field(min_length=1)]


class GroupShape(Shape):
    id: Id
    heading: Words
    show_when: Rule | None = None


class OptionShape(Shape):
    id: OptionId
    label: Words
    short: Words = NOTHING
    group: Id | None = None
    exclusive: Switch = False
    means: Annotated[Plain, AfterValidator(one_of(*Meaning))] | None = None
    score: Whole | None = None
    sided: Switch = False
    typed: Switch = False
    show_when: Rule | None = None


class QuestionShape(Shape):
    id: Name
    ask: Words
    short: Words = NOTHING
    help: Words = NOTHING
    why: Words
    kind: Annotated[Plain, AfterValidator(one_of(*Kind))]
    required: Switch = False
    show_when: Rule | None = None
    when_hidden: Id | None = None
    typed: Switch = False
    private: Switch = False
    unit: Words = NOTHING
    unit_of_one: Words = NOTHING
    minimum: Whole | None = None
    maximum: Whole | None = None
    body: Id | None = None
    sides: Sides = NO_ITEMS
    regions: dict[OptionId, SomeIds] = NO_ENTRIES
    groups: list[GroupShape] = NO_ITEMS
    options: list[OptionShape] = NO_ITEMS


class FactValueShape(Shape):
    id: Id
    says: Words
    when: Rule


class FactShape(Shape):
    id: Name
    about: Words
    values: list[FactValueShape] = NO_ITEMS
    sum_of: Ids = NO_ITEMS

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if bool(self.values) == bool(self.sum_of):
            raise PydanticCustomError(
                "fact-form", "needs either `values` or `sum_of`, not both"
            )
        return self


class RedFlagShape(Shape):
    id: Id
    what: Words
    urgency: Level
    concern: Ids
    when: Rule
    do: Words
    more: Words = NOTHING
    call: Ids | None = None
    sources: SomeIds
    fallback: Switch = False


class EvidenceShape(Shape):
    finding: Words
    supports: Strength | None = None
    against: Strength | None = None
    when: Rule
    sources: SomeIds
    note: Words = NOTHING
    lr: Annotated[Figure, Field(ge=0)] | None = None
    sens: Share | None = None
    spec: Share | None = None

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if (self.supports is None) == (self.against is None):
            rule = "needs either `supports` or `against`, not both"
            raise PydanticCustomError("evidence-direction", rule)
        return self


class CauseShape(Shape):
    id: Id
    name: Words
    plain_name: Words
    group: Id
    how_common: Id
    how_common_reason: Words = NOTHING
    typical: Words = NOTHING
    danger: Words = NOTHING
    action: Words = NOTHING
    requires: Rule | None = None
    explains: Rule | None = None
    evidence: Annotated[list[EvidenceShape], Field(min_length=1)]
    tests: ManyWords = NO_ITEMS
    seen_by: ManyWords = NO_ITEMS
    helps: ManyWords = NO_ITEMS


class ChangeShape(Shape):
    of: Name
    options: Ids = NO_ITEMS
    stays: Switch = False
    to: dict[Name, SomeIds]


class SourceShape(Shape):
    key: Id
    title: Plain
    publisher: Plain
    year: Whole | None = None
    url: Link | None = None
    access: Annotated[
        Plain,
        AfterValidator(one_of("excerpt", "abstract", "opening", "mirror", "none")),
    ]
    used_for: Plain | None = None
    note: Plain | None = None


class PhoneNumberShape(Shape):
    id: Id
    label: Plain
    dial: Dial


class CountryShape(Shape):
    id: CountryId
    name: Words
    numbers: Annotated[list[PhoneNumberShape], Field(min_length=1)]
    sources: Ids = NO_ITEMS
    source_urls: list[Link] = NO_ITEMS


@dataclass
class Content:
    """All entries in shape, by section; and the ids whose entries are not."""

    topic: TopicShape | None = None
    scoring: ScoringShape | None = None
    page_one: PageOneShape | None = None
    medicine_list: MedicineListShape | None = None
    medicine_words: MedicineWordsShape | None = None
    bodies: list[BodyShape] = field(default_factory=list)
    voices: list[VoiceShape] = field(default_factory=list)
    steps: list[StepShape] = field(default_factory=list)
    questions: list[QuestionShape] = field(default_factory=list)
    facts: list[FactShape] = field(default_factory=list)
    red_flags: list[RedFlagShape] = field(default_factory=list)
    causes: list[CauseShape] = field(default_factory=list)
    urgency: list[UrgencyShape] = field(default_factory=list)
    next_steps: list[NextStepShape] = field(default_factory=list)
    questions_to_ask: list[QuestionToAskShape] = field(default_factory=list)
    return_advice: list[ReturnAdviceShape] = field(default_factory=list)
    sheets: list[SheetShape] = field(default_factory=list)
    measures: list[MeasureShape] = field(default_factory=list)
    glossary: list[TermShape] = field(default_factory=list)
    sources: list[SourceShape] = field(default_factory=list)
    countries: list[CountryShape] = field(default_factory=list)
    migration: list[ChangeShape] = field(default_factory=list)
    medicine_kinds: list[MedicineKindShape] = field(default_factory=list)
    medicine_signs: list[MedicineSignShape] = field(default_factory=list)
    medicine_stopping: list[StoppingShape] = field(default_factory=list)
    medicine_families: list[FamilyShape] = field(default_factory=list)
    medicine_effects: list[EffectShape] = field(default_factory=list)
    medicine_groups: list[MedicineGroupShape] = field(default_factory=list)
    medicine_levels: list[PairLevelShape] = field(default_factory=list)
    medicine_pairs: list[PairShape] = field(default_factory=list)


ONCE: dict[str, type[Shape]] = {
    "topic": TopicShape,
    "scoring": ScoringShape,
    "page_one": PageOneShape,
    "medicine_list": MedicineListShape,
    "medicine_words": MedicineWordsShape,
}
LISTED: dict[str, type[Shape]] = {
    "bodies": BodyShape,
    "voices": VoiceShape,
    "steps": StepShape,
    "questions": QuestionShape,
    "facts": FactShape,
    "red_flags": RedFlagShape,
    "causes": CauseShape,
    "urgency": UrgencyShape,
    "next_steps": NextStepShape,
    "questions_to_ask": QuestionToAskShape,
    "return_advice": ReturnAdviceShape,
    "sheets": SheetShape,
    "measures": MeasureShape,
    "glossary": TermShape,
    "sources": SourceShape,
    "countries": CountryShape,
    "migration": ChangeShape,
    "medicine_kinds": MedicineKindShape,
    "medicine_signs": MedicineSignShape,
    "medicine_stopping": StoppingShape,
    "medicine_families": FamilyShape,
    "medicine_effects": EffectShape,
    "medicine_groups": MedicineGroupShape,
    "medicine_levels": PairLevelShape,
    "medicine_pairs": PairShape,
}
MEDICINES = tuple(name for name in (*ONCE, *LISTED) if name.startswith("medicine_"))
CARE = ("return_advice", "sheets", "measures", "glossary")
OPTIONAL = (
    "bodies",
    "voices",
    "facts",
    "next_steps",
    "questions_to_ask",
    "migration",
    *CARE,
    *MEDICINES,
)


def identity(shape: Shape) -> Text | None:
    """What an entry is called by; None where it stands by its position."""
    for key in ("id", "key", "level", "term"):
        name = getattr(shape, key, None)
        if isinstance(name, Text):
            return name
    return None
