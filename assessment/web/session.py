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
from assessment.storage import Found, SealedVisits, StoreUnavailable
from assessment.web import clock, copies
from assessment.web.metrics import current_metrics
from assessment.web.settings import Settings
from assessment.web.site import KEY, Site, current_settings, current_site
from assessment.web.visits import Code, pack, unpack, unpack_code

TOUCH_SECONDS = 60  # every click prolongs the visit, but not always at once
WITHOUT_SESSION = frozenset({"static", "wipe", "live", "ready", "violation", "metrics"})
WITHOUT_TOUCH = frozenset({"still_there"})  # asked by the clock, not by a person
WITHOUT_STORE = frozenset(
    {"help", "privacy", "about", "finished", "finished_with_code"}
)
# Far more than there are servers: each time that one loses, another has won.
MOST_TRIES = 25
_NOT_BEGUN = "new."  # before the secret of a browser that has not started a visit
_SECRET = re.compile(r"(new\.)?[A-Za-z0-9_-]{43}", re.ASCII)


class VisitChanged(Exception):
    """Another request changed the visit after this one had loaded it."""


class VisitSession(dict[str, Any], SessionMixin):
    """What Flask calls the session: the token of forms, and the visit."""

    def __init__(self, secret: str, form_key: bytes, *, in_browser: bool) -> None:
        super().__init__()
        self._form_key = form_key
        self.visit: Visit | None = None
        self.found: Found | None = None  # the visit as the store holds it
        self.code: Code | None = None  # that opens the visit elsewhere
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

    But for what a code opens: who started over here may not be who holds the code.
    Raises StoreUnavailable.
    """
    topic = current_site().topic
    visit = Visit(topic.id, topic.content_version, clock.now(), respondent=respondent)
    begun = _enter(visit, None)
    current_metrics().visits.labels("begun").inc()
    return begun


def resume(visit: Visit, code: Code | None) -> Visit:
    """Go on with a visit that a code opened: as `begin`, with what is answered already.

    Its hours count from now. Raises StoreUnavailable.
    """
    resumed = _enter(visit.with_(started=clock.now()), code)
    current_metrics().visits.labels("resumed").inc()
    return resumed


def _enter(visit: Visit, code: Code | None) -> Visit:
    site, session = current_site(), current_session()
    old, fresh = session.secret, SealedVisits.new_secret()
    found = site.visits.save(fresh, *_sealable(visit, code))
    if session.visit is not None:
        site.visits.delete(old)
    leave_turn()
    session.use(fresh, in_browser=False)
    session.visit, session.found = visit, found
    session.code, session.seen = code, clock.now()
    return visit


def keep(visit: Visit) -> None:
    """Keep the visit as it is now.

    Raises StoreUnavailable when that fails, and VisitChanged when another request has
    changed or finished the visit since this one loaded it: then nothing is kept.
    """
    site, session = current_site(), current_session()
    _keep(site, session, visit)
    if session.code is not None and session.found is not None:
        _follow(site, session.code, visit, session.found)


def _follow(site: Site, code: Code, visit: Visit, kept: Found) -> None:
    """Bring the copy up to date with the visit that was kept, or is there by now.

    On several servers, who writes the copy last may not have kept the visit last.
    """
    for _try in range(MOST_TRIES):
        copies.follow(site, code, visit)
        latest = site.visits.find(current_session().secret, clock.now())
        if latest is None or latest.sealed == kept.sealed:
            return
        newer, _seen = unpack(latest.payload, site.topic)
        if newer is None:
            return
        visit, kept = newer, latest


def give_code(visit: Visit) -> Code:
    """The visit's code; a new one when none opens it. Raises as `keep` does."""
    code, site, session = live_code(), current_site(), current_session()
    if code is None:
        code = session.code = copies.draw_code(site)
        _keep(site, session, visit)
        copies.keep_copy(site, code, visit)
    return code


def live_code() -> Code | None:
    """The visit's code, unless it is too old, thrown away, or in use elsewhere."""
    code = current_session().code
    alive = code is not None and copies.holds_copy(current_site(), code)
    return code if alive else None


def throw_code_away(visit: Visit) -> None:
    """Wipe what the visit's code opens. Raises as `keep` does."""
    site, session = current_site(), current_session()
    if session.code is not None:
        copies.wipe_copy(site, session.code.secret)
    session.code = None
    keep(visit)


def finish() -> bool:
    """Wipe the visit and take back the cookie. Raises StoreUnavailable.

    What its code opens is wiped with it, but not on a shared screen, which people
    leave to go on at home. Gives whether a code is left.
    """
    site, session = current_site(), current_session()
    left = site.settings.kiosk and live_code() is not None
    if session.code is not None and not site.settings.kiosk:
        copies.wipe_copy(site, session.code.secret)
    site.visits.delete(session.secret)
    if session.visit is not None:
        current_metrics().visits.labels("finished").inc()
    session.visit, session.found, session.code = None, None, None
    session.finished = True
    return left


def load_again() -> None:
    """Load the visit as another request left it, to answer this one anew."""
    g.pop("topic", None)
    for file in request.files.values():
        file.seek(0)
    _load(current_site(), current_session())


def minutes_kept(visit: Visit) -> int:
    """The minutes for which the visit is kept from now without another click."""
    settings = current_site().settings
    left = visit.started + settings.absolute_hours * 3600 - clock.now()
    return max(0, min(settings.idle_seconds, left) // 60)


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
    session.visit = session.code = None
    session.found = site.visits.find(session.secret, clock.now())
    if session.found is not None:
        visit, session.seen = unpack(session.found.payload, site.topic)
        if visit is not None and visit.started > clock.now():
            # The clock was set back: the visit must not live longer for that.
            visit = visit.with_(started=clock.now())
        session.visit = visit
        session.code = unpack_code(session.found.payload) if visit else None


def _keep(site: Site, session: VisitSession, visit: Visit) -> None:
    if session.found is None:
        raise VisitChanged
    found = site.visits.replace(session.found, *_sealable(visit, session.code))
    if found is None:
        raise VisitChanged
    session.visit, session.found, session.seen = visit, found, clock.now()


def _sealable(visit: Visit, code: Code | None) -> tuple[bytes, int]:
    """The visit and its code as bytes, and the second at which it expires."""
    settings, now = current_settings(), clock.now()
    idle = now + settings.idle_seconds
    end = visit.started + settings.absolute_hours * 3600
    return pack(visit, now, code), min(idle, end)


def _touch(site: Site, session: VisitSession) -> None:
    """Prolong the visit after a request that kept nothing."""
    if session.visit is None or _is_asked_by_the_clock():
        return
    # A shared screen counts in seconds.
    step = 1 if site.settings.kiosk else TOUCH_SECONDS
    if abs(clock.now() - session.seen) < step:
        return
    with suppress(VisitChanged):  # then another request has prolonged it
        _keep(site, session, session.visit)


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
