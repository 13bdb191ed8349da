"""Forms that are not taken: without this visit's token, or sent too fast."""

from __future__ import annotations

from flask import Flask, make_response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import TooManyRequests

from assessment.core.questionnaire import Page
from assessment.web import errors, places
from assessment.web.session import current_session
from assessment.web.site import current_site
from assessment.web.views.code import code_page
from assessment.web.views.question import as_sent, page_at
from assessment.web.views.start import start_page


def init_app(app: Flask) -> None:
    """Answer such forms."""
    app.register_error_handler(CSRFError, stale)
    app.register_error_handler(TooManyRequests, too_fast)


def stale(error: CSRFError) -> ResponseReturnValue:
    """Take nothing, lose nothing: show the page again with a token that fits."""
    visit = current_session().visit
    page = _page_of_questions()
    if request.endpoint == "start":
        return start_page(_("Please press Start once more.")), 400
    if request.endpoint == "code":
        return code_page(error=_("Please type your code once more.")), 400
    if request.endpoint == "question" and page is None:
        return errors.problem(404)
    if visit is None:
        if request.endpoint == "finish":
            return places.see_other(url_for("finished"))
        return places.expired()
    if page is not None:
        notice = _(
            "Did you start again in another window? Then the answers from before are "
            "wiped. We kept what you typed here. Please press Continue once more."
        )
        return as_sent(visit, page, notice)
    return errors.problem(400, _from_before())


def _from_before() -> errors.Words:
    return errors.Words(
        _("This page is from before"),
        _("Did you start again in another window? Then the answers from before are "
          "wiped, and you can go on with the new ones."),
    )  # fmt: skip


def too_fast(error: TooManyRequests) -> ResponseReturnValue:
    """Take nothing, lose nothing: show the page again as it was sent."""
    visit, page = current_session().visit, _page_of_questions()
    if visit is None or page is None:
        return errors.problem(429)
    notice = _("We kept what you typed. Wait a little, then press Continue once more.")
    return errors.later(make_response(as_sent(visit, page, notice, 429)))


def _page_of_questions() -> Page | None:
    """The page of questions that the form belongs to, if it is one of ours."""
    place = {**(request.view_args or {})}
    if request.endpoint != "question":
        return None
    if place.pop("topic_id") != current_site().topic.id:
        return None
    return page_at(**place)
