"""Violations: browsers report here when a page breaks its own content policy."""

from __future__ import annotations

import json
from logging import WARNING
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from assessment.web import clock, journal
from assessment.web.security import POLICY, csrf

MOST_BYTES = 16_384
MOST_A_MINUTE = 20
DIRECTIVES = frozenset(part.split()[0] for part in POLICY.split("; "))

_written: dict[int, int] = {}  # this minute, and how many lines it has had


def init_app(app: Flask) -> None:
    """Give reports their address."""
    app.add_url_rule("/csp-report", "violation", violation, methods=["POST"])
    csrf.exempt(violation)


def violation() -> Response:
    """Note which directive was broken on which route; nothing else of the report."""
    body = request.stream.read(MOST_BYTES)
    try:
        report = json.loads(body)["csp-report"]
        directive = str(report["effective-directive"])
        address = str(report["document-uri"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return Response(status=400)
    if directive.removesuffix("-elem").removesuffix("-attr") in DIRECTIVES:
        _note(directive, address)
    return Response(status=204)


def _note(directive: str, address: str) -> None:
    minute = clock.now() // 60
    count = _written.get(minute, 0)
    _written.clear()
    _written[minute] = count + 1
    if count < MOST_A_MINUTE:
        journal.note(
            "policy broken", WARNING, route=_route(address), directive=directive
        )


def _route(address: str) -> str:
    try:
        endpoint, _ = current_app.url_map.bind("").match(urlsplit(address).path)
    except (HTTPException, ValueError):
        return "-"
    return str(endpoint)
