"""Wipe: makes a browser forget the pages of a visit that is over.

Chromium keeps the page that was left, `no-store` or not, and shows it on Back. It drops
such pages when an HttpOnly cookie changes later on, so the page that comes after a
visit loads a stylesheet that changes one.
"""

from __future__ import annotations

import secrets

from flask import Flask, Response

from assessment.web import session
from assessment.web.site import current_settings

COOKIE_SECONDS = 60


def init_app(app: Flask) -> None:
    """Give the stylesheet its address."""
    app.add_url_rule("/wipe.css", "wipe", wipe)


def wipe() -> Response:
    """An empty stylesheet that changes a cookie and clears what the browser kept."""
    response = Response("", mimetype="text/css")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    name = session.cookie(current_settings(), "-wiped")
    response.set_cookie(value=secrets.token_hex(8), max_age=COOKIE_SECONDS, **name)
    return response
