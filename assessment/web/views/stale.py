"""Stale forms: what to answer when a form does not carry this visit's token."""

from __future__ import annotations

from flask import Flask, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from assessment.core.questionnaire import Page
from assessment.web import errors, places
from assessment.web.session import current_session
from assessment.web.site import current_site
from assessment.web.views.question import as_sent, page_at
from assessment.web.views.start import start_page


def init_app(app: Flask) -> None:
    """Answer forms whose token does not fit."""
    app.register_error_handler(CSRFError, stale)


def stale(error: CSRFError) -> ResponseReturnValue:
    """Take nothing, lose nothing: show the page again with a token that fits."""
    visit = current_session().visit
    page = _page_of_questions()
    if request.endpoint == "start":
        return start_page(_("Please press Start once more.")), 400
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


def _page_of_questions() -> Page | None:
    """The page of questions that the form belongs to, if it is one of ours."""
    place = {**(request.view_args or {})}
    if request.endpoint != "question":
        return None
    if place.pop("topic_id") != current_site().topic.id:
        return None
    return page_at(**place)
