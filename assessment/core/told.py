"""Told: a condition in plain words, for people who review rules and write none.

The words of `written` are those of rule files; these are those of the questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assessment.core.body import Relation
from assessment.core.conditions import (
    ALWAYS,
    All,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Leaf,
    Marked,
    Not,
    NotSaid,
)
from assessment.core.conditions import Any as AnyOf
from assessment.core.medicines import OWN_MARK
from assessment.core.topic import Topic

RELATIONS: Mapping[Relation, str] = {
    Relation.BOTH_SIDES: "on the left and on the right, marked: {places}",
    Relation.ONE_SIDE_ONLY: "on one side only, marked: {places}",
    Relation.ONLY: "nothing marked but: {places}",
    Relation.UNEVEN: "left and right differ in: {places}",
    Relation.AS_MANY: "at least as many marks on {places} as on {than}",
    Relation.MORE: "more marks on {places} than on {than}",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a condition in words, and what it is made of."""

    words: str
    parts: tuple[Told, ...] = ()


def told(condition: Condition, topic: Topic) -> Told:
    """The condition in words; facts are named, and told by themselves elsewhere."""
    match condition:
        case All(parts) | AnyOf(parts) if len(parts) == 1:
            return told(parts[0], topic)
        case All(parts):
            words = "always" if condition == ALWAYS else "all of these:"
            return Told(words, _each(parts, topic))
        case AnyOf(parts):
            return Told("any of these:", _each(parts, topic))
        case AtLeast(count, parts):
            return Told(f"at least {count} of these:", _each(parts, topic))
        case Not(part):
            inner = told(part, topic)
            if inner.parts:
                return Told("it is known that this is not so:", (inner,))
            return Told(f"it is known that this is not so: {inner.words}")
        case leaf:
            return Told(_leaf(leaf, topic))


def _each(parts: Iterable[Condition], topic: Topic) -> tuple[Told, ...]:
    return tuple(told(part, topic) for part in parts)


def _leaf(leaf: Leaf, topic: Topic) -> str:
    about = _subject(leaf.name, topic)
    match leaf:
        case Chosen(name, options):
            return f"{about}: {_options(name, options, topic)}"
        case NotSaid(name, options):
            return f"{about}: answered, and not {_options(name, options, topic)}"
        case InRange():
            return f"{about}: {_range(leaf)}"
        case Marked(name, relation, places, than):
            words = RELATIONS[relation].format(
                places=_options(name, places, topic), than=_options(name, than, topic)
            )
            return f"{about}: {words}"


def _range(leaf: InRange) -> str:
    low = "" if leaf.at_least is None else f"{leaf.at_least:g} or more"
    high = "" if leaf.below is None else f"below {leaf.below:g}"
    return ", ".join(filter(None, (low, high)))


def _subject(name: str, topic: Topic) -> str:
    fact = topic.facts.get(name)
    return fact.about if fact else topic.questionnaire.question_by_id[name].title


def _options(name: str, options: Iterable[str], topic: Topic) -> str:
    return " or ".join(f"“{_option(name, option, topic)}”" for option in options)


def _option(name: str, option: str, topic: Topic) -> str:
    """The words of an option of a question, or of a value of a fact."""
    fact = topic.facts.get(name)
    if fact is not None:
        value = fact.value(option)
        return value.says if value else option
    if option.startswith(OWN_MARK):
        return topic.medicines.by_id[option.removeprefix(OWN_MARK)].name
    known = topic.questionnaire.question_by_id[name].option_by_id
    return known[option].words if option in known else option
