"""Medicines: how names that were typed are read back, and asked about where unclear."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext as _

from assessment.core.medicines import (
    NONE_OF_THESE,
    NOT_SURE,
    Medicines,
    Recognition,
)
from assessment.core.questionnaire import Question

LONGEST = 200  # characters of a name


@dataclass(frozen=True, slots=True)
class Meant:
    """One answer to "did you mean": a radio button."""

    value: str
    label: str
    id: str
    checked: bool


@dataclass(frozen=True, slots=True)
class NamedBack:
    """A name as it was typed, with what it was read as, or what to ask about it."""

    typed: str
    read_as: tuple[str, ...]
    name_field: str
    meant_field: str
    choices: list[Meant] = field(default_factory=list)


def name_field(question: Question, number: int) -> str:
    """The hidden field that holds a name that was asked about, as it was typed."""
    return f"{question.id}-name-{number}"


def meant_field(question: Question, number: int) -> str:
    """The field that says what was meant by it."""
    return f"{question.id}-meant-{number}"


def read_back(
    question: Question,
    names: Iterable[Recognition],
    medicines: Medicines,
    meant: Mapping[str, str],
) -> list[NamedBack]:
    """The names with what they were read as, for the page that asks for them.

    `meant` is what was said before of those that are unclear.
    """
    return [
        NamedBack(
            name.typed,
            tuple(in_words(name, medicines)),
            name_field(question, number),
            meant_field(question, number),
            _choices(question, number, name, meant.get(name.typed, NOT_SURE)),
        )
        for number, name in enumerate(names)
    ]


def in_words(name: Recognition, medicines: Medicines) -> Iterable[str]:
    """What each medicine of the name is called, and what it is for."""
    for id_ in name.medicines:
        medicine = medicines.by_id[id_]
        yield f"{medicine.name} ({medicine.what})" if medicine.what else medicine.name


def _choices(
    question: Question, number: int, name: Recognition, chosen: str
) -> list[Meant]:
    if not name.suggestions:
        return []
    labels = {
        **{meant: meant for meant in name.suggestions},
        NONE_OF_THESE: _("None of these. Keep what I typed"),
        NOT_SURE: _("I am not sure"),
    }
    field_name = meant_field(question, number)
    return [
        Meant(value, label, f"{field_name}-{at}", value == chosen)
        for at, (value, label) in enumerate(labels.items())
    ]


def notice_of_names(names: Iterable[Recognition], medicines: Medicines) -> str:
    """What the names were read as, in one line; empty when none was typed."""
    read, unknown = [], []
    for name in names:
        words = [medicines.by_id[id_].name for id_ in name.medicines]
        if not words:
            unknown.append(f"“{name.typed}”")
        elif [name.typed.casefold()] == [word.casefold() for word in words]:
            read.append(name.typed)
        else:
            joined = _(" and ").join(words)
            read.append(_("“%(typed)s” as %(names)s", typed=name.typed, names=joined))
    told = []
    if read:
        told.append(_("We read: %(names)s.", names="; ".join(read)))
    if unknown:
        told.append(
            _(
                "Kept on your paper as you typed it: %(names)s.",
                names="; ".join(unknown),
            )
        )
    return " ".join(told)
