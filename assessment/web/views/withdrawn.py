"""Withdrawn: rules that must not be used; the form says so and takes no answers."""

from __future__ import annotations

from flask import Flask, make_response, render_template, request
from flask.typing import ResponseReturnValue

from assessment.web.session import WITHOUT_SESSION, WITHOUT_STORE, current_session
from assessment.web.site import current_site

# What a visit that was begun before may still do is to be wiped, with its code, too.
WIPING = {"ask_to_finish", "finish", "code", "still_there", "start_over", "tell_staff"}
# Authors look at what has to be put right.
FOR_AUTHORS = {"preview", "preview_version", "components"}
OPEN = WITHOUT_SESSION | WITHOUT_STORE | WIPING | FOR_AUTHORS


def init_app(app: Flask) -> None:
    """Look at every request to the form first."""
    app.before_request(refuse)


def refuse() -> ResponseReturnValue | None:
    """The page that says so; None for pages of words, and for rules in use."""
    if request.endpoint in (None, *OPEN) or not current_site().topic.review.withdrawn:
        return None
    begun = current_session().visit is not None
    return make_response(render_template("pages/withdrawn.html", begun=begun), 503)
