"""Later: a code with which a visit goes on at another time, or on another device."""

from __future__ import annotations

from flask import Flask, abort, render_template, request
from flask.typing import ResponseReturnValue

from assessment.core.visit import Visit
from assessment.storage import spell_code
from assessment.web import clock, places, session
from assessment.web.qr import qr_picture
from assessment.web.site import current_site
from assessment.web.summaries import alarm
from assessment.web.views.question import may_show, page_at

THROW_AWAY = "throw-away"  # the name of the button


def init_app(app: Flask) -> None:
    """Give the code its addresses: from each page of questions, and from the end."""
    methods = ["GET", "POST"]
    app.add_url_rule(
        "/<topic_id>/<step>/<int:number>/later", "later", later, methods=methods
    )
    app.add_url_rule("/<topic_id>/take-home", "take_home", take_home, methods=methods)


@places.for_visit
def later(visit: Visit, step: str, number: int) -> ResponseReturnValue:
    """Offer a code in the middle of the form, or show the one that was given."""
    page = page_at(step, number)
    if page is None:
        abort(404)
    if not may_show(visit, page):
        return places.see_other(places.way_on(visit))
    return _code(visit, places.away_from(page, "later"), places.at(page))


@places.for_visit
def take_home(visit: Visit) -> ResponseReturnValue:
    """Offer a code at the end, for the summary to be had elsewhere."""
    if not places.may_see_results(visit):
        return places.see_other(places.way_on(visit))
    return _code(visit, places.of("take_home"), places.of("results"))


def _code(visit: Visit, here: str, back: str) -> ResponseReturnValue:
    site = current_site()
    if not site.gives_codes:
        abort(404)
    if request.method == "POST":
        if THROW_AWAY in request.form:
            session.throw_code_away(visit)
        else:
            session.give_code(visit)
        return places.see_other(here)
    code, settings = session.live_code(), site.settings
    address = settings.public_url
    return render_template(
        "pages/later.html",
        action=here,
        go_on_url=back,
        at_the_end=request.endpoint == "take_home",
        days=settings.resume_days,
        code=spell_code(code.words) if code else "",
        until=clock.day_of(code.expires, settings.time_zone) if code else None,
        # The code behind the # is read in the browser, and sent to no server.
        picture=qr_picture(f"{address}/code#{code.words}") if code and address else "",
        # What the browser sends to a printer is not watched: it may come out later.
        by_hand=site.printer is not None,
        throw_away=THROW_AWAY,
        alarm=alarm(visit),
    )
