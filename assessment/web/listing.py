"""Listing: the questions of a topic as plain data, for machines to read."""

from __future__ import annotations

from typing import Any

from assessment.core.questionnaire import Option, Page, Question
from assessment.core.topic import Topic
from assessment.core.written import written


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
        show_when=written(question.show_when),
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
                show_when=written(group.show_when),
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
        show_when=written(option.show_when),
    )


def _without_empty(**parts: Any) -> dict[str, Any]:
    empty: tuple[object, ...] = (None, "", [], {})
    return {key: value for key, value in parts.items() if value not in empty}
