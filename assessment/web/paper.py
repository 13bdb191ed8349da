"""The paper: from a summary to a PDF, by the pool of warm children."""

from __future__ import annotations

import atexit
from logging import WARNING
from threading import Lock, Thread

from babel.dates import get_timezone
from flask import Flask, request

from assessment.core.explain import Translate
from assessment.core.visit import Visit
from assessment.pdf.paper import STYLESHEETS, Edition, PageSize, paper_html
from assessment.pdf.pool import PoolFailed, RenderPool
from assessment.web import journal
from assessment.web.exports import attachments
from assessment.web.metrics import current_metrics
from assessment.web.settings import Settings
from assessment.web.site import current_site
from assessment.web.summaries import assessed
from assessment.web.theme import Theme

# The countries that print on Letter; all others use ISO 216 (A4).
ON_LETTER = frozenset({"US", "CA", "MX", "PH", "CL", "CO"})


def init_app(app: Flask) -> None:
    """Warm the pool when the first visit starts, minutes before its paper is due.

    Not sooner: a server may fork until then, and the children would not survive that.
    """
    first = Lock()

    def warm_at_first_start() -> None:
        if request.method == "POST" and first.acquire(blocking=False):
            pool = current_site().papers
            atexit.register(pool.close)
            Thread(target=_warm, args=(pool,), daemon=True).start()

    app.before_request(warm_at_first_start)


def make_paper(visit: Visit, translate: Translate, *, large: bool = False) -> bytes:
    """The visit's summary as a PDF, with what was found as data if the site wants that.

    It is written once there is a place to make it: when many ask, those who have to
    wait cost next to nothing. Raises PoolFailed when no child could make it.
    """
    site = current_site()
    with current_metrics().paper(), site.papers.desk() as render:
        found, summary = assessed(visit)
        chosen = edition(site.settings, translate, site.theme, large=large)
        html = paper_html(summary, edition=chosen)
        embedded = attachments(site.settings, site.topic, found, summary, translate)
        return render(html, STYLESHEETS, embedded)


def edition(
    settings: Settings, translate: Translate, theme: Theme, *, large: bool = False
) -> Edition:
    """The clinic's sheet, language, time, name and logo; in large print if wanted."""
    return Edition(
        size=PageSize.LETTER if settings.country in ON_LETTER else PageSize.A4,
        large=large,
        language=settings.language,
        time_zone=get_timezone(settings.time_zone),
        translate=translate,
        clinic=theme.name,
        logo=theme.logo,
    )


def _warm(pool: RenderPool) -> None:
    try:
        pool.warm()
    except PoolFailed as error:
        journal.note("pool failed", WARNING, error=type(error).__name__)
