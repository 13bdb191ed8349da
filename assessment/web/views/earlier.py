"""The earlier summary: asked for at home, shown by its day, and compared once owned."""

from __future__ import annotations

from dataclasses import replace

from flask import Flask, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core.visit import Respondent, Visit
from assessment.web import clock, places, session
from assessment.web.earlier import EarlierError, read_earlier
from assessment.web.site import current_site
from assessment.web.summaries import alarm

FILE, MINE, WITHOUT = "summary", "mine", "without"


def init_app(app: Flask) -> None:
    """Give the earlier summary its address."""
    app.add_url_rule("/<topic_id>/earlier", "earlier", earlier, methods=["GET", "POST"])


@places.for_visit
def earlier(visit: Visit) -> ResponseReturnValue:
    """Ask for the file, then whether it is about the person; then go on."""
    site = current_site()
    if not site.asks_for_earlier:
        abort(404)
    if request.method != "POST":
        return _show(visit)
    if WITHOUT in request.form:
        return _go_on(visit.with_(earlier=None))
    if MINE in request.form and visit.earlier is not None:
        return _go_on(visit.with_(earlier=replace(visit.earlier, confirmed=True)))
    sent = request.files.get(FILE)
    content = sent.read() if sent else b""
    if not content:
        return _show(visit, _("Choose the file first, or go on without it.")), 422
    today = clock.today(site.settings.time_zone)
    try:
        found = read_earlier(content, site.topic, today, _)
    except EarlierError as error:
        return _show(visit, str(error)), 422
    session.keep(visit.with_(earlier=found))
    return places.see_other(places.of("earlier"))


def _go_on(visit: Visit) -> ResponseReturnValue:
    session.keep(visit)
    return places.see_other(places.way_on(visit))


def _show(visit: Visit, error: str = "") -> str:
    return render_template(
        "pages/earlier.html",
        earlier=visit.earlier,
        error=error,
        action=places.of("earlier"),
        way_on=places.way_on(visit),
        for_other=visit.respondent is Respondent.OTHER,
        alarm=alarm(visit),
    )
