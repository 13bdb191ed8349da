"""Lays all rules of a topic out for a clinical reviewer to read, tick and sign."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from assessment.core.conditions import Condition
from assessment.core.findings import Urgency
from assessment.core.told import Told, told
from assessment.core.topic import Review, Topic
from assessment.pdf.paper import Edition, filled_in

Rule = TypeVar("Rule")
Key = TypeVar("Key")

STYLESHEETS = ("paper.css", "catalogue.css")


@dataclass(frozen=True, slots=True)
class Files:
    """Some rule files, with who wrote them and who has reviewed them."""

    name: str
    authors: tuple[str, ...]
    review: Review


@dataclass(frozen=True, slots=True)
class VoiceText:
    """Words that stand in the place of others, for whoever answers for somebody."""

    voice: str
    name: str  # of the text that it replaces: `questions.age.ask`
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class Backing:
    """What the topic itself does not hold: where rules stand, and who answers."""

    places: Mapping[str, str]  # `causes.some_cause` to `file:line`
    medicines: Mapping[str, str]  # the name in `places` of each medicine, by id
    files: Sequence[Files]
    voices: Sequence[VoiceText]


def catalogue_html(
    topic: Topic, backing: Backing, made_on: date, *, edition: Edition
) -> str:
    """Return everything that the rules ask and say as HTML, for `STYLESHEETS`.

    The same topic, backing, day and edition give the same HTML. It has hundreds of
    pages for a large topic, and takes minutes to lay out: too long for the pool.
    """

    def in_words(condition: Condition | None) -> Told | None:
        return None if condition is None else told(condition, topic)

    return filled_in(
        "catalogue",
        edition,
        topic=topic,
        backing=backing,
        made_on=made_on,
        in_words=in_words,
        medicines=backing.medicines,
        at=lambda name: backing.places.get(name, ""),
        levels=sorted(Urgency, reverse=True),
        signs=_by(topic.red_flags, lambda flag: flag.urgency),
        causes=_by(topic.causes, lambda cause: cause.group),
        counts=_counts(topic),
    )


def _by(rules: Iterable[Rule], key: Callable[[Rule], Key]) -> dict[Key, list[Rule]]:
    """The rules by what they have in common, in the order in which it first comes."""
    found: dict[Key, list[Rule]] = {}
    for rule in rules:
        found.setdefault(key(rule), []).append(rule)
    return found


def _counts(topic: Topic) -> list[tuple[int, str]]:
    findings = sum(len(cause.evidence) for cause in topic.causes)
    return [
        (len(topic.questionnaire.question_by_id), "questions"),
        (len(topic.red_flags), "warning signs"),
        (len(topic.causes), "causes"),
        (findings, "findings"),
        (len(topic.facts), "facts"),
        (len(topic.next_steps), "next steps"),
        (len(topic.medicines.by_id), "medicines"),
        (len(topic.sources), "sources"),
    ]
