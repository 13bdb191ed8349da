"""The record: one visit as JSON, for other programs and for the next visit.

`docs/record.md` explains every key. A new version of the format gets a new number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NoReturn

from assessment.core.answers import Answer
from assessment.core.assess import Assessment, CauseResult, EvidenceResult
from assessment.core.questionnaire import Kind, Question
from assessment.core.summary import Summary
from assessment.core.topic import Review, Topic
from assessment.core.visit import Respondent

FORMAT, FORMAT_VERSION = "previsit-record", 1
MOST_BYTES = 1 << 20  # ten times what the longest answers make


class RecordError(Exception):
    """This is no record, or not one that can be read; says no word of its content."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a record tells of the visit; `answers` are those of an answers file."""

    topic: str
    content_version: str
    answers_version: int
    made_on: date
    respondent: Respondent
    answers: Mapping[str, Any]


def record(topic: Topic, found: Assessment, summary: Summary) -> dict[str, Any]:
    """The visit as JSON types: who and when, the answers, and what the paper shows."""
    asked = topic.questionnaire.question_by_id
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "topic": topic.id,
        "topic_version": topic.content_version,
        "answers_version": topic.migration.version,
        "made_on": summary.made_on.isoformat(),
        "respondent": summary.respondent.value,
        "review": _review(summary.review),
        "answers": {
            question_id: _as_in_a_file(asked[question_id], answer)
            for question_id, answer in found.known.answers.items()
        },
        "assessment": _as_shown(topic, found, summary),
    }


def as_bytes(content: Mapping[str, Any]) -> bytes:
    """The JSON text of an export, in UTF-8; the same content gives the same bytes."""
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def as_json(topic: Topic, found: Assessment) -> dict[str, Any]:
    """The assessment for machines."""
    return {
        "topic": topic.id,
        "topic_version": topic.content_version,
        "urgency": found.urgency.id,
        "red_flags": [
            {
                "id": result.flag.id,
                "verdict": result.verdict.name.lower(),
                "urgency": result.flag.urgency.id,
            }
            for result in found.red_flags
        ],
        "causes": [_cause(result) for result in found.causes],
        "medicines": [
            {"typed": name.typed, "read_as": list(name.medicines)}
            for name in found.known.named(topic.medicines.question)
        ],
        "next_steps": [step.id for step in found.next_steps],
        "unknown": list(found.unknown),
    }


def _cause(result: CauseResult) -> dict[str, Any]:
    def findings(results: tuple[EvidenceResult, ...]) -> list[str]:
        return [found.evidence.finding for found in results]

    return {
        "id": result.cause.id,
        "band": result.band.id,
        "score": result.score,
        "for": findings(result.supporting),
        "against": findings(result.against),
        "missing": findings(result.missing),
    }


def _review(review: Review) -> dict[str, Any]:
    reviewed_on = review.reviewed_on
    return {
        "status": review.status,
        "reviewed_by": review.reviewed_by,
        "reviewed_on": reviewed_on.isoformat() if reviewed_on else None,
        "changed_since": review.changed,
    }


def _as_in_a_file(question: Question, answer: Answer) -> Any:
    """The answer as an answers file holds it; asked and left blank is an empty list."""
    if answer.number is not None:
        return answer.number
    if question.kind is Kind.TEXT:
        return list(answer.typed)
    return answer.to_json() if answer.typed else list(answer.options)


def _as_shown(topic: Topic, found: Assessment, summary: Summary) -> dict[str, Any]:
    """What `as_json` tells, in the words of the paper, with the causes shown there."""
    told = as_json(topic, found)
    cards = {card.id: card for card in summary.causes}
    return {
        "urgency": told["urgency"],
        "how_soon": summary.how_soon.headline,
        "one_line": summary.page_one.one_line,
        "red_flags": [
            {**flag, "what": result.flag.what}
            for flag, result in zip(told["red_flags"], found.red_flags, strict=True)
        ],
        "not_ruled_out": [warning.id for warning in summary.not_ruled_out],
        "causes": [
            {**cause, "name": card.name, "fits": card.band}
            for cause in told["causes"]
            if (card := cards.get(cause["id"])) is not None
        ],
        "medicines": told["medicines"],
        "measures": [
            {"id": one.id, "name": one.name, "value": one.value}
            for one in summary.measures
        ],
        "next_steps": [
            {"id": step.id, "title": step.title} for step in summary.next_steps
        ],
        "unknown": [
            question
            for question in told["unknown"]
            if question in found.known.answers or not summary.cut_short
        ],
    }


def read_record(content: bytes) -> Record:
    """What a record tells of the visit, for the rulebook to make answers of.

    Anybody may have written it, so nothing of it is believed but its shape. The
    assessment in it is not read: rules of today assess again. Raises RecordError.
    """
    if len(content) > MOST_BYTES:
        _refuse("it is too big")
    try:
        parts = json.loads(content.decode())
        # A lone surrogate is no text, though JSON can spell one.
        json.dumps(parts, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        _refuse("it is not JSON in UTF-8")
    if not isinstance(parts, dict) or parts.get("format") != FORMAT:
        _refuse("it is not a record")
    if parts.get("format_version") != FORMAT_VERSION:
        _refuse("its format is of another version")
    try:
        return _understood(parts)
    except (AttributeError, KeyError, TypeError, ValueError):
        _refuse("a part of it is missing or wrong")


def _understood(parts: Mapping[str, Any]) -> Record:
    version, answers = parts["answers_version"], parts["answers"]
    if type(version) is not int or not all(map(_is_answer, answers.values())):
        raise ValueError
    return Record(
        topic=_text(parts["topic"]),
        content_version=_text(parts["topic_version"]),
        answers_version=version,
        made_on=date.fromisoformat(parts["made_on"]),
        respondent=Respondent(parts["respondent"]),
        answers=answers,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _is_answer(content: Any) -> bool:
    """Whether it has the form of an answer, to whatever question."""
    match content:
        case bool():
            return False
        case int():
            return True
        case list():
            return _are_texts(content)
        case {**parts} if parts.keys() <= {"options", "typed", "meant"}:
            meant: Any = parts.pop("meant", {})
            lists = all(isinstance(p, list) and _are_texts(p) for p in parts.values())
            return lists and _are_texts(meant.values())
    return False


def _are_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _refuse(why: str) -> NoReturn:
    raise RecordError(f"The record cannot be read: {why}.") from None
