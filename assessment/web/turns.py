"""Turns: the clicks of one person are answered one after the other, never at once.

So it is within one process. Between several the store decides, and the click that comes
second is answered anew; turns keep that rare, and make it fair.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

PATIENCE = 10.0  # seconds; longer than a busy store takes to keep an answer


@dataclass
class _Queue:
    lock: Lock = field(default_factory=Lock)
    length: int = 0


class Turns:
    """A lock for each visit that is being changed, and for none that is not.

    No more than `most` requests of one visit may stand at it, if that is given.
    """

    def __init__(self, most: int | None = None) -> None:
        self._most = most
        self._guard = Lock()
        self._queues: dict[str, _Queue] = {}

    def take(self, visit: str, patience: float = PATIENCE) -> bool:
        """Wait for this visit's turn; False when it did not come in time (seconds)."""
        with self._guard:
            queue = self._queues.setdefault(visit, _Queue())
            if queue.length == self._most:
                return False
            queue.length += 1
        taken = queue.lock.acquire(timeout=patience)
        if not taken:
            self._quit(visit, queue)
        return taken

    def leave(self, visit: str) -> None:
        """Let the next one in; only after `take` returned True."""
        queue = self._queues[visit]
        queue.lock.release()
        self._quit(visit, queue)

    def _quit(self, visit: str, queue: _Queue) -> None:
        with self._guard:
            queue.length -= 1
            if queue.length == 0:
                del self._queues[visit]
