"""Static files: addressed by their content, so that browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

from assessment.web.security import ONE_YEAR

FOLDER = Path(__file__).parent / "static"
FOR_EVER = f"public, max-age={ONE_YEAR}, immutable"


def init_app(app: Flask) -> None:
    """Serve the files, for ever where they are asked for by hash, by `static_url`."""
    app.static_folder = str(FOLDER)
    app.add_url_rule(
        "/static/<path:filename>",
        "static",
        app.send_static_file,
        provide_automatic_options=False,
    )
    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_keep_for_ever)


def static_url(filename: str) -> str:
    """The address of a file of `static/`, which changes with its content."""
    return url_for("static", filename=filename, v=fingerprint(filename))


@cache
def fingerprint(filename: str) -> str:
    """The first 16 hexadecimal digits of the file's SHA-256."""
    return hashlib.sha256((FOLDER / filename).read_bytes()).hexdigest()[:16]


def _keep_for_ever(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    filename = (request.view_args or {})["filename"]
    if request.args.get("v") == fingerprint(filename):
        response.headers["Cache-Control"] = FOR_EVER
    return response
