"""Session: a visit on the server, reached by a secret that only the cookie holds.

Before a visit starts the cookie only ties forms to a browser; nothing is stored. Its
secret changes when a visit starts, and is worth nothing once the visit is finished.
"""

from __future__ import annotations

import hmac
import re
from contextlib import suppress
from typing import Any, cast

from flask import Flask, Response, g, request
from flask import session as flask_session
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request

from assessment.core.topic import Topic
from assessment.core.visit import Respondent, Visit
from assessment.storage import SealedVisits, StoreUnavailable
from assessment.web import clock
from assessment.web.settings import Settings
from assessment.web.site import KEY, Site, current_site
from assessment.web.visits import pack, unpack

TOUCH_SECONDS = 60  # every click prolongs the visit, but not always at once
WITHOUT_SESSION = frozenset({"static", "wipe", "live", "ready", "violation"})
WITHOUT_TOUCH = frozenset({"still_there"})  # asked by the clock, not by a person
WITHOUT_STORE = frozenset({"help", "privacy", "about", "finished"})
_NOT_BEGUN = "new."  # before the secret of a browser that has not started a visit
_SECRET = re.compile(r"(new\.)?[A-Za-z0-9_-]{43}", re.ASCII)


class VisitSession(dict[str, Any], SessionMixin):
    """What Flask calls the session: the token of forms, and the visit."""

    def __init__(self, secret: str, form_key: bytes, *, in_browser: bool) -> None:
        super().__init__()
        self._form_key = form_key
        self.visit: Visit | None = None
        self.seen = 0
        self.holds_turn = False
        self.finished = False
        self.use(secret, in_browser=in_browser)

    def use(self, secret: str, *, in_browser: bool) -> None:
        """Go by this secret; the token of forms hangs on it."""
        self.secret = secret
        self.in_browser = in_browser
        token = hmac.digest(self._form_key, secret.encode(), "sha256")
        self["csrf_token"] = token.hex()

    @property
    def begun(self) -> bool:
        """Whether the browser has started a visit, which may be over by now."""
        return self.in_browser and not self.secret.startswith(_NOT_BEGUN)


class SealedSessions(SessionInterface):
    """Reads the cookie before a request; sets it and prolongs the visit after."""

    def open_session(self, app: Flask, request: Request) -> VisitSession:
        """A session for the secret in the cookie, or for a new one."""
        site = cast(Site, app.extensions[KEY])
        sent = request.cookies.get(site.settings.cookie_name, "")
        known = _SECRET.fullmatch(sent) is not None
        secret = sent if known else _NOT_BEGUN + SealedVisits.new_secret()
        return VisitSession(secret, site.form_key, in_browser=known)

    def save_session(
        self, app: Flask, session: SessionMixin, response: Response
    ) -> None:
        """Give or take back the cookie; answers were kept when they came."""
        session = cast(VisitSession, session)
        site = cast(Site, app.extensions[KEY])
        if session.finished:
            response.delete_cookie(**cookie(site.settings))
        elif not session.in_browser and (session.visit or "csrf_token" in g):
            response.set_cookie(value=session.secret, **cookie(site.settings))
        with suppress(StoreUnavailable):
            _touch(site, session)


def init_app(app: Flask) -> None:
    """Keep sessions this way."""
    app.session_interface = SealedSessions()
    app.before_request(_load_visit)
    app.teardown_request(lambda _error: leave_turn())


def current_session() -> VisitSession:
    """The session of the request."""
    return cast(VisitSession, flask_session._get_current_object())  # type: ignore[attr-defined]


def current_topic() -> Topic:
    """The topic in the words that fit the visit as the request found it.

    Pages of two voices are never the same, so one request keeps to one voice.
    """
    if "topic" not in g:
        topic, visit = current_site().topic, current_session().visit
        g.topic = topic if visit is None else topic.in_voice(visit)
    return cast(Topic, g.topic)


def begin(respondent: Respondent) -> Visit:
    """Start a visit under a fresh secret; whatever the browser had before is wiped.

    Raises StoreUnavailable.
    """
    site, session = current_site(), current_session()
    visit = Visit(
        site.topic.id, site.topic.content_version, clock.now(), respondent=respondent
    )
    old, fresh = session.secret, SealedVisits.new_secret()
    _save(site, fresh, visit)
    if session.visit is not None:
        site.visits.delete(old)
    leave_turn()
    session.use(fresh, in_browser=False)
    session.visit, session.seen = visit, clock.now()
    return visit


def keep(visit: Visit) -> None:
    """Keep the visit as it is now. Raises StoreUnavailable when that fails."""
    session = current_session()
    _save(current_site(), session.secret, visit)
    session.visit, session.seen = visit, clock.now()


def finish() -> None:
    """Wipe the visit and take back the cookie. Raises StoreUnavailable."""
    session = current_session()
    current_site().visits.delete(session.secret)
    session.visit, session.finished = None, True


def minutes_kept(visit: Visit) -> int:
    """The minutes for which the visit is kept from now without another click."""
    settings = current_site().settings
    left = visit.started + settings.absolute_hours * 3600 - clock.now()
    return min(settings.idle_seconds, left) // 60


def seconds_left() -> int:
    """The seconds until a shared screen wipes the visit; 0 when there is none."""
    session, settings = current_session(), current_site().settings
    if session.visit is None:
        return 0
    return max(0, session.seen + settings.kiosk_seconds - clock.now())


def leave_turn() -> None:
    """Let the visit's next request in: this one changes nothing any more."""
    session = current_session()
    if session.holds_turn:
        session.holds_turn = False
        current_site().turns.leave(session.secret)


def _load_visit() -> None:
    """Load the visit; one that may be changed only when it is this request's turn."""
    site, session = current_site(), current_session()
    if not session.begun or request.endpoint in WITHOUT_SESSION:
        return
    try:
        if request.method == "POST":
            session.holds_turn = site.turns.take(session.secret)
            if not session.holds_turn:
                raise StoreUnavailable("other requests of the visit take too long")
        _load(site, session)
    except StoreUnavailable:
        if request.endpoint not in WITHOUT_STORE:
            raise


def _load(site: Site, session: VisitSession) -> None:
    payload = site.visits.load(session.secret, clock.now())
    if payload is not None:
        session.visit, session.seen = unpack(payload, site.topic)


def _save(site: Site, secret: str, visit: Visit) -> None:
    now = clock.now()
    idle = now + site.settings.idle_seconds
    end = visit.started + site.settings.absolute_hours * 3600
    site.visits.save(secret, pack(visit, now), min(idle, end))


def _touch(site: Site, session: VisitSession) -> None:
    """Prolong the visit after a request that kept nothing, as it is stored by now."""
    if session.visit is None or _is_asked_by_the_clock():
        return
    # A shared screen counts in seconds.
    if clock.now() - session.seen < (1 if site.settings.kiosk else TOUCH_SECONDS):
        return
    if session.holds_turn:
        _save(site, session.secret, session.visit)
        return
    if not site.turns.take(session.secret):
        return
    try:
        _load(site, session)
        if session.visit is not None:
            _save(site, session.secret, session.visit)
    finally:
        site.turns.leave(session.secret)


def _is_asked_by_the_clock() -> bool:
    return request.method != "POST" and request.endpoint in WITHOUT_TOUCH


def cookie(settings: Settings, purpose: str = "") -> dict[str, Any]:
    """How a cookie is named and kept: by this site alone, until the browser closes."""
    return {
        "key": f"{settings.cookie_name}{purpose}",
        "secure": settings.https,
        "httponly": True,
        "samesite": "Strict",
        "path": "/",
    }
