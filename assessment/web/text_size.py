"""Text size: larger words on every page for whoever asks, in a cookie of its own."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from assessment.web import session
from assessment.web.site import current_settings

NAME = "text-size"  # of the buttons; no id of a question has a dash
NORMAL = "normal"
SIZES = {NORMAL: _("Normal"), "large": _("Large"), "largest": _("Largest")}


def init_app(app: Flask) -> None:
    """Take the size from its buttons on every page, and give it to every template."""
    app.before_request(choose)
    app.after_request(remember)
    app.jinja_env.globals.update(text_size=chosen, text_sizes=SIZES)


def chosen() -> str:
    """The size to show this page in."""
    size = g.get("text_size") or request.cookies.get(_cookie()["key"])
    return size if size in SIZES else NORMAL


def choose() -> ResponseReturnValue | None:
    """Note the size that was asked for; then back to the page, with a clean address.

    A page of questions keeps what was sent with the size before it goes on.
    """
    size = request.values.get(NAME)
    if size not in SIZES:
        return None
    g.text_size = size
    if request.method == "POST":
        return None
    place = request.view_args or {}
    return redirect(url_for(request.endpoint or "start", **place), 303)


def reset() -> None:
    """Back to normal on a shared screen: the next person is somebody else."""
    if current_settings().kiosk:
        g.text_size = NORMAL


def remember(response: Response) -> Response:
    """Keep a size that was asked for until the browser is closed."""
    if "text_size" not in g:
        return response
    if g.text_size == NORMAL:
        response.delete_cookie(**_cookie())
    else:
        response.set_cookie(value=g.text_size, **_cookie())
    return response


def _cookie() -> dict[str, Any]:
    return session.cookie(current_settings(), f"-{NAME}")
