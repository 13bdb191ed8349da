"""Journal: one line for each request, with its route and never its path or answers."""

from __future__ import annotations

import logging
from time import perf_counter
from typing import TextIO, cast

from flask import Flask, Response, g, request
from flask.logging import wsgi_errors_stream

logger = logging.getLogger("previsit")


def init_app(app: Flask) -> None:
    """Write a line for each request, and silence those who would write more."""
    if not logger.handlers:
        # Where errors go now: a stream kept from the start may be closed by then, and
        # what logging says of that holds the words of errors.
        handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    # Flask's own lines hold paths and tracebacks; the development server's hold paths.
    app.logger.disabled = True
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app.before_request(_start)
    app.after_request(_write)


def route() -> str:
    """The name of the request's route; `-` where there is none."""
    return request.endpoint or "-"


def failed(error: BaseException) -> None:
    """Note that a request failed: where, and the type of the error. Not its words."""
    logger.error("%s failed with %s", route(), type(error).__name__)


def _start() -> None:
    g.started = perf_counter()


def _write(response: Response) -> Response:
    spent = (perf_counter() - g.get("started", perf_counter())) * 1000
    logger.info("%s %d %.0f ms", route(), response.status_code, spent)
    return response
