"""Metrics: counts for the clinic's own monitoring, none of which leads to a person.

Nothing is counted that hangs on an answer, not even how urgent results are: where one
person sits at the screen, a count that rises by one tells theirs (decision 25).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from time import perf_counter
from typing import cast

from flask import Flask, Response, abort, current_app, request
from prometheus_client import (
    CONTENT_TYPE_PLAIN_0_0_4,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from assessment.pdf.pool import PoolBusy, PoolFailed
from assessment.web import journal
from assessment.web.site import current_settings

KEY = "assessment-metrics"
PAGE_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
PAPER_SECONDS = (0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 15)


class Metrics:
    """What one process has counted since it started."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "previsit_requests", "Requests answered, by route, method and status.",
            ["route", "method", "status"], registry=registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "previsit_request_seconds", "Seconds until the answer was ready.",
            ["route"], buckets=PAGE_SECONDS, registry=registry,
        )  # fmt: skip
        self.papers = Counter(
            "previsit_papers", "Papers made, refused for lack of room, or failed.",
            ["outcome"], registry=registry,
        )  # fmt: skip
        self.paper_seconds = Histogram(
            "previsit_paper_seconds", "Seconds that a paper took, with its wait.",
            buckets=PAPER_SECONDS, registry=registry,
        )  # fmt: skip
        self.visits = Counter(
            "previsit_visits", "Visits begun, resumed by a code, or finished.",
            ["event"], registry=registry,
        )  # fmt: skip
        self.swept = Counter(
            # In the store a copy that a code opens can't be told from a visit.
            "previsit_swept", "Visits, and copies under codes, wiped when expired.",
            registry=registry,
        )  # fmt: skip
        self.limited = Counter(
            "previsit_limited", "Requests refused because they came too fast.",
            ["limit"], registry=registry,
        )  # fmt: skip
        self.store_errors = Counter(
            "previsit_store_errors", "Times that the store could not be reached.",
            registry=registry,
        )  # fmt: skip

    @contextmanager
    def paper(self) -> Iterator[None]:
        """Count the paper that is made inside, and how long it takes."""
        started = perf_counter()
        try:
            yield
        except PoolFailed as error:
            busy = isinstance(error, PoolBusy)
            self.papers.labels("refused" if busy else "failed").inc()
            raise
        self.papers.labels("made").inc()
        self.paper_seconds.observe(perf_counter() - started)


def init_app(app: Flask) -> None:
    """Count every request; show the counts where the settings allow it."""
    disable_created_metrics()
    app.extensions[KEY] = Metrics()
    app.add_url_rule("/metrics", "metrics", show)
    app.after_request(_count)


def current_metrics() -> Metrics:
    """The counts of the app that is serving."""
    return cast(Metrics, current_app.extensions[KEY])


def show() -> Response:
    """The counts in Prometheus' text format; no such page for anybody else."""
    if not _may_read():
        abort(404)
    text = generate_latest(current_metrics().registry)
    return Response(text, content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _may_read() -> bool:
    settings = current_settings()
    if "X-Forwarded-For" in request.headers and not settings.proxies:
        # Somebody comes through a proxy that we were not told of: the address is not
        # theirs, and that of this machine would let everybody in.
        return False
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return False
    return any(address in network for network in settings.metrics)


def _count(response: Response) -> Response:
    metrics, route = current_metrics(), journal.route()
    status = f"{response.status_code // 100}xx"
    metrics.requests.labels(route, journal.method(), status).inc()
    metrics.seconds.labels(route).observe(journal.seconds_spent())
    return response
