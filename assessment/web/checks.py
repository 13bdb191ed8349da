"""Checks: what can be wrong with an answer, and the plain words that say what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from wtforms import Form
from wtforms.validators import StopValidation

from assessment.core.questionnaire import Kind, Meaning, Option, Question
from assessment.web import words

if TYPE_CHECKING:
    from assessment.web.forms import AnswerField

Check = Callable[[Form, "AnswerField"], None]

MOST_NAMES = 40
_MOST_DIGITS = 4
_EXAMPLE = 42


def whole_number(text: str) -> int | None:
    """The number, or None. Only plain digits: no sign, point, exponent or `1_000`."""
    plain = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if plain else None


def offered_only(form: Form, field: AnswerField) -> None:
    """Refuse what the page does not offer."""
    if not field.offered_marks.issuperset(field.data.options):
        raise StopValidation(_("Choose from the answers on this page."))
    if field.question.kind.one_option and len(field.data.options) > 1:
        raise StopValidation(_("Choose one answer only."))


def exclusive_alone(form: Form, field: AnswerField) -> None:
    """Refuse "none of these" together with one of these."""
    chosen = field.chosen_options
    only = next((option for option in chosen if option.exclusive), None)
    if only is None or field.question.kind.one_option:
        return
    if len(chosen) > 1:
        raise StopValidation(
            _("Keep “%(answer)s”, or keep your other answers.", answer=only.label)
        )
    if field.data.typed and not only.typed:
        raise StopValidation(
            _("Keep “%(answer)s”, or keep what you typed.", answer=only.label)
        )


def short_enough(form: Form, field: AnswerField) -> None:
    """Refuse what is too long for the paper, and say by how much."""
    characters, lines = words.excess(field.entry.words)
    if characters:
        raise StopValidation(
            _(
                "You can type up to %(most)s characters. Take out %(excess)s or more.",
                most=words.MOST_CHARACTERS,
                excess=characters,
            )
        )
    if lines:
        raise StopValidation(
            _("Use up to %(most)s lines. Join some of them.", most=words.MOST_LINES)
        )
    if len(field.data.typed) > MOST_NAMES:
        raise StopValidation(_("Name up to %(most)s.", most=MOST_NAMES))


def is_a_number(form: Form, field: AnswerField) -> None:
    """Refuse what is not a whole number in figures."""
    if field.entry.number and field.data.number is None:
        raise StopValidation(number_wanted(field.question))


def within_range(form: Form, field: AnswerField) -> None:
    """Refuse what is below the minimum or above the maximum; both are allowed."""
    number, question = field.data.number, field.question
    if number is None:
        return
    too_low = question.minimum is not None and number < question.minimum
    too_high = question.maximum is not None and number > question.maximum
    if too_low or too_high:
        raise StopValidation(number_wanted(question))


def given(form: Form, field: AnswerField) -> None:
    """Refuse an empty answer to what has to be answered."""
    if field.question.required and field.data.blank:
        raise StopValidation(_answer_wanted(field.question, field.offered))


def number_wanted(question: Question) -> str:
    """What to type, with an example that would be taken."""
    low, high = question.minimum, question.maximum
    if low is None or high is None:
        return _("Type your answer in figures. For example: 7.")
    return _(
        "Type your answer in figures, from %(lowest)s to %(highest)s. For example: "
        "%(example)s.",
        lowest=low,
        highest=high,
        example=_EXAMPLE if low <= _EXAMPLE <= high else (low + high) // 2,
    )


def _answer_wanted(question: Question, offered: tuple[Option, ...]) -> str:
    if question.kind is Kind.NUMBER:
        return number_wanted(question)
    if question.kind is Kind.TEXT:
        return _("Type an answer.")
    ways_out = [o for o in offered if o.meaning is not Meaning.PLAIN]
    none_of_them = (o for o in ways_out if o.meaning is Meaning.NONE)
    # Before "not sure": a calm answer must not be made less so by how we ask.
    way_out = next(none_of_them, next(iter(ways_out), None))
    if question.kind.one_option:
        if way_out is None:
            return _("Choose one answer.")
        return _("Choose one answer, or choose “%(answer)s”.", answer=way_out.label)
    if way_out is None:
        return _("Choose one answer or more.")
    return _("Choose what fits, or choose “%(answer)s”.", answer=way_out.label)
