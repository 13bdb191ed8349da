"""Exports: a visit as files for computers, by format; the paper carries all of them."""

from __future__ import annotations

from assessment.core.assess import Assessment
from assessment.core.explain import Translate
from assessment.core.summary import Summary
from assessment.core.topic import Topic
from assessment.export.fhir_questionnaire import questionnaire
from assessment.export.fhir_response import questionnaire_response
from assessment.export.record import as_bytes, record
from assessment.pdf.attachment import Attachment
from assessment.web.settings import Settings

RECORD, RESPONSE, QUESTIONS = FORMATS = ("json", "fhir-response", "fhir-questionnaire")
RECORD_NAME = "answers.json"


def export(
    form: str, topic: Topic, found: Assessment, summary: Summary, translate: Translate
) -> Attachment:
    """The visit as a file of one of the `FORMATS`, under a name that tells nothing."""
    if form == RECORD:
        return Attachment(
            RECORD_NAME,
            "application/json",
            translate("The answers, and what the rules make of them"),
            as_bytes(record(topic, found, summary)),
        )
    if form == RESPONSE:
        return Attachment(
            "fhir-response.json",
            "application/fhir+json",
            translate("The answers, as a FHIR R4 QuestionnaireResponse"),
            as_bytes(questionnaire_response(topic, found.known, summary, translate)),
        )
    return Attachment(
        "fhir-questionnaire.json",
        "application/fhir+json",
        translate("The questions, as a FHIR R4 Questionnaire"),
        as_bytes(questionnaire(topic, translate)),
    )


def attachments(
    settings: Settings,
    topic: Topic,
    found: Assessment,
    summary: Summary,
    translate: Translate,
) -> tuple[Attachment, ...]:
    """What travels inside the paper: all of them, or nothing where that is off."""
    if not settings.embed:
        return ()
    return tuple(export(form, topic, found, summary, translate) for form in FORMATS)
