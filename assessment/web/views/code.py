"""Code: where somebody who was given one types it, to go on or to have it wiped."""

from __future__ import annotations

from flask import Flask, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.visit import Visit
from assessment.storage import CodeError, read_code, secret_of, spell_code
from assessment.storage.codes import ALPHABET
from assessment.web import clock, copies, errors, places, session
from assessment.web.attempts import WINDOW
from assessment.web.copies import Opened
from assessment.web.metrics import current_metrics
from assessment.web.site import current_site
from assessment.web.summaries import alarm
from assessment.web.words import clean

FIELD, KEY, DELETE, WIPE = "code", "key", "delete", "wipe"
WIPED = "wiped"  # in an address, after the wiping
MOST_TYPED = 60  # characters: a code with a lot of spacing
LONG_AGO = 12 * 3600  # seconds: a sign of danger may have come since


def init_app(app: Flask) -> None:
    """Give the page for codes its address."""
    app.add_url_rule("/code", "code", code, methods=["GET", "POST"])


def code() -> ResponseReturnValue:
    """Ask for a code; open what it opens, or wipe it."""
    if not current_site().gives_codes:
        abort(404)
    if request.method != "POST":
        return code_page()
    typed = clean(request.form.get(FIELD, "")[:MOST_TYPED])
    if KEY in request.form:
        return code_page(_pressed(typed, request.form[KEY]))
    try:
        words = read_code(typed)
    except CodeError:
        return code_page(typed, _slip()), 422
    if WIPE not in request.form and current_site().topic.review.withdrawn:
        return places.see_other(url_for("start"))
    site, address = current_site(), request.remote_addr or ""
    if not site.attempts.allowed(address, clock.now()):
        return _too_many()
    if WIPE in request.form:
        if copies.wipe_copy(site, secret_of(words)):
            return places.see_other(f"{url_for('code')}?{WIPED}")
    else:
        opened = copies.open_copy(site, words)
        if opened is not None:
            return _go_on(opened)
    site.attempts.failed(address, clock.now())
    return code_page(typed, _opens_nothing()), 422


def code_page(typed: str = "", error: str = "") -> str:
    """The page, with what was typed so far and what was wrong with it if anything."""
    visit = session.current_session().visit
    return render_template(
        "pages/code.html",
        typed=typed,
        error=error,
        keys=ALPHABET,
        delete=DELETE,
        wiped=WIPED in request.args and not error,
        has_visit=visit is not None,
        resume_url=places.way_on(visit) if visit else "",
        alarm=alarm(visit),
    )


def _pressed(typed: str, key: str) -> str:
    """What is typed after a key of the page was pressed."""
    plain = typed.replace(" ", "")
    if key == DELETE:
        return spell_code(plain[:-1])
    return spell_code(plain + key) if key in ALPHABET else typed


def _go_on(opened: Opened) -> ResponseReturnValue:
    """Into the visit: to its summary if it is complete, else to what is left."""
    visit = opened.visit
    kept = None if current_site().settings.kiosk else opened.code
    if places.may_see_results(visit):
        session.resume(visit, kept)
        return places.see_other(places.of("results"))
    if clock.now() - opened.seen >= LONG_AGO:
        visit = _asked_first_again(visit)
    session.resume(visit, kept)
    return places.see_other(f"{places.way_on(visit)}?{places.RESUMED}")


def _asked_first_again(visit: Visit) -> Visit:
    """The visit with its first step, the signs of danger, to be looked at once more."""
    topic = current_site().topic
    for page in topic.questionnaire.steps[0].pages:
        visit = journey.to_finish(topic, visit, page)
    return visit


def _slip() -> str:
    return _("Check each letter and figure. One is wrong, missing or too many.")


def _opens_nothing() -> str:
    return _("We do not know this code. It may be too old, thrown away or used up.")


def _too_many() -> ResponseReturnValue:
    words = errors.Words(
        _("Please wait before you try again"),
        _("Too many codes that we do not know were typed here. Try again in an hour, "
          "or start anew."),
    )  # fmt: skip
    current_metrics().limited.labels("codes").inc()
    response = errors.problem(429, words, [(_("Go to the start"), "/")])
    response.headers["Retry-After"] = str(WINDOW)
    return response
