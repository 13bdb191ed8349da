"""Information: help, privacy and about pages, and whether the site is well."""

from __future__ import annotations

from flask import Flask, Response, render_template, request

from assessment.storage import StoreUnavailable
from assessment.web import clock, places
from assessment.web.errors import store_failed
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
    """Whether the rules are loaded, answers can be kept and papers made.

    Without the store the site is of no use. Without papers it is: there is the page to
    print, so that nothing should turn people away.
    """
    site = current_site()
    lines, status = ["rules ok", "store ok", "papers ok"], 200
    try:
        site.store.get(b"", clock.now())
    except StoreUnavailable as error:
        store_failed(error)
        lines[1], status = "store not available", 503
    if not site.papers.well:
        lines[2] = "papers failing"
    return Response("".join(f"{x}\n" for x in lines), status, mimetype="text/plain")
