"""Sweeper: wipes what has expired, whether or not anybody comes by."""

from __future__ import annotations

import time
from logging import WARNING
from threading import Lock, Thread

from flask import Flask

from assessment.storage import Store, StoreUnavailable
from assessment.web import clock, journal, metrics
from assessment.web.metrics import Metrics
from assessment.web.site import KEY, current_site

SECONDS = 60


def init_app(app: Flask) -> None:
    """Sweep now, and every minute from the first request on.

    Not sooner: a server may fork until then, and a thread would not survive that.
    """
    if KEY not in app.extensions:
        return
    counts = app.extensions[metrics.KEY]
    sweep(app.extensions[KEY].store, counts)
    first = Lock()

    def start_with_first_request() -> None:
        if first.acquire(blocking=False):
            store = current_site().store
            Thread(target=_keep_sweeping, args=(store, counts), daemon=True).start()

    app.before_request(start_with_first_request)


def sweep(store: Store, counts: Metrics) -> None:
    """Wipe what has expired; what fails is tried again with the next sweep."""
    try:
        counts.swept.inc(store.sweep(clock.now()))
    except StoreUnavailable as error:
        counts.store_errors.inc()
        journal.note("sweep failed", WARNING, error=type(error).__name__)


def _keep_sweeping(store: Store, counts: Metrics) -> None:
    while True:
        time.sleep(SECONDS)
        sweep(store, counts)
