"""The question page: shows one page of the questionnaire and takes its answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.answers import Answer, Answers
from assessment.core.questionnaire import Page
from assessment.core.visit import Visit
from assessment.storage import StoreUnavailable
from assessment.web import clock, journal, places, session
from assessment.web.controls import Control, build_control
from assessment.web.errors import RETRY_SECONDS
from assessment.web.forms import PageForm, entry_of
from assessment.web.site import current_site
from assessment.web.summaries import alarm


def init_app(app: Flask) -> None:
    """Give question pages their addresses."""
    app.add_url_rule(
        "/<topic_id>/<step>/<int:number>",
        "question",
        question,
        methods=["GET", "POST"],
    )


@places.for_visit
def question(visit: Visit, step: str, number: int) -> ResponseReturnValue:
    """Show the page, or take its answers and go on."""
    page = _page_at(step, number)
    if not _may_open(visit, page):
        return places.see_other(places.way_on(visit))
    if request.method == "POST":
        return _take(visit, page)
    known = current_site().topic.know(visit.answers)
    controls = [
        build_control(q, known.offered(q.id), entry_of(known.answers.get(q.id)))
        for q in known.shown_on(page)
    ]
    return _show(visit, page, controls, notice=_dropped(visit))


def as_sent(visit: Visit, step: str, number: int, notice: str) -> ResponseReturnValue:
    """The page filled in as it was sent, with a notice; nothing is taken."""
    page = _page_at(step, number)
    if not _may_open(visit, page):
        return places.see_other(places.way_on(visit))
    form = _bind(visit, page)
    return make_response(_show(visit, page, _controls(form), notice), 400)


def _page_at(step: str, number: int) -> Page:
    page = current_site().topic.questionnaire.page_at.get((step, number))
    if page is None:
        abort(404)
    return page


def _may_open(visit: Visit, page: Page) -> bool:
    """Whether the page can be shown: nothing leads on past a new warning."""
    topic = current_site().topic
    if not journey.may_open(topic, visit, page):
        return False
    answered = journey.is_complete(page, topic.know(visit.answers), visit)
    return answered or not journey.interrupts(topic, visit)


def _take(visit: Visit, page: Page) -> ResponseReturnValue:
    topic = current_site().topic
    form = _bind(visit, page)
    replies = _validate(form, visit)
    if form.errors:
        return _show(visit, page, _controls(form)), 422
    after = journey.answer_page(topic, visit, replies)
    after = journey.note_warnings(topic, after, clock.now())
    try:
        session.keep(after)
    except StoreUnavailable as error:
        journal.failed(error)
        return _not_saved(visit, page, form)
    if journey.interrupts(topic, after):
        return places.see_other(places.of("stop"))
    if not journey.is_complete(page, topic.know(after.answers), after):
        # One of the answers made this page ask more.
        return places.see_other(places.at(page))
    return places.see_other(places.at(journey.next_page(topic, visit, after, page)))


def _bind(visit: Visit, page: Page) -> PageForm:
    """The page's form with what was sent, for the questions that it showed."""
    site = current_site()
    form = site.forms[page.place](request.form)
    known = site.topic.know(visit.answers)
    for name, field in form.answer_fields:
        field.offered = known.offered(field.question.id)
        if not known.shows(field.question.id):
            del form[name]
    return form


def _validate(form: PageForm, visit: Visit) -> Mapping[str, Answer]:
    """The valid answers. An answer can close or open what the page asks after it."""
    topic = current_site().topic
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


def _controls(form: PageForm) -> list[Control]:
    return [
        build_control(f.question, f.offered, f.entry, next(iter(f.errors), ""))
        for _name, f in form.answer_fields
    ]


def _show(visit: Visit, page: Page, controls: list[Control], notice: str = "") -> str:
    topic = current_site().topic
    before = journey.previous_page(topic, visit, page)
    return render_template(
        "pages/question.html",
        progress=journey.progress(topic, page),
        back_url=places.at(before) if before else url_for("start"),
        action=places.at(page),
        controls=controls,
        trouble=[(f"#{c.first_id}", c.error) for c in controls if c.error],
        alarm=alarm(visit),
        notice=notice,
    )


def _not_saved(visit: Visit, page: Page, form: PageForm) -> ResponseReturnValue:
    notice = _(
        "Your answers on this page were not saved. Wait a moment, then press Continue "
        "once more."
    )
    response = make_response(_show(visit, page, _controls(form), notice), 503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _dropped(visit: Visit) -> str:
    """What to say after a change that made earlier answers fall away."""
    if not visit.dropped:
        return ""
    asked = current_site().topic.questionnaire.question_by_id
    titles = ", ".join(f"“{asked[question].title}”" for question in visit.dropped)
    return _(
        "After your change we no longer use your answers to: %(titles)s. You can undo "
        "this at the end, before you see your summary.",
        titles=titles,
    )
