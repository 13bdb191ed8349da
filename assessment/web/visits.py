"""Visits: to and from the bytes that are sealed, also when the rules have changed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import NamedTuple

from assessment.core.answers import Answer, Answers
from assessment.core.questionnaire import Kind, Question
from assessment.core.topic import Topic
from assessment.core.visit import Visit


class Code(NamedTuple):
    """A code that opens the visit elsewhere, as the visit remembers it."""

    words: str  # as it was given to the person
    secret: str  # what the row of the copy hangs on
    holder: str  # a mark of the one visit whose changes the copy follows
    expires: int  # epoch seconds


def pack(visit: Visit, seen: int, code: Code | None = None) -> bytes:
    """The visit, when its person was last seen, and its code if it has one."""
    kept = {"seen": seen, "visit": visit.to_json(), "code": code}
    return json.dumps(kept, separators=(",", ":")).encode()


def unpack(payload: bytes, topic: Topic) -> tuple[Visit | None, int]:
    """The visit that was packed, and when its person was last seen.

    None when it is not a visit to this topic. When the rules were changed since, what
    still answers today's questions is kept.
    """
    try:
        kept = json.loads(payload)
        visit, seen = Visit.from_json(kept["visit"]), kept["seen"]
    except (ValueError, KeyError, TypeError, AttributeError):
        # Only an older version of this program can have sealed it.
        return None, 0
    if visit.topic != topic.id:
        return None, 0
    if visit.content_version != topic.content_version:
        visit = _carried_over(visit, topic)
    return visit, seen


def unpack_code(payload: bytes) -> Code | None:
    """The code that was packed with the visit."""
    code = json.loads(payload).get("code")
    return None if code is None else Code(*code)


def _carried_over(visit: Visit, topic: Topic) -> Visit:
    answers = topic.know(_fitting(visit.answers, topic)).answers
    earlier = visit.earlier
    if earlier is not None:
        earlier = replace(earlier, answers=_fitting(earlier.answers, topic))
    flags = {flag.id for flag in topic.red_flags}
    return visit.with_(
        content_version=topic.content_version,
        answers=answers,
        before=None,
        dropped=(),
        # An option that was never seen must not be read as "no".
        revisit=tuple(
            q.id for q in topic.questionnaire if q.options and q.id in answers
        ),
        warned={flag: at for flag, at in visit.warned.items() if flag in flags},
        understood=tuple(flag for flag in visit.understood if flag in flags),
        cut_short=False,
        earlier=earlier,
        drafts=(),  # their pages may ask something else now
    )


def _fitting(answers: Answers, topic: Topic) -> Answers:
    """The answers that could be given to the questions now."""
    asked = topic.questionnaire.question_by_id
    return Answers(
        {
            question_id: answer
            for question_id, answer in answers.items()
            if question_id in asked and _still_fits(asked[question_id], answer)
        }
    )


def _still_fits(question: Question, answer: Answer) -> bool:
    """Whether every part of the answer could be given to the question now."""
    if answer.number is not None:
        low = 0 if question.minimum is None else question.minimum
        high = answer.number if question.maximum is None else question.maximum
        return question.kind is Kind.NUMBER and low <= answer.number <= high
    marks = {mark for option in question.options for mark in question.marks_of(option)}
    if question.kind.one_option and len(answer.options) > 1:
        return False
    return marks.issuperset(answer.options)
