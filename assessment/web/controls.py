"""Controls: what the templates need to draw one question, filled in again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from flask_babel import gettext as _

from assessment.core.answers import Answer
from assessment.core.body import EITHER, LEFT, RIGHT
from assessment.core.medicines import NO_MEDICINES, Medicines
from assessment.core.questionnaire import Group, Kind, Option, Question
from assessment.web.forms import HANDLING, Entry, asks_words, found_name, words_name
from assessment.web.medicines import NamedBack, read_back
from assessment.web.words import names

ORDER_OF_SIDES = (RIGHT, LEFT, EITHER)  # as the figure faces the reader


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tick or tap."""

    value: str
    label: str
    id: str
    checked: bool
    alone: bool = False  # cannot be chosen together with any other
    place: str = ""  # of the body, in words


@dataclass(frozen=True, slots=True)
class Section:
    """Choices under a heading; the heading is empty for those that have none."""

    heading: str
    id: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the body with a choice for each side."""

    option: Option
    label: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class TypedField:
    """A place for the person's own words."""

    name: str
    value: str
    label: str
    rows: int
    find_name: str = ""  # the field for one more name
    names: tuple[str, ...] = ()  # to choose it from while typing


@dataclass(frozen=True, slots=True)
class Control:
    """One question on a page."""

    question: Question
    type: str  # radio, checkbox, number or text
    error: str = ""
    sections: list[Section] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    exclusive: list[Choice] = field(default_factory=list)
    typed: TypedField | None = None
    number: str = ""
    text: str = ""
    named: list[NamedBack] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the form field."""
        return self.question.id

    @property
    def hint_id(self) -> str:
        """The id of the hint."""
        return f"{self.name}-hint"

    @property
    def error_id(self) -> str:
        """The id of the error message."""
        return f"{self.name}-error"

    @property
    def first_id(self) -> str:
        """Where an error leads: the first that was ticked, or else that can be."""
        ticked = [choice for choice in self.choices if choice.checked]
        return (ticked or self.choices)[0].id if self.choices else self.name

    @property
    def choices(self) -> list[Choice]:
        """Everything to tick or tap, in the order in which it stands."""
        rows = [choice for row in self.rows for choice in row.choices]
        listed = [choice for section in self.sections for choice in section.choices]
        return rows + listed + self.exclusive

    @property
    def places(self) -> str:
        """The places of the body that are chosen, in words; empty without any."""
        return ", ".join(c.place for c in self.choices if c.place and c.checked)


def build_control(
    question: Question,
    offered: tuple[Option, ...],
    entry: Entry,
    error: str = "",
    medicines: Medicines = NO_MEDICINES,
) -> Control:
    """The question as the templates draw it; `medicines` are those it may name."""
    chosen = frozenset(entry.chosen)
    apart = [option for option in offered if option.stands_apart]
    sided = [option for option in offered if _is_sided(question, option)]
    plain = [option for option in offered if option not in apart + sided]
    return Control(
        question=question,
        type=HANDLING[question.kind].control,
        error=error,
        sections=_sections(question, plain, chosen),
        rows=[_row(question, option, chosen) for option in sided],
        exclusive=[_choice(question, option, chosen) for option in apart],
        typed=_typed(question, entry, medicines)
        if asks_words(question, offered)
        else None,
        number=entry.number,
        text=entry.words if question.kind is Kind.TEXT else "",
        named=_named(question, entry, medicines),
    )


def _named(question: Question, entry: Entry, medicines: Medicines) -> list[NamedBack]:
    """What was typed before, read back where a name is unclear."""
    read = medicines.recognise(question.id, Answer(typed=names(entry.words)))
    if not any(name.suggestions for name in read):
        return []
    return read_back(question, read, medicines, dict(entry.meant))


def _is_sided(question: Question, option: Option) -> bool:
    return question.kind is Kind.BODY_MAP and option.sided


def _choice(question: Question, option: Option, chosen: frozenset[str]) -> Choice:
    place = option.words.lower() if question.kind is Kind.BODY_MAP else ""
    return Choice(
        value=option.id,
        label=option.label,
        id=f"{question.id}-{option.id}",
        checked=option.id in chosen,
        alone=option.exclusive,
        place=place,
    )


def _sections(
    question: Question, options: list[Option], chosen: frozenset[str]
) -> list[Section]:
    rest = Group("", _("Something else") if question.groups else "")
    sections = [
        Section(
            group.heading,
            f"{question.id}-{group.id or 'rest'}-heading",
            [
                _choice(question, o, chosen)
                for o in options
                if group.id == (o.group or "")
            ],
        )
        for group in (*question.groups, rest)
    ]
    return [section for section in sections if section.choices]


def _row(question: Question, option: Option, chosen: frozenset[str]) -> Row:
    labels = {
        RIGHT: _("Right"),
        LEFT: _("Left"),
        EITHER: _("Not sure which"),
    }
    place = option.words.lower()
    places = {
        RIGHT: _("right %(place)s", place=place),
        LEFT: _("left %(place)s", place=place),
        EITHER: _("%(place)s, not sure which side", place=place),
    }
    choices = [
        Choice(
            value=f"{side}:{option.id}",
            label=labels[side],
            id=f"{question.id}-{side}-{option.id}",
            checked=f"{side}:{option.id}" in chosen,
            place=places[side],
        )
        for side in ORDER_OF_SIDES
        if side in question.sides
    ]
    return Row(option, option.label, choices)


def _typed(question: Question, entry: Entry, medicines: Medicines) -> TypedField:
    if question.kind is Kind.MEDICINE_LIST:
        label, rows = _("Any others? Type their names, one on each line."), 4
    else:
        label, rows = _("In your own words, if you like"), 2
    typed = TypedField(words_name(question), entry.words, label, rows)
    if question.id != medicines.question:
        return typed
    return replace(typed, find_name=found_name(question), names=medicines.names)
