"""Filling in: the form of a page with what was sent, left or answered, and checked."""

from __future__ import annotations

from collections.abc import Mapping

from flask import request

from assessment.core import journey
from assessment.core.answers import Answer, Answers
from assessment.core.questionnaire import Page
from assessment.core.visit import Visit
from assessment.web import drafts, session
from assessment.web.controls import Control, build_control
from assessment.web.forms import Entry, PageForm, entry_of
from assessment.web.site import current_site


def bind(visit: Visit, page: Page, sent: drafts.Sent) -> PageForm:
    """The page's form with what was sent, for the questions that it showed."""
    form = current_site().forms[page.place](sent)
    topic = session.current_topic()
    known = topic.know(visit.answers)
    for name, field in form.answer_fields:
        field.question = topic.questionnaire.question_by_id[field.question.id]
        field.offered = known.offered(field.question.id)
        if not known.shows(field.question.id):
            del form[name]
    return form


def validate(form: PageForm, visit: Visit) -> Mapping[str, Answer]:
    """The valid answers. An answer can close or open what the page asks after it."""
    topic = session.current_topic()
    replies: dict[str, Answer] = {}
    for name, field in form.answer_fields:
        known = topic.know(Answers({**visit.answers, **replies}))
        question_id = field.question.id
        if not known.shows(question_id):
            del form[name]
            continue
        field.offered = known.offered(question_id)
        if field.validate(form):
            replies[question_id] = field.data
    return replies


def dangers(visit: Visit, page: Page) -> Mapping[str, Answer]:
    """The replies without a "none of these" that stands beside an emergency.

    Empty where there is no emergency, or something else is wrong too: then the
    contradiction is for the person to clear up.
    """
    form = bind(visit, page, request.form)
    for _name, field in form.answer_fields:
        field.drop_exclusive()
    replies = validate(form, visit)
    topic = session.current_topic()
    after = journey.answer_page(topic, visit, replies)
    return replies if not form.errors and journey.interrupts(topic, after) else {}


def controls(form: PageForm, *, told_what_lacks: bool = True) -> list[Control]:
    """The questions of the form to draw, each with the first thing that is wrong."""
    return [
        build_control(
            f.question,
            f.offered,
            f.entry,
            next(iter(f.errors), "") if told_what_lacks or f.entry != Entry() else "",
            session.current_topic().medicines,
        )
        for _name, f in form.answer_fields
    ]


def filled_in(visit: Visit, page: Page) -> list[Control]:
    """The page as it was left, or as it was answered."""
    topic, draft = session.current_topic(), visit.draft_of(page.place)
    if draft is not None:
        form = bind(visit, page, drafts.as_sent(draft))
        validate(form, visit)
        return controls(form, told_what_lacks=False)
    known = topic.know(visit.answers)
    return [
        build_control(
            q,
            known.offered(q.id),
            entry_of(known.answers.get(q.id)),
            medicines=topic.medicines,
        )
        for q in known.shown_on(page)
    ]
