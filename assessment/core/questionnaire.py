"""The questionnaire: steps, pages, questions and options, as plain frozen data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from assessment.core.conditions import ALWAYS, Condition

STAYS_UNKNOWN = "unknown"


class Kind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    SCALE = "scale"
    MULTI = "multi"
    NUMBER = "number"
    BODY_MAP = "body_map"
    MEDICINE_LIST = "medicine_list"
    TEXT = "text"

    @property
    def one_option(self) -> bool:
        """Whether exactly one option can be chosen."""
        return self in (Kind.SINGLE, Kind.SCALE)

    @property
    def many_options(self) -> bool:
        """Whether several options can be chosen."""
        return self in (Kind.MULTI, Kind.BODY_MAP, Kind.MEDICINE_LIST)


class Meaning(StrEnum):
    """What choosing an option says about its question."""

    PLAIN = "plain"
    NONE = "none"  # none of the others
    UNSURE = "unsure"  # the person does not know
    DECLINED = "declined"  # the person would rather not say


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    id: str
    label: str
    short: str = ""  # words for the paper; the label where empty
    group: str | None = None
    meaning: Meaning = Meaning.PLAIN
    exclusive: bool = False  # cannot be chosen together with any other
    score: int | None = None
    sided: bool = False  # on a body map: marked left, right or one side
    typed: bool = False  # asks for words of the person's own
    show_when: Condition = ALWAYS

    @property
    def words(self) -> str:
        """The words for the paper."""
        return self.short or self.label

    @property
    def leaves_open(self) -> bool:
        """Whether choosing it leaves the question open."""
        return self.meaning in (Meaning.UNSURE, Meaning.DECLINED)

    @property
    def stands_apart(self) -> bool:
        """Whether it comes after "or": it stands against all the others."""
        return self.exclusive or self.leaves_open


@dataclass(frozen=True, slots=True)
class Group:
    """A heading over some of the options."""

    id: str
    heading: str
    show_when: Condition = ALWAYS


@dataclass(frozen=True)
class Question:
    """One question, and what it means when it is plainly not asked.

    `when_hidden` names the option that a closed gate stands for: behind "any pain?",
    answered "no", the list of pains counts as answered with its "none". Without it
    the question does not apply, and none of its options is true (no baby for a man).
    STAYS_UNKNOWN is for what is left unasked out of tact: silence there is never "no".
    While the gate itself is open, nothing is implied.
    """

    id: str
    ask: str
    kind: Kind
    why: str
    short: str = ""  # title for the paper; the question itself where empty
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    groups: tuple[Group, ...] = ()
    sides: tuple[str, ...] = ()
    regions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    typed: bool = False
    private: bool = False  # its answers are quoted to the doctor only
    unit: str = ""
    unit_of_one: str = ""  # where it differs
    minimum: int | None = None
    maximum: int | None = None
    show_when: Condition = ALWAYS
    when_hidden: str | None = None

    @property
    def title(self) -> str:
        """The words for the paper."""
        return self.short or self.ask

    @cached_property
    def option_by_id(self) -> Mapping[str, Option]:
        """Options by id; on a body map the id is the region."""
        return {option.id: option for option in self.options}

    @cached_property
    def offers_vary(self) -> bool:
        """Whether some options are offered to some people only."""
        parts: tuple[Option | Group, ...] = (*self.options, *self.groups)
        return any(part.show_when != ALWAYS for part in parts)

    def marks_of(self, option: Option) -> tuple[str, ...]:
        """The values that stand for an option: itself, or one for each side of it."""
        if self.kind is Kind.BODY_MAP and option.sided:
            return tuple(f"{side}:{option.id}" for side in self.sides)
        return (option.id,)


@dataclass(frozen=True)
class Page:
    """What one screen asks: one question, or up to three that belong together."""

    step: str
    number: int  # counted from 1 within the step, the same for every person
    questions: tuple[Question, ...]

    @property
    def place(self) -> tuple[str, int]:
        """Step and number: what a page is called by."""
        return (self.step, self.number)


@dataclass(frozen=True)
class Step:
    """A topic of the conversation, over one or more pages."""

    id: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Questionnaire:
    """All steps, in order."""

    steps: tuple[Step, ...]

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page, in order."""
        return tuple(page for step in self.steps for page in step.pages)

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        """Every question by id, in the order in which they are asked."""
        return {question.id: question for question in self}

    @cached_property
    def page_at(self) -> Mapping[tuple[str, int], Page]:
        """Pages by step id and number."""
        return {page.place: page for page in self.pages}

    def __iter__(self) -> Iterator[Question]:
        for page in self.pages:
            yield from page.questions
