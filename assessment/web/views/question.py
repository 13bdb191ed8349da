"""The question page: shows one page of the questionnaire and takes its answers."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.answers import Answer, Answers
from assessment.core.questionnaire import Page
from assessment.core.visit import Respondent, Visit
from assessment.storage import StoreUnavailable
from assessment.web import clock, places, session, text_size
from assessment.web.controls import Control, build_control
from assessment.web.errors import later, store_failed
from assessment.web.forms import Entry, PageForm, entry_of
from assessment.web.medicines import notice_of_names
from assessment.web.site import current_site
from assessment.web.summaries import alarm

# The names of buttons; no id of a question has a dash.
BACK = "go-back"
REST = "have-a-rest"
LATER = "go-on-later"
STAY = {REST, LATER, text_size.NAME}  # these leave the page to be finished


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
    page = page_at(step, number)
    if page is None:
        abort(404)
    if request.method == "POST":
        return _take(visit, page)
    if not may_show(visit, page):
        return places.see_other(places.way_on(visit))
    known = session.current_topic().know(visit.answers)
    medicines = session.current_topic().medicines
    controls = [
        build_control(
            q,
            known.offered(q.id),
            entry_of(known.answers.get(q.id)),
            medicines=medicines,
        )
        for q in known.shown_on(page)
    ]
    return _show(visit, page, controls, places.notice_on_arrival())


def page_at(step: str, number: int) -> Page | None:
    """The page at this place; None when there is none."""
    return session.current_topic().questionnaire.page_at.get((step, number))


def as_sent(
    visit: Visit, page: Page, notice: str, status: int = 400
) -> ResponseReturnValue:
    """The page filled in as it was sent, with a notice; nothing is taken."""
    if not _is_asked(visit, page):
        return places.closed(visit)
    form = _bind(visit, page)
    return make_response(_show(visit, page, _controls(form), notice), status)


def _is_asked(visit: Visit, page: Page) -> bool:
    return page in session.current_topic().know(visit.answers).pages


def may_show(visit: Visit, page: Page) -> bool:
    """Whether the page can be shown: nothing leads on past a new warning."""
    topic = session.current_topic()
    if not journey.may_open(topic, visit, page):
        return False
    answered = journey.is_complete(page, topic.know(visit.answers), visit)
    return answered or not journey.interrupts(topic, visit)


def _take(visit: Visit, page: Page) -> ResponseReturnValue:
    """Keep what was sent, whatever another window did since, then lead on or back."""
    if not _is_asked(visit, page):
        return places.closed(visit)
    goes_back, stays = BACK in request.form, not STAY.isdisjoint(request.form)
    form = _bind(visit, page)
    replies = _validate(form, visit)
    if form.errors:
        dangers = _dangers(visit, page)
        if not (dangers or goes_back or (stays and _only_lacks(form))):
            return _show(visit, page, _controls(form)), 422
        replies = dangers or replies
    if goes_back or stays:
        replies = _said(visit, replies)
    topic = session.current_topic()
    after = journey.answer_page(topic, visit, replies)
    if stays:
        after = journey.to_finish(topic, after, page)
    after = journey.note_warnings(topic, after, clock.now())
    try:
        session.keep(after)
    except StoreUnavailable as error:
        store_failed(error)
        return _not_saved(visit, page, form)
    if journey.interrupts(topic, after):
        return places.see_other(places.of("stop"))
    return places.see_other(_way(visit, after, page))


def _way(before: Visit, after: Visit, page: Page) -> str:
    """Where the button that was pressed leads."""
    if BACK in request.form:
        return _before(after, page)
    if REST in request.form:
        return places.away_from(page, "rest")
    if LATER in request.form:
        return places.away_from(page, "later")
    if text_size.NAME in request.form:
        return places.at(page)
    return _next(before, after, page)


def _next(before: Visit, after: Visit, page: Page) -> str:
    topic = session.current_topic()
    if not journey.may_open(topic, after, page):
        return places.way_on(after)
    if not journey.is_complete(page, topic.know(after.answers), after):
        # One of the answers made this page ask more.
        return places.at(page)
    return places.at(journey.next_page(topic, before, after, page))


def _before(visit: Visit, page: Page) -> str:
    earlier = journey.previous_page(session.current_topic(), visit, page)
    return places.at(earlier) if earlier else url_for("start")


def _said(visit: Visit, replies: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The replies without what was not yet answered and is left blank still."""
    return {
        question_id: reply
        for question_id, reply in replies.items()
        if not reply.blank or question_id in visit.answers
    }


def _only_lacks(form: PageForm) -> bool:
    """Whether all that is wrong is what was left blank: nothing sent would be lost."""
    return all(f.entry == Entry() for _name, f in form.answer_fields if f.errors)


def _dangers(visit: Visit, page: Page) -> Mapping[str, Answer]:
    """The replies without a "none of these" that stands beside an emergency.

    Empty where there is no emergency, or something else is wrong too: then the
    contradiction is for the person to clear up.
    """
    form = _bind(visit, page)
    for _name, field in form.answer_fields:
        field.drop_exclusive()
    replies = _validate(form, visit)
    topic = session.current_topic()
    after = journey.answer_page(topic, visit, replies)
    return replies if not form.errors and journey.interrupts(topic, after) else {}


def _bind(visit: Visit, page: Page) -> PageForm:
    """The page's form with what was sent, for the questions that it showed."""
    form = current_site().forms[page.place](request.form)
    topic = session.current_topic()
    known = topic.know(visit.answers)
    for name, field in form.answer_fields:
        field.question = topic.questionnaire.question_by_id[field.question.id]
        field.offered = known.offered(field.question.id)
        if not known.shows(field.question.id):
            del form[name]
    return form


def _validate(form: PageForm, visit: Visit) -> Mapping[str, Answer]:
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


def _controls(form: PageForm) -> list[Control]:
    return [
        build_control(
            f.question,
            f.offered,
            f.entry,
            next(iter(f.errors), ""),
            session.current_topic().medicines,
        )
        for _name, f in form.answer_fields
    ]


def _show(visit: Visit, page: Page, controls: list[Control], notice: str = "") -> str:
    return render_template(
        "pages/question.html",
        progress=journey.progress(session.current_topic(), page),
        action=places.at(page),
        back_name=BACK,
        rest_name=REST,
        later_name=LATER if current_site().gives_codes else "",
        controls=controls,
        trouble=[(f"#{c.first_id}", c.error) for c in controls if c.error],
        alarm=alarm(visit),
        notice=notice or _dropped(visit) or _names_before(visit, page),
        undo_url=places.of("undo") if visit.dropped and not notice else "",
        for_other=(
            visit.respondent is Respondent.OTHER
            and session.current_topic() is current_site().topic
        ),
    )


def _not_saved(visit: Visit, page: Page, form: PageForm) -> ResponseReturnValue:
    notice = _(
        "Your answers on this page were not saved. Wait a moment, then press Continue "
        "once more."
    )
    return later(make_response(_show(visit, page, _controls(form), notice), 503))


def _dropped(visit: Visit) -> str:
    """What to say after a change that made earlier answers fall away."""
    if not visit.dropped:
        return ""
    asked = session.current_topic().questionnaire.question_by_id
    titles = ", ".join(f"“{asked[question].title}”" for question in visit.dropped)
    return _(
        "After your change we no longer use your answers to: %(titles)s.", titles=titles
    )


def _names_before(visit: Visit, page: Page) -> str:
    """What the medicines were read as that were typed on the page before this one."""
    topic = session.current_topic()
    known = topic.know(visit.answers)
    before = journey.previous_page(topic, visit, page)
    asked = {question.id for question in before.questions} if before else set()
    if topic.medicines.question not in asked:
        return ""
    return notice_of_names(known.named(topic.medicines.question), topic.medicines)
