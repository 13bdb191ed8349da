"""Kiosk: a shared screen asks who is there, starts over, and wipes what was left."""

from __future__ import annotations

from flask import Flask, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from assessment.core.summary import Warning
from assessment.web import places, session, text_size
from assessment.web.settings import Settings
from assessment.web.site import KEY, current_settings
from assessment.web.summaries import alarm, new_warnings

NO_PLACES = (
    "start",
    "ask_to_finish",
    "still_there",
    "start_over",
    "tell_staff",
    "static",
    "wipe",
)  # to go back to
LEFT = "left"  # in an address: the visit before was wiped, for nobody answered
RENEW_SECONDS = 10  # how often the count is drawn anew without a script


def init_app(app: Flask) -> None:
    """Give the pages their addresses where the screen is shared."""
    settings: Settings = app.extensions[f"{KEY}-settings"]
    app.jinja_env.globals.update(left_alone=left_alone, in_visit=in_visit)
    if settings.kiosk:
        app.add_url_rule(
            "/still-there", "still_there", still_there, methods=["GET", "POST"]
        )
        app.add_url_rule("/start-over", "start_over", start_over)
        app.add_url_rule("/tell-staff", "tell_staff", tell_staff)


def in_visit() -> bool:
    """Whether somebody's answers may be on the screen."""
    return session.current_session().visit is not None


def left_alone() -> tuple[int, str] | None:
    """After how many seconds without a touch this page goes where; None for never."""
    seconds = current_settings().kiosk_idle_seconds
    if request.endpoint == "still_there":
        return min(RENEW_SECONDS, session.seconds_left() + 1), _ask_again(_place())
    if in_visit():
        return seconds, _ask_again(request.path)
    if request.endpoint == "tell_staff":
        return None
    as_ever = text_size.chosen() == text_size.NORMAL and LEFT not in request.args
    if request.endpoint == "start" and as_ever:
        return None
    return seconds, f"{url_for('start')}?{text_size.NAME}={text_size.NORMAL}"


def still_there() -> ResponseReturnValue:
    """Ask who is there; wipe once the time is over, by this clock and no other.

    So that an address that somebody else makes the browser open wipes nothing.
    """
    place = _place()
    if request.method == "POST":
        # The cookie stays as it is: a script may tell of a touch just as all is wiped.
        return places.see_other(place)
    left = session.seconds_left()
    if not left:
        after = after_wiping(nobody_here=True)
        session.finish()
        text_size.reset()
        return places.see_other(after)
    return render_template(
        "pages/still_there.html", left=left, place=place, alarm=_standing()
    )


def after_wiping(*, nobody_here: bool) -> str:
    """Where a shared screen goes once it forgets the visit that is open now.

    A warning that nobody has answered yet stays, without a word of what was answered:
    whoever is too ill to tap must not be covered by a start page.

    Whoever comes back is told for a while why their visit is gone. That tells others no
    more than the count before it, which anybody near could see.
    """
    if calls_for_help():
        return url_for("tell_staff")
    left = in_visit() and nobody_here
    return url_for("start") + (f"?{LEFT}" if left else "")


def calls_for_help() -> bool:
    """Whether nobody has answered the warning that a shared screen shows."""
    visit = session.current_session().visit
    return bool(current_settings().kiosk and visit and new_warnings(visit))


def tell_staff() -> str:
    """What is left of a warning once all is wiped: a call for help until a tap."""
    return render_template("pages/tell_staff.html")


def start_over() -> ResponseReturnValue:
    """Ask once before everything is wiped."""
    if not in_visit():
        return places.see_other(url_for("start"))
    return render_template("pages/start_over.html", place=_place(), alarm=_standing())


def _standing() -> Warning | None:
    """The warning that stays in sight while the visit is there."""
    return alarm(session.current_session().visit)


def _ask_again(place: str) -> str:
    return url_for("still_there", at=place)


def _place() -> str:
    """The page to go back to: one of ours, spelled by us whatever the address says."""
    visit = session.current_session().visit
    if visit is None:
        return url_for("start")
    try:
        urls = current_app.url_map.bind("")
        endpoint, arguments = urls.match(request.values.get("at", ""), "GET")
    except HTTPException:
        return places.way_on(visit)
    if endpoint in NO_PLACES:
        return places.way_on(visit)
    return url_for(endpoint, **arguments)
