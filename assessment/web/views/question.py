"""The question page: shows one page of the questionnaire and takes its answers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from flask import (
    Flask,
    Response,
    abort,
    make_response,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.answers import Answer
from assessment.core.questionnaire import Page
from assessment.core.since import may_be_anothers
from assessment.core.visit import Draft, Respondent, Visit
from assessment.storage import StoreUnavailable
from assessment.web import clock, drafts, filling, places, session, text_size
from assessment.web.controls import Control
from assessment.web.earlier import not_compared
from assessment.web.errors import later, store_failed
from assessment.web.forms import PageForm
from assessment.web.medicines import notice_of_names
from assessment.web.site import current_settings, current_site
from assessment.web.summaries import alarm
from assessment.web.views.stop import stop

# The names of buttons; no id of a question has a dash.
BACK = "go-back"
REST = "have-a-rest"
LATER = "go-on-later"
ASIDE = "look-at"
ASIDES = ("help", "privacy", "about")
STAY = {REST, LATER, ASIDE, text_size.NAME}  # these leave the page to be finished

# What the script adds to a form that it sends in the background, and what tells it
# from one that comes late, when the page was taken in already.
ONLY_KEEP = "only-keep"
TAKEN = "pages-taken"


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
    if not (may_show(visit, page) or _is_changed(visit, page)):
        way_on = places.way_on(visit)
        if places.at(page) != way_on:
            return places.see_other(way_on)
        return stop(visit, _title(page))
    return _show(
        visit, page, filling.filled_in(visit, page), places.notice_on_arrival()
    )


def _title(page: Page) -> str:
    at = journey.progress(session.current_topic(), page)
    return _(
        "Step %(number)s of %(count)s: %(title)s",
        number=at.number,
        count=at.count,
        title=at.step.title,
    )


def page_at(step: str, number: int) -> Page | None:
    """The page at this place; None when there is none."""
    return session.current_topic().questionnaire.page_at.get((step, number))


def as_sent(
    visit: Visit, page: Page, notice: str, status: int = 400
) -> ResponseReturnValue:
    """The page filled in as it was sent, with a notice; nothing is taken."""
    if not _is_asked(visit, page):
        return places.see_other(f"{places.way_on(visit)}?{places.AGAIN}")
    form = filling.bind(visit, page, request.form)
    return make_response(_show(visit, page, filling.controls(form), notice), status)


def _is_asked(visit: Visit, page: Page) -> bool:
    return page in session.current_topic().know(visit.answers).pages


def may_show(visit: Visit, page: Page) -> bool:
    """Whether the page can be shown: nothing leads on past a new warning."""
    topic = session.current_topic()
    if not journey.may_open(topic, visit, page):
        return False
    answered = journey.is_complete(page, topic.know(visit.answers), visit)
    return answered or not journey.interrupts(topic, visit)


def _is_changed(visit: Visit, page: Page) -> bool:
    """Whether the person came to take back or change what they answered here."""
    known = session.current_topic().know(visit.answers)
    asked = (question.id for question in known.shown_on(page))
    return places.CHANGE in request.args and any(q in known.answers for q in asked)


def _take(visit: Visit, page: Page) -> ResponseReturnValue:
    """Keep what was sent, whatever another window did since, then lead on or back."""
    if not _is_asked(visit, page):
        return places.closed(visit)
    topic = session.current_topic()
    form = filling.bind(visit, page, request.form)
    draft = drafts.left_on(page, request.form, form, topic.know(visit.answers))
    if ONLY_KEEP in request.form:
        return _only_keep(visit.with_draft(page.place, draft))
    stays = not STAY.isdisjoint(request.form)
    leaves = stays or BACK in request.form
    replies, unfinished = filling.validate(form, visit), None
    if form.errors:
        dangers = filling.dangers(visit, page)
        unfinished = None if dangers else draft
        if not (dangers or leaves):
            return _refused(visit, page, form, draft)
        replies = dangers or replies
    if leaves:
        replies = _said(visit, replies)
    after = journey.answer_page(topic, visit, replies)
    after = after.with_draft(page.place, unfinished).with_(taken=visit.taken + 1)
    if stays:
        after = journey.to_finish(topic, after, page)
    after = journey.note_warnings(topic, after, clock.now())
    try:
        session.keep(after)
    except StoreUnavailable as error:
        store_failed(error)
        return _not_saved(visit, page, form)
    if journey.interrupts(topic, after):
        return places.see_other(places.way_on(after))
    return places.see_other(_way(visit, after, page))


def _way(before: Visit, after: Visit, page: Page) -> str:
    """Where the button that was pressed leads."""
    if BACK in request.form:
        return _before(after, page)
    if REST in request.form:
        return places.away_from(page, "rest")
    if LATER in request.form:
        return places.away_from(page, "later")
    if request.form.get(ASIDE) in ASIDES:
        return url_for(request.form[ASIDE])
    if not STAY.isdisjoint(request.form):
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


def _refused(
    visit: Visit, page: Page, form: PageForm, draft: Draft | None
) -> ResponseReturnValue:
    """The page with what to change. Whoever leaves it now finds it as it was sent."""
    with suppress(StoreUnavailable):
        session.keep(visit.with_draft(page.place, draft))
    return _show(visit, page, filling.controls(form)), 422


def _only_keep(visit: Visit) -> ResponseReturnValue:
    """Keep the draft, unless its page was sent since."""
    if request.form.get(TAKEN) == str(visit.taken):
        session.keep(visit)
    return Response(status=204)


def _show(visit: Visit, page: Page, controls: list[Control], notice: str = "") -> str:
    return render_template(
        "pages/question.html",
        progress=journey.progress(session.current_topic(), page),
        title=_title(page),
        action=places.at(page),
        back_name=BACK,
        rest_name=REST,
        later_name=LATER if current_site().gives_codes else "",
        aside_name=ASIDE,
        taken_name=TAKEN,
        taken=visit.taken,
        controls=controls,
        trouble=[(f"#{c.first_id}", c.error) for c in controls if c.error],
        alarm=alarm(visit),
        notice=notice
        or _dropped(visit)
        or _names_before(visit, page)
        or _anothers(visit, page),
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
    page_again = _show(visit, page, filling.controls(form), notice)
    return later(make_response(page_again, 503))


def _dropped(visit: Visit) -> str:
    """What to say after a change that made earlier answers fall away."""
    if not visit.dropped:
        return ""
    asked = session.current_topic().questionnaire.question_by_id
    titles = ", ".join(f"“{asked[question].title}”" for question in visit.dropped)
    return _(
        "After your change we no longer use your answers to: %(titles)s.", titles=titles
    )


def _anothers(visit: Visit, page: Page) -> str:
    """After the page that tells who the person is: that it is not who it was."""
    topic, today = session.current_topic(), clock.today(current_settings().time_zone)
    before = journey.previous_page(topic, visit, page)
    asked = {question.id for question in before.questions} if before else set()
    rules = topic.page_one.since
    if rules is None or asked.isdisjoint(rules.same_person):
        return ""
    return not_compared() if may_be_anothers(topic, visit, today) else ""


def _names_before(visit: Visit, page: Page) -> str:
    """What the medicines were read as that were typed on the page before this one."""
    topic = session.current_topic()
    known = topic.know(visit.answers)
    before = journey.previous_page(topic, visit, page)
    asked = {question.id for question in before.questions} if before else set()
    if topic.medicines.question not in asked:
        return ""
    return notice_of_names(known.named(topic.medicines.question), topic.medicines)
