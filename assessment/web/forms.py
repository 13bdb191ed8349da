"""Forms: one WTForms class for each page, built once from its questions.

A row of HANDLING says how one kind of question is read, understood and checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from wtforms import Field, Form
from wtforms.utils import unset_value

from assessment.core.answers import Answer
from assessment.core.body import split_mark
from assessment.core.questionnaire import (
    Kind,
    Option,
    Page,
    Question,
    Questionnaire,
)
from assessment.web import checks, words
from assessment.web.medicines import LONGEST, meant_field, name_field

FormValues = Any  # WTForms' view of what was sent: a mapping with `getlist`


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed and chosen for one question, as it is filled in again."""

    chosen: tuple[str, ...] = ()
    words: str = ""
    number: str = ""
    meant: tuple[tuple[str, str], ...] = ()  # names, with what was said they stand for


@dataclass(frozen=True, slots=True)
class Handling:
    """How a kind of question is asked, read, understood and checked."""

    control: str  # radio, checkbox, number or text
    read: Callable[[Question, FormValues], Entry]
    understand: Callable[[Question, Entry], Answer]
    checks: tuple[checks.Check, ...]


def words_name(question: Question) -> str:
    """The field's name for the person's own words beside options."""
    return f"{question.id}-typed"


def found_name(question: Question) -> str:
    """The field's name for a medicine that is chosen from a list while typing."""
    return f"{question.id}-found"


def asks_words(question: Question, offered: tuple[Option, ...]) -> bool:
    """Whether the person's own words are taken beside these options."""
    return question.typed or any(option.typed for option in offered)


def _read_options(question: Question, sent: FormValues) -> Entry:
    asked = asks_words(question, question.options)
    typed = sent.get(words_name(question), "") if asked else ""
    chosen = tuple(dict.fromkeys(filter(None, sent.getlist(question.id))))
    return Entry(chosen=chosen, words=words.clean(typed))


def _read_medicines(question: Question, sent: FormValues) -> Entry:
    entry = _read_options(question, sent)
    one_more = sent.get(found_name(question), "")
    return replace(
        entry,
        words=words.clean(f"{entry.words}\n{one_more}"),
        meant=tuple(_read_meant(question, sent)),
    )


def _read_meant(question: Question, sent: FormValues) -> Iterator[tuple[str, str]]:
    for number in range(checks.MOST_NAMES):
        name = sent.get(name_field(question, number), "")
        meant = sent.get(meant_field(question, number))
        if name and meant is not None and len(name) + len(meant) <= LONGEST:
            yield words.clean(name), words.clean(meant)


def _read_number(question: Question, sent: FormValues) -> Entry:
    return Entry(number=words.clean(sent.get(question.id, "")))


def _read_words(question: Question, sent: FormValues) -> Entry:
    return Entry(words=words.clean(sent.get(question.id, "")))


def _understand_options(question: Question, entry: Entry) -> Answer:
    """The options in the order in which they are offered.

    Whoever types words and forgets to choose the option that asks for them has chosen
    it; where only one can be chosen, a choice that was made stands.
    """
    chosen = {*entry.chosen}
    asking = next((option.id for option in question.options if option.typed), None)
    if entry.words and asking and not (chosen and question.kind.one_option):
        chosen.add(asking)
    known = [m for option in question.options for m in question.marks_of(option)]
    unknown = [mark for mark in entry.chosen if mark not in known]
    marks = (*(mark for mark in known if mark in chosen), *unknown)
    return Answer(marks, typed=(entry.words,) if entry.words else ())


def _understand_medicines(question: Question, entry: Entry) -> Answer:
    answer = _understand_options(question, entry)
    typed = words.names(entry.words)
    return Answer(answer.options, typed=typed, meant=entry.meant if typed else ())


def _understand_number(question: Question, entry: Entry) -> Answer:
    return Answer(number=checks.whole_number(entry.number))


def _understand_words(question: Question, entry: Entry) -> Answer:
    return Answer(typed=(entry.words,) if entry.words else ())


_OPTION_CHECKS = (
    checks.offered_only,
    checks.exclusive_alone,
    checks.short_enough,
    checks.given,
)
_ONE = Handling("radio", _read_options, _understand_options, _OPTION_CHECKS)
_MANY = Handling("checkbox", _read_options, _understand_options, _OPTION_CHECKS)

HANDLING: Mapping[Kind, Handling] = {
    Kind.SINGLE: _ONE,
    Kind.SCALE: _ONE,
    Kind.MULTI: _MANY,
    Kind.BODY_MAP: _MANY,
    Kind.MEDICINE_LIST: Handling(
        "checkbox", _read_medicines, _understand_medicines, _OPTION_CHECKS
    ),
    Kind.NUMBER: Handling(
        "number",
        _read_number,
        _understand_number,
        (checks.is_a_number, checks.within_range, checks.given),
    ),
    Kind.TEXT: Handling(
        "text", _read_words, _understand_words, (checks.short_enough, checks.given)
    ),
}


class AnswerField(Field):
    """A question as a form field: its `data` is an Answer, its `entry` what was sent.

    `offered` is set before validating, because what is offered hangs on other answers.
    """

    def __init__(self, question: Question, **settings: Any) -> None:
        self.handling = HANDLING[question.kind]
        super().__init__(question.ask, self.handling.checks, **settings)
        self.question = question
        self.offered: tuple[Option, ...] = ()
        self.entry = Entry()
        self.data = Answer()

    def process(
        self, formdata: Any, data: Any = unset_value, extra_filters: Any = None
    ) -> None:
        """Read what was sent for the question."""
        self.process_errors = []
        if formdata is not None:
            self.entry = self.handling.read(self.question, formdata)
            self.data = self.handling.understand(self.question, self.entry)

    @property
    def offered_marks(self) -> frozenset[str]:
        """The values that may be sent."""
        return frozenset(
            mark for option in self.offered for mark in self.question.marks_of(option)
        )

    @property
    def chosen_options(self) -> tuple[Option, ...]:
        """The offered options that were chosen, each once."""
        chosen = {split_mark(mark)[1] for mark in self.data.options}
        return tuple(option for option in self.offered if option.id in chosen)

    def drop_exclusive(self) -> None:
        """Take back "none of these" where it was chosen together with one of these."""
        alone = {option.id for option in self.chosen_options if option.exclusive}
        if self.question.kind.many_options and len(self.chosen_options) > len(alone):
            options = tuple(m for m in self.data.options if m not in alone)
            self.data = replace(self.data, options=options)


class PageForm(Form):
    """What one page asks; each page has its own subclass."""

    @property
    def answer_fields(self) -> list[tuple[str, AnswerField]]:
        """The fields with the names by which they can be taken out."""
        return [
            (name, cast(AnswerField, field)) for name, field in self._fields.items()
        ]


def entry_of(answer: Answer | None) -> Entry:
    """What fills a question in again from a kept answer."""
    if answer is None:
        return Entry()
    number = "" if answer.number is None else str(answer.number)
    return Entry(answer.options, "\n".join(answer.typed), number, answer.meant)


def build_forms(
    questionnaire: Questionnaire,
) -> Mapping[tuple[str, int], type[PageForm]]:
    """A form class for each page, by step and number."""
    return {page.place: _page_form(page) for page in questionnaire.pages}


def _page_form(page: Page) -> type[PageForm]:
    # The attribute has a prefix, so that no question's id can hide a part of Form.
    fields = {f"q_{q.id}": AnswerField(q, name=q.id) for q in page.questions}
    return type("Form", (PageForm,), fields)
