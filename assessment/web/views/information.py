"""Information: help, privacy and about pages, and whether the site is well."""

from __future__ import annotations

from flask import Flask, Response, render_template, request

from assessment.storage import StoreUnavailable
from assessment.web import clock, journal, places
from assessment.web.session import current_session
from assessment.web.site import current_settings, current_site
from assessment.web.summaries import alarm

PAGES = ("privacy", "help", "about")


def init_app(app: Flask) -> None:
    """Give these pages their addresses."""
    for name in PAGES:
        app.add_url_rule(f"/{name}", name, page)
    app.add_url_rule("/health/live", "live", live)
    app.add_url_rule("/health/ready", "ready", ready)


def page() -> str:
    """A page of words, named like its address."""
    visit = current_session().visit
    return render_template(
        f"pages/{request.endpoint}.html",
        resume_url=places.way_on(visit) if visit else "",
        alarm=alarm(visit),
        today=clock.today(current_settings().time_zone),
    )


def live() -> Response:
    """Whether the process answers at all."""
    return Response("live\n", mimetype="text/plain")


def ready() -> Response:
    """Whether answers can be kept."""
    try:
        current_site().store.get(b"", clock.now())
    except StoreUnavailable as error:
        journal.failed(error)
        return Response("the store is not available\n", 503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
