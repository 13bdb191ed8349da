"""FHIR QuestionnaireResponse: one visit's answers, as FHIR R4 (4.0.1) writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assessment.core.answers import Answer
from assessment.core.explain import Translate
from assessment.core.known import Known
from assessment.core.questionnaire import Question, Step
from assessment.core.summary import Summary
from assessment.core.topic import Topic
from assessment.core.visit import Respondent
from assessment.export.fhir_questionnaire import canonical, coding, version


def questionnaire_response(
    topic: Topic, known: Known, summary: Summary, translate: Translate = str
) -> dict[str, Any]:
    """The answers as a QuestionnaireResponse to the topic's Questionnaire.

    What was asked and not answered is an item without an answer; what was not asked
    is no item. While a required answer is missing it is in progress. It says who
    answered, and names nobody.
    """
    groups = [
        _group(step, topic, summary, known, translate)
        for step in topic.questionnaire.steps
    ]
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{canonical(topic)}|{version(topic)}",
        "status": "completed" if _is_complete(topic, known) else "in-progress",
        "authored": summary.made_on.isoformat(),
        **_who(summary.respondent, translate),
        "item": [group for group in groups if group["item"]],
    }


def _is_complete(topic: Topic, known: Known) -> bool:
    return all(
        known.answered(question.id)
        for question in topic.questionnaire
        if question.required and known.shows(question.id)
    )


def _who(respondent: Respondent, translate: Translate) -> Mapping[str, Any]:
    """Who answered, and who wrote it down where that was somebody else."""
    if respondent is Respondent.OTHER:
        other = translate("Somebody who answered for the person")
        return {"source": {"type": "RelatedPerson", "display": other}}
    person = translate("The person themselves")
    source = {"source": {"type": "Patient", "display": person}}
    if respondent is not Respondent.STAFF:
        return source
    staff = translate("A member of staff who helped")
    return {"author": {"type": "Practitioner", "display": staff}, **source}


def _group(
    step: Step, topic: Topic, summary: Summary, known: Known, translate: Translate
) -> dict[str, Any]:
    asked = [
        question
        for page in step.pages
        for question in known.shown_on(page)
        if question.id in known.answers or not summary.cut_short
    ]
    return {
        "linkId": step.id,
        "text": step.title,
        "item": [_item(question, topic, known, translate) for question in asked],
    }


def _item(
    question: Question, topic: Topic, known: Known, translate: Translate
) -> dict[str, Any]:
    item: dict[str, Any] = {"linkId": question.id, "text": question.ask}
    answer = known.answers.get(question.id, Answer())
    values: list[dict[str, Any]] = [
        {"valueCoding": coding(topic, question, mark, translate)}
        for mark in answer.options
    ]
    if answer.number is not None:
        values.append({"valueInteger": answer.number})
    # FHIR has no text of nothing but spaces.
    values += [{"valueString": words} for words in answer.typed if words.strip()]
    return {**item, "answer": values} if values else item
