"""Printer: the papers of a shared screen, each on its way to the clinic's printer."""

from __future__ import annotations

import time
from contextlib import suppress
from logging import WARNING
from threading import Lock

from assessment.printing import PATIENCE, Job, PrintingFailed, Queue, Trouble
from assessment.web import journal
from assessment.web.settings import Settings

REMEMBERED = 600.0  # seconds for which the way of a paper can be asked for


class Printer:
    """The last paper of each visit, by the visit's secret, and never its content."""

    def __init__(self, queue: Queue, patience: float = PATIENCE) -> None:
        self._queue, self._patience = queue, patience
        self._lock = Lock()
        self._jobs: dict[str, tuple[float, Job]] = {}
        # What a server left that broke down would print for somebody else.
        with suppress(PrintingFailed, KeyError):  # KeyError: a user without a name
            queue.clear()

    def start(self, visit: str, paper: bytes) -> Job:
        """Print a paper for a visit; one that is still on its way is taken back."""
        before = self.job_of(visit)
        if before is not None:
            before.stop()
        job = Job(self._queue, paper, patience=self._patience, failed=_note)
        now = time.monotonic()
        with self._lock:
            recent = {
                k: v for k, v in self._jobs.items() if now - v[0] < REMEMBERED
            }  # fmt: skip
            self._jobs = {**recent, visit: (now, job)}
        return job

    def job_of(self, visit: str) -> Job | None:
        """The last paper of the visit, if it was printed a short while ago."""
        with self._lock:
            found = self._jobs.get(visit)
        fresh = found is not None and time.monotonic() - found[0] < REMEMBERED
        return found[1] if found is not None and fresh else None


def _note(trouble: Trouble) -> None:
    journal.note("a paper did not print", WARNING, trouble=trouble.name)


def open_printer(settings: Settings) -> Printer | None:
    """The printer that a shared screen prints to; None where the browser prints."""
    if not (settings.kiosk and settings.printer):
        return None
    return Printer(Queue(settings.printer))
