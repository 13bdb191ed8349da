"""Cut short: whoever was warned may have the summary at once, with what is known.

What was not reached is told as not asked, never as "no", and can be answered after.
"""

from __future__ import annotations

from flask import Flask
from flask.typing import ResponseReturnValue

from assessment.core import journey
from assessment.core.visit import Visit
from assessment.web import places, session

NOW = "now"  # the name of the button on a warning


def init_app(app: Flask) -> None:
    """Give the short way and the way back from it their addresses."""
    app.add_url_rule("/<topic_id>/now", "summary_now", summary_now, methods=["POST"])
    app.add_url_rule("/<topic_id>/go-on", "go_on", go_on, methods=["POST"])
    app.jinja_env.globals["summary_now_url"] = summary_now_url


def summary_now_url() -> str:
    """The address of the short way; empty where there is none to take."""
    visit = session.current_session().visit
    if visit is None or not journey.may_cut_short(session.current_topic(), visit):
        return ""
    return places.of("summary_now")


@places.for_visit
def summary_now(visit: Visit) -> ResponseReturnValue:
    """Lead to the summary, if a warning was understood and none is new."""
    visit = journey.cut_short(session.current_topic(), visit)
    session.keep(visit)
    ready = places.may_see_results(visit)
    return places.see_other(places.of("results") if ready else places.way_on(visit))


@places.for_visit
def go_on(visit: Visit) -> ResponseReturnValue:
    """Lead back to the first question that was left out."""
    visit = visit.with_(cut_short=False)
    session.keep(visit)
    return places.see_other(places.way_on(visit))
