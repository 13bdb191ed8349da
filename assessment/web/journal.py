"""Journal: one JSON line a request, with its route, never its path or answers.

No address, cookie, browser or length of an answer: none may lead back to a person.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from time import perf_counter
from typing import TextIO, cast

from flask import Flask, Response, g, request
from flask.logging import wsgi_errors_stream

# Whoever makes up a method could write anything with it.
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

logger = logging.getLogger("previsit")


class JsonLines(logging.Formatter):
    """A record as one line of JSON; of an exception only its kind."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: time in UTC, level, event, and the facts that came with it."""
        moment = datetime.fromtimestamp(record.created, UTC)
        line: dict[str, object] = {
            "time": moment.isoformat("T", "milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line)


def init_app(app: Flask) -> None:
    """Write a line for each request, and silence those who would write more."""
    if not logger.handlers:
        # Where errors go now: a stream kept from the start may be closed by then, and
        # what logging says of that holds the words of errors.
        handler = logging.StreamHandler(cast(TextIO, wsgi_errors_stream))
        handler.setFormatter(JsonLines())
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    # Flask's own lines hold paths and tracebacks; the development server's hold paths.
    app.logger.disabled = True
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app.before_request(_start)
    app.after_request(_write)


def note(event: str, level: int = logging.INFO, **facts: object) -> None:
    """Write a line about an event; the facts are names and numbers of our own."""
    logger.log(level, event, extra={"facts": facts})


def failed(error: BaseException) -> None:
    """Note that a request failed: where, and the type of the error. Not its words."""
    note("failed", logging.ERROR, route=route(), error=type(error).__name__)


def route() -> str:
    """The name of the request's route; `-` where there is none."""
    return request.endpoint or "-"


def method() -> str:
    """The request's method; `-` for one that no browser knows."""
    return request.method if request.method in METHODS else "-"


def seconds_spent() -> float:
    """How long the request has taken so far."""
    now = perf_counter()
    return now - cast(float, g.get("started", now))


def _start() -> None:
    g.started = perf_counter()


def _write(response: Response) -> Response:
    note(
        "request",
        route=route(),
        method=method(),
        status=response.status_code,
        ms=round(seconds_spent() * 1000),
    )
    return response
