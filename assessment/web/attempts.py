"""Attempts: how many wrong codes are borne, from one address and in all.

Only codes that could exist and open nothing count. A slip of the finger is told by the
code's own check and counts for nothing, so a clinic whose people share an address does
not reach its limit. Kept in memory: each server bears as many (docs/decisions/0023).
"""

from __future__ import annotations

from collections import deque
from threading import Lock

from assessment.web.addresses import network_of

WINDOW = 3600  # seconds
MOST_FROM_ONE = 60
MOST_IN_ALL = 1200


class Attempts:
    """The wrong codes of the last hour: when, and from where."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failures: deque[tuple[int, str]] = deque()

    def allowed(self, address: str, now: int) -> bool:
        """Whether one more code may be tried from there. Times are epoch seconds."""
        network = network_of(address)
        with self._lock:
            while self._failures and self._failures[0][0] <= now - WINDOW:
                self._failures.popleft()
            from_there = sum(network == other for _, other in self._failures)
            return from_there < MOST_FROM_ONE and len(self._failures) < MOST_IN_ALL

    def failed(self, address: str, now: int) -> None:
        """Note a code that opened nothing."""
        with self._lock:
            self._failures.append((now, network_of(address)))
