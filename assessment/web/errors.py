"""Errors: kind pages for everything that goes wrong, with what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from assessment.core.visit import Visit
from assessment.storage import StoreUnavailable
from assessment.web import journal, places
from assessment.web.metrics import current_metrics
from assessment.web.session import current_session
from assessment.web.summaries import alarm

RETRY_SECONDS = 10

Sent = tuple[tuple[str, str], ...]  # names and values of a form's fields


class Words(NamedTuple):
    """A heading and a text."""

    heading: str
    text: str


# Functions, because the language is known only when a page is asked for.
PROBLEMS: dict[int, Callable[[], Words]] = {
    400: lambda: Words(
        _("We could not read that"),
        _("Something in the page was not sent as it should. Go back and try again."),
    ),
    403: lambda: Words(
        _("That came from another site"),
        _("To keep your answers safe we take them only from our own pages."),
    ),
    404: lambda: Words(
        _("There is no such page"),
        _("The address may be mistyped or out of date. Your answers are not lost."),
    ),
    405: lambda: Words(
        _("That does not work here"),
        _("Go back and use the buttons on the page."),
    ),
    413: lambda: Words(
        _("That is too much at once"),
        _("Go back and write less, or choose a smaller file. What you answered before "
          "is kept."),
    ),
    415: lambda: Words(
        _("We could not read that"),
        _("Only our own forms can send answers. Go back and try again."),
    ),
    429: lambda: Words(
        _("Too many at once"),
        _("Wait a little, then try again. Your answers are kept."),
    ),
    500: lambda: Words(
        _("Something went wrong on our side"),
        _("You did nothing wrong. Wait a moment, then try again. What you answered "
          "before is kept."),
    ),
    503: lambda: Words(
        _("Your last answers were not saved"),
        _("We cannot reach the place where answers are kept. Wait a moment, then press "
          "the button. It sends what you typed once more."),
    ),
}  # fmt: skip


def init_app(app: Flask) -> None:
    """Answer every error with a page."""
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unexpected)
    app.register_error_handler(SecurityError, unknown_host)
    app.register_error_handler(StoreUnavailable, store_unavailable)


def problem(
    code: int,
    words: Words | None = None,
    actions: list[tuple[str, str]] | None = None,
    sent: Sent = (),
) -> Response:
    """The page for a problem; it leads back into the visit, or sends a form again."""
    heading, text = words or PROBLEMS.get(code, PROBLEMS[400])()
    visit = current_session().visit
    if code == InternalServerError.code:
        # The rules are not asked again: they may be what failed.
        actions, visit = _once_more(visit), None
    page = render_template(
        "pages/problem.html",
        code=code,
        heading=heading,
        text=text,
        actions=_way_on(visit) if actions is None else actions,
        sent=sent,
        alarm=alarm(visit),
    )
    response = make_response(page, code)
    return later(response) if code in (429, 503) else response


def later(response: Response) -> Response:
    """The response, which asks programs to wait before they try again."""
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def http_error(error: HTTPException) -> ResponseReturnValue:
    """The page for an HTTP error; redirects pass as they are."""
    if error.code is None or error.code < 400:
        return error.get_response()
    response = problem(error.code if error.code in PROBLEMS else 400)
    if error.code == 405 and "Allow" in error.get_response().headers:
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def unexpected(error: Exception) -> ResponseReturnValue:
    """The page for our own mistakes. Only the type of the error is noted."""
    journal.failed(error)
    return problem(InternalServerError.code)


def unknown_host(error: SecurityError) -> ResponseReturnValue:
    """A line for a host name that is not ours: a page could not even link to itself."""
    return Response("Bad request: unknown host name\n", 400, mimetype="text/plain")


def store_unavailable(error: StoreUnavailable) -> ResponseReturnValue:
    """The page for a store that is full, locked or gone."""
    store_failed(error)
    sent = tuple(request.form.items(multi=True))
    if not sent:
        return problem(503, _not_reached())
    return problem(503, _not_done(), [], sent)


def store_failed(error: StoreUnavailable) -> None:
    """Note and count that the store could not do its work."""
    journal.failed(error)
    current_metrics().store_errors.inc()


def _not_reached() -> Words:
    return Words(
        _("We cannot reach your answers"),
        _("Nothing that you sent before is lost. Wait a moment, then open this page "
          "again."),
    )  # fmt: skip


def _not_done() -> Words | None:
    """What did not happen; None for answers, of which the usual words speak."""
    if request.endpoint == "question":
        return None
    return Words(
        _("Your answers are not wiped yet")
        if request.endpoint == "finish"
        else _("That did not work"),
        _("We cannot reach the place where answers are kept. Wait a moment, then press "
          "the button."),
    )  # fmt: skip


def _once_more(visit: Visit | None) -> list[tuple[str, str]]:
    """Back to the page that failed, or to the last one, where it was a button alone."""
    rule, place = request.url_rule, request.view_args or {}
    if rule is not None and "GET" in (rule.methods or ()):
        return [(_("Try again"), url_for(rule.endpoint, **place))]
    if visit is None:
        return _way_on(None)
    return [(_("Go on where I was"), places.of("check"))]


def _way_on(visit: Visit | None) -> list[tuple[str, str]]:
    if visit is None:
        return [(_("Go to the start"), url_for("start"))]
    return [(_("Go on where I was"), places.way_on(visit))]
