"""FHIR Questionnaire: the questions of a topic, as FHIR R4 (4.0.1) writes them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from assessment.core.conditions import All, Chosen, Condition, InRange
from assessment.core.conditions import Any as AnyOf
from assessment.core.explain import Translate, places_in_words
from assessment.core.questionnaire import Kind, Option, Question, Step
from assessment.core.topic import Topic

EXTENSIONS = "http://hl7.org/fhir/StructureDefinition/"


def questionnaire(topic: Topic, translate: Translate = str) -> dict[str, Any]:
    """The topic as a Questionnaire: a group for each step, with its questions."""
    return {
        "resourceType": "Questionnaire",
        "url": canonical(topic),
        "version": version(topic),
        "title": topic.title,
        "status": _status(topic),
        "subjectType": ["Patient"],
        "item": [_group(step, topic, translate) for step in topic.questionnaire.steps],
    }


def canonical(topic: Topic) -> str:
    """The name of the Questionnaire, without its version; nothing to be fetched."""
    return f"urn:previsit:{topic.id}"


def version(topic: Topic) -> str:
    """The version of the content, in characters that a canonical name may have."""
    return quote(f"{topic.version}-{topic.digest[:8]}", safe="")


def coding(
    topic: Topic, question: Question, mark: str, translate: Translate
) -> dict[str, str]:
    """What can be chosen, as a code of its question with the words that were read."""
    if question.kind is Kind.BODY_MAP:
        words = places_in_words(question, (mark,), translate)
    else:
        words = question.option_by_id[mark].label
    return {**_code(topic, question, mark), "display": words}


def _code(topic: Topic, question: Question, mark: str) -> dict[str, str]:
    return {"system": f"{canonical(topic)}:{question.id}", "code": mark}


def _status(topic: Topic) -> str:
    if topic.review.withdrawn:
        return "retired"
    return "active" if topic.review.reviewed else "draft"


def _group(step: Step, topic: Topic, translate: Translate) -> dict[str, Any]:
    questions = [question for page in step.pages for question in page.questions]
    return {
        "linkId": step.id,
        "text": step.title,
        "type": "group",
        "item": [_item(question, topic, translate) for question in questions],
    }


def _item(question: Question, topic: Topic, translate: Translate) -> dict[str, Any]:
    item = {
        "linkId": question.id,
        "text": question.ask,
        "type": _type(question),
        **_gate(question, topic),
        "required": question.required,
        "repeats": _repeats(question),
        "answerOption": [
            _answer_option(coding(topic, question, mark, translate), option)
            for option in question.options
            for mark in question.marks_of(option)
        ],
        "extension": [*_about_number(question)],
    }
    return {key: value for key, value in item.items() if value not in ([], False)}


def _about_number(question: Question) -> Iterator[dict[str, Any]]:
    """What the number may be, and of what it is."""
    if question.minimum is not None:
        yield {"url": f"{EXTENSIONS}minValue", "valueInteger": question.minimum}
    if question.maximum is not None:
        yield {"url": f"{EXTENSIONS}maxValue", "valueInteger": question.maximum}
    if question.unit:
        unit = {"display": question.unit}
        yield {"url": f"{EXTENSIONS}questionnaire-unit", "valueCoding": unit}


def _takes_words(question: Question) -> bool:
    return question.typed or any(option.typed for option in question.options)


def _type(question: Question) -> str:
    if question.kind is Kind.NUMBER:
        return "integer"
    if question.kind is Kind.TEXT:
        return "text"
    return "open-choice" if _takes_words(question) else "choice"


def _repeats(question: Question) -> bool:
    """Whether it can have several answers; typed words beside an option are one."""
    one = question.kind.one_option or question.kind is Kind.NUMBER
    return not one or _takes_words(question)


def _answer_option(coded: dict[str, str], option: Option) -> dict[str, Any]:
    if not option.exclusive:
        return {"valueCoding": coded}
    url = f"{EXTENSIONS}questionnaire-optionExclusive"
    return {
        "extension": [{"url": url, "valueBoolean": True}],
        "valueCoding": coded,
    }


def _gate(question: Question, topic: Topic) -> dict[str, Any]:
    """When it is asked, if FHIR can say so; half a condition would be a wrong one."""
    joined, tests = _tests(question.show_when, topic)
    return {"enableWhen": tests, "enableBehavior": joined} if tests else {}


def _tests(condition: Condition, topic: Topic) -> tuple[str, list[dict[str, Any]]]:
    """How tests of FHIR that say the condition join, and the tests; none if none do.

    FHIR looks at answers to questions alone. It knows no facts, no typed names that
    count as ticked, no question that an earlier "no" has answered, and no "unknown",
    so that "not" would be true of it.
    """
    match condition:
        case All(parts) | AnyOf(parts):
            joined = "all" if isinstance(condition, All) else "any"
            found = [_tests(part, topic) for part in parts]
            if all(t and (len(t) == 1 or how == joined) for how, t in found):
                return joined, [test for _, tests in found for test in tests]
        case Chosen(name, options):
            return "any", _chosen(topic, name, options)
        case InRange(name, at_least, below):
            bounds = ((">=", at_least), ("<", below))
            return "all", [
                _test(name, operator, answerInteger=math.ceil(bound))
                for operator, bound in bounds
                if bound is not None and name in topic.questionnaire.question_by_id
            ]
    return "", []


def _chosen(topic: Topic, name: str, options: tuple[str, ...]) -> list[dict[str, Any]]:
    question = topic.questionnaire.question_by_id.get(name)
    read = name == topic.medicines.question
    if question is None or read or question.when_hidden in options:
        return []
    return [
        _test(name, "=", answerCoding=_code(topic, question, mark))
        for option in options
        for mark in question.marks_of(question.option_by_id[option])
    ]


def _test(name: str, operator: str, **answer: Any) -> dict[str, Any]:
    return {"question": name, "operator": operator, **answer}
