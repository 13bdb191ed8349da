"""Limits: how fast one visit may click and print, and one address start visits.

A person clicks once a second at the very most and prints once or twice; a clinic of
two hundred people behind one address starts forty visits a minute. The limits stand
well above that and well below what would hurt: see decision 25 for the arithmetic.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import cast

from flask import Flask, abort, current_app, request

from assessment.pdf.pool import PoolBusy
from assessment.web.addresses import network_of
from assessment.web.metrics import current_metrics
from assessment.web.session import current_session
from assessment.web.turns import Turns

KEY = "assessment-limits"
MOST_KEYS = 20_000  # remembered at a time, about 3 MB
CLICKS, CLICKS_A_SECOND = 300, 2.0  # a whole form thrice at any speed, then this
PAPERS, PAPERS_A_SECOND = 20, 20 / 3600
# A second press waits for the first one's paper; a third is too many.
PAPERS_AT_ONCE = 2
PAPER_PATIENCE = 5.0  # seconds


class Limit:
    """At most `burst` at once for each key, then `rate` a second.

    For each key one time is kept: when all that it took will be paid back. The key
    that was used longest ago is forgotten first, which only lets it begin anew.
    """

    def __init__(self, burst: int, rate: float) -> None:
        self._cost = 1 / rate
        self._room = burst / rate
        self._guard = Lock()
        self._paid_back: OrderedDict[str, float] = OrderedDict()

    def allows(self, key: str, now: float) -> bool:
        """Whether one more is within the limit at `now` (seconds); if so it counts."""
        with self._guard:
            paid_back = max(now, self._paid_back.get(key, now)) + self._cost
            if paid_back - now > self._room + self._cost / 2:
                return False
            self._paid_back[key] = paid_back
            self._paid_back.move_to_end(key)
            if len(self._paid_back) > MOST_KEYS:
                self._paid_back.popitem(last=False)
            return True

    def give_back(self, key: str) -> None:
        """Take back one that was counted, and then came to nothing."""
        with self._guard:
            if key in self._paid_back:
                self._paid_back[key] -= self._cost


@dataclass(frozen=True)
class Limits:
    """The limits of one site."""

    clicks: Limit
    papers: Limit
    starts: Limit
    printing: Turns


def init_app(app: Flask) -> None:
    """Refuse with 429 what comes too fast."""
    starts = app.extensions["assessment-settings"].starts_a_minute
    app.extensions[KEY] = Limits(
        clicks=Limit(CLICKS, CLICKS_A_SECOND),
        papers=Limit(PAPERS, PAPERS_A_SECOND),
        starts=Limit(2 * starts, starts / 60),
        printing=Turns(most=PAPERS_AT_ONCE),
    )
    app.before_request(_limit_clicks)


def limit_starts() -> None:
    """Count one more visit for the address of the request."""
    address = network_of(request.remote_addr or "")
    if address and not _limits().starts.allows(address, monotonic()):
        _refuse("starts")


@contextmanager
def one_paper() -> Iterator[None]:
    """Make one paper of the visit at a time, and not too many in an hour.

    One that found no place is not held against whoever asks again.
    """
    visit, printing, papers = _visit(), _limits().printing, _limits().papers
    if not printing.take(visit, PAPER_PATIENCE):
        _refuse("papers")
    try:
        if not papers.allows(visit, monotonic()):
            _refuse("papers")
        try:
            yield
        except PoolBusy:
            papers.give_back(visit)
            raise
    finally:
        printing.leave(visit)


def _limit_clicks() -> None:
    if request.method != "POST" or not current_session().begun:
        return
    if not _limits().clicks.allows(_visit(), monotonic()):
        _refuse("clicks")


def _visit() -> str:
    # The token of its forms, which opens nothing; not the secret, which opens it.
    return cast(str, current_session()["csrf_token"])


def _limits() -> Limits:
    return cast(Limits, current_app.extensions[KEY])


def _refuse(limit: str) -> None:
    current_metrics().limited.labels(limit).inc()
    abort(429)
