"""Start and finish: a visit begins with who fills it in, and ends with nothing kept."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.visit import Respondent, Visit
from assessment.web import limits, places, session, text_size
from assessment.web.controls import Choice
from assessment.web.site import current_site
from assessment.web.summaries import alarm
from assessment.web.views.kiosk import LEFT, after_wiping, calls_for_help

EARLIER = "earlier"  # the name of the button of who has a summary from last time
OVER = "over"  # the name of the button of who leaves a shared screen to the next
AGAIN = "start-again"  # of who has begun, and wants to begin once more


def init_app(app: Flask) -> None:
    """Give the start, finish and finished pages their addresses."""
    app.add_url_rule("/", "start", start, methods=["GET", "POST"])
    app.add_url_rule("/finish", "ask_to_finish", ask_to_finish)
    app.add_url_rule("/finish", "finish", finish, methods=["POST"])
    app.add_url_rule("/finished", "finished", finished)
    app.add_url_rule("/finished/code", "finished_with_code", finished)


def start() -> ResponseReturnValue:
    """The start page; its form begins a visit."""
    if request.method != "POST":
        return start_page()
    try:
        respondent = Respondent(request.form.get("respondent", ""))
    except ValueError:
        return start_page(_("Choose who is answering.")), 422
    begun = session.current_session().visit
    if begun is not None and begun.holds_anything and AGAIN not in request.form:
        return _begun(begun, respondent), 409
    limits.limit_starts()
    visit = session.begin(respondent)
    if EARLIER in request.form and current_site().asks_for_earlier:
        return places.see_other(places.of("earlier"))
    return places.see_other(
        places.at(journey.first_incomplete(current_site().topic, visit))
    )


def _begun(visit: Visit, respondent: Respondent) -> str:
    """The choice between the answers that are there and a new start."""
    return render_template(
        "pages/begun.html",
        has_code=session.live_code() is not None,
        resume_url=places.way_on(visit),
        action=url_for("start"),
        sent={
            "respondent": respondent.value,
            AGAIN: "1",
            **({EARLIER: "1"} if EARLIER in request.form else {}),
        },
        alarm=alarm(visit),
    )


def start_page(form_error: str = "") -> str:
    """The start page, with what was wrong if anything was."""
    site, visit = current_site(), session.current_session().visit
    chosen = request.form.get("respondent", Respondent.SELF.value)
    labels = {
        Respondent.SELF: _("I am answering for myself"),
        Respondent.OTHER: _("I am answering for someone else"),
        Respondent.STAFF: _("A member of staff is helping me"),
    }
    return render_template(
        "pages/attract.html" if site.settings.kiosk else "pages/start.html",
        form_error=form_error,
        earlier_name=EARLIER if site.asks_for_earlier else "",
        code_url=url_for("code") if site.gives_codes else "",
        who=[
            Choice(who.value, label, f"respondent-{who.value}", who.value == chosen)
            for who, label in labels.items()
        ],
        minutes=site.topic.minutes,
        idle_minutes=site.settings.idle_minutes,
        resume_url=places.way_on(visit) if visit else "",
        was_left=LEFT in request.args,
        alarm=alarm(visit),
    )


def ask_to_finish() -> ResponseReturnValue:
    """Ask once before everything is wiped: nobody can bring it back."""
    visit = session.current_session().visit
    if visit is None:
        return places.without_visit()
    done = places.may_see_results(visit)
    return render_template(
        "pages/finish.html",
        done=done,
        back_url=places.of("results") if done else places.way_on(visit),
        alarm=alarm(visit),
    )


def finish() -> ResponseReturnValue:
    """Wipe the visit."""
    over = request.form.get(OVER, "")
    leads = over or calls_for_help()
    after = after_wiping(nobody_here=over == LEFT) if leads else ""
    left = session.finish()
    text_size.reset()
    if after:
        return places.see_other(after)
    return places.see_other(url_for("finished_with_code" if left else "finished"))


def finished() -> str:
    """Say that everything is wiped, or what a code opens still."""
    return render_template(
        "pages/finished.html", code_left=request.endpoint == "finished_with_code"
    )
