"""Static files: addressed by their content, so that browsers may keep them for ever."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

from assessment.web.security import ONE_YEAR
from assessment.web.site import current_site

FOLDER = Path(__file__).parent / "static"
FOR_EVER = f"public, max-age={ONE_YEAR}, immutable"


def init_app(app: Flask) -> None:
    """Serve the files, for ever where they are asked for by hash, by `static_url`."""
    app.static_folder = str(FOLDER)
    app.add_url_rule(
        "/static/<path:filename>", "static", send, provide_automatic_options=False
    )
    app.jinja_env.globals["static_url"] = static_url
    app.after_request(_keep_for_ever)


def send(filename: str) -> Response:
    """A file of the theme as it was checked at the start, or one of `static/`."""
    themed = current_site().theme.files.get(filename)
    if themed is None:
        return _compressed(current_app.send_static_file(filename))
    return _compressed(Response(themed, mimetype=guess_type(filename)[0]))


def static_url(filename: str) -> str:
    """The address of a static file, which changes with its content."""
    return url_for("static", filename=filename, v=fingerprint(filename))


def fingerprint(filename: str) -> str:
    """The first 16 hexadecimal digits of the file's SHA-256."""
    themed = current_site().theme.files.get(filename)
    return _digest(themed) if themed is not None else _our_fingerprint(filename)


@cache
def _our_fingerprint(filename: str) -> str:
    return _digest((FOLDER / filename).read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _compressed(response: Response) -> Response:
    # Only these files: the length of a compressed page could betray what is in it.
    response.vary.add("Accept-Encoding")
    if response.status_code == 200 and request.accept_encodings.quality("gzip"):
        response.direct_passthrough = False
        response.data = _gzipped(response.data)
        response.content_encoding = "gzip"
    return response


@cache
def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _keep_for_ever(response: Response) -> Response:
    if request.endpoint != "static" or response.status_code not in (200, 304):
        return response
    filename = (request.view_args or {})["filename"]
    if request.args.get("v") == fingerprint(filename):
        response.headers["Cache-Control"] = FOR_EVER
    return response
