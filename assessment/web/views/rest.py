"""Rest: a calm page to stop at, which leads back to the very page one came from."""

from __future__ import annotations

from flask import Flask, abort, render_template
from flask.typing import ResponseReturnValue

from assessment.core.visit import Visit
from assessment.web import places, session
from assessment.web.site import current_settings, current_site
from assessment.web.summaries import alarm
from assessment.web.views.question import may_show, page_at


def init_app(app: Flask) -> None:
    """Give the rest from each page of questions its address."""
    app.add_url_rule("/<topic_id>/<step>/<int:number>/rest", "rest", rest)


@places.for_visit
def rest(visit: Visit, step: str, number: int) -> ResponseReturnValue:
    """Say how long the answers are kept; not on a shared screen, where others wait."""
    page = page_at(step, number)
    if page is None or current_settings().kiosk:
        abort(404)
    if not may_show(visit, page):
        return places.see_other(places.way_on(visit))
    return render_template(
        "pages/rest.html",
        minutes=session.minutes_kept(visit),
        go_on_url=places.at(page),
        later_url=places.away_from(page, "later") if current_site().gives_codes else "",
        alarm=alarm(visit),
    )
