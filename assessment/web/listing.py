"""Listing: the questions of a topic as plain data, for machines to read."""

from __future__ import annotations

from typing import Any

from assessment.core.conditions import (
    ALWAYS,
    All,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Marked,
    Not,
    NotSaid,
)
from assessment.core.conditions import Any as AnyOf
from assessment.core.questionnaire import Option, Page, Question
from assessment.core.topic import Topic


def listing(topic: Topic) -> dict[str, Any]:
    """Steps, pages, questions, options and conditions, in the order of asking."""
    return {
        "topic": topic.id,
        "topic_version": topic.content_version,
        "steps": [
            {
                "id": step.id,
                "title": step.title,
                "pages": [_page(page) for page in step.pages],
            }
            for step in topic.questionnaire.steps
        ],
    }


def _page(page: Page) -> dict[str, Any]:
    return {
        "number": page.number,
        "questions": [_question(question) for question in page.questions],
    }


def _question(question: Question) -> dict[str, Any]:
    return _without_empty(
        id=question.id,
        kind=question.kind.value,
        ask=question.ask,
        help=question.help,
        why=question.why,
        required=question.required,
        show_when=condition_data(question.show_when),
        when_hidden=question.when_hidden,
        minimum=question.minimum,
        maximum=question.maximum,
        unit=question.unit,
        sides=list(question.sides),
        regions={name: list(places) for name, places in question.regions.items()},
        typed=question.typed or None,
        groups=[
            _without_empty(
                id=group.id,
                heading=group.heading,
                show_when=condition_data(group.show_when),
            )
            for group in question.groups
        ],
        options=[_option(option) for option in question.options],
    )


def _option(option: Option) -> dict[str, Any]:
    return _without_empty(
        id=option.id,
        label=option.label,
        group=option.group,
        means=option.meaning.value,
        exclusive=option.exclusive or None,
        score=option.score,
        sided=option.sided or None,
        typed=option.typed or None,
        show_when=condition_data(option.show_when),
    )


def condition_data(condition: Condition) -> dict[str, Any] | None:
    """The condition as rule files write it; None for one that always holds."""
    match condition:
        case All(parts):
            return None if condition == ALWAYS else {"all": _parts(parts)}
        case AnyOf(parts):
            return {"any": _parts(parts)}
        case Not(part):
            return {"not": condition_data(part)}
        case AtLeast(count, parts):
            return {"at_least": {"count": count, "of": _parts(parts)}}
        case Chosen(name, options):
            return {name: list(options)}
        case NotSaid(name, options):
            return {name: {"not_said": list(options)}}
        case InRange(name, at_least, below):
            bounds = {"at_least": at_least, "below": below}
            return {name: {key: n for key, n in bounds.items() if n is not None}}
        case Marked():
            return {condition.name: _relation(condition)}


def _parts(parts: tuple[Condition, ...]) -> list[dict[str, Any] | None]:
    return [condition_data(part) for part in parts]


def _relation(marked: Marked) -> dict[str, Any]:
    places = {marked.relation.value: list(marked.places)}
    if marked.than:
        word = "as" if marked.relation.value == "as_many" else "than"
        places[word] = list(marked.than)
    return places


def _without_empty(**parts: Any) -> dict[str, Any]:
    empty: tuple[object, ...] = (None, "", [], {})
    return {key: value for key, value in parts.items() if value not in empty}
