"""The stop: an emergency interrupts the form with one instruction."""

from __future__ import annotations

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from assessment.core import journey
from assessment.core.findings import Urgency
from assessment.core.visit import Visit
from assessment.web import places, session
from assessment.web.summaries import new_warnings


def init_app(app: Flask) -> None:
    """Give the stop its address."""
    app.add_url_rule("/<topic_id>/stop", "stop", stop, methods=["GET", "POST"])


@places.for_visit
def stop(visit: Visit) -> ResponseReturnValue:
    """Say what to do now; "I understand" leads on."""
    topic = session.current_topic()
    if request.method == "POST":
        shown = request.form.get("shown", "").split()
        visit = journey.understand(topic, visit, shown)
        session.keep(visit)
        return places.see_other(places.way_on(visit))
    warnings = new_warnings(visit)
    if not warnings:
        return places.see_other(places.way_on(visit))
    return render_template(
        "pages/stop.html",
        warnings=warnings,
        while_waiting=topic.urgency[Urgency.EMERGENCY].while_waiting,
        action=places.of("stop"),
        back_url=_behind(visit, warnings[0].id),
    )


def _behind(visit: Visit, flag_id: str) -> str:
    """The address of the answers that the warning rests on; empty without any."""
    topic = session.current_topic()
    flag = next(f for f in journey.interrupts(topic, visit) if f.id == flag_id)
    page = journey.page_behind(topic, visit, flag)
    return places.at(page) if page else ""
