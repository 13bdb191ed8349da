"""Watch: a job is followed until it is printed, or taken back when it sticks.

Whoever asked for the paper may be gone by then: a job that stays would print what they
said for the next person. So it is watched in a thread, not by who waits for the page.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from threading import Event, Lock, Thread

from assessment.printing.cups import (
    JobState,
    Look,
    PrintingFailed,
    Queue,
    Trouble,
)

PATIENCE = 8.0  # seconds without getting on: with the page, the person knows within 10
LONGEST = 60.0  # seconds that a paper may print
INTERVAL = 0.4  # seconds between looks


class State(StrEnum):
    """What to tell the person of their paper."""

    PRINTING = "printing"
    PRINTED = "printed"
    FAILED = "failed"


class Job:
    """A paper on its way. Its attributes may be read at any time.

    `trouble` says why it failed; `gone`, that it can't come out any more.
    """

    def __init__(
        self,
        queue: Queue,
        paper: bytes,
        *,
        patience: float = PATIENCE,
        longest: float = LONGEST,
        failed: Callable[[Trouble], None] = lambda _trouble: None,
    ) -> None:
        """Hand the paper over and watch it; all times are in seconds.

        Never raises: a paper that can't be handed over has failed. `failed` is told
        why once, whether or not anybody waits.
        """
        self.state, self.trouble, self.gone = State.PRINTING, Trouble.SLOW, True
        self._queue, self._patience, self._longest = queue, patience, longest
        self._tell_failed = failed
        self._deciding, self._decided = Lock(), Event()
        self._number: int | None = None
        try:
            self._number = queue.send(paper)
        except PrintingFailed as error:
            self._decide(State.FAILED, error.trouble, gone=error.gone)
            return
        Thread(target=self._watch, daemon=True).start()

    def wait(self, seconds: float) -> State:
        """The state once it is decided, or after so many seconds."""
        self._decided.wait(seconds)
        return self.state

    def stop(self) -> None:
        """Take the paper back, because its person says that it does not come."""
        self._take_back(Trouble.SLOW)

    def _watch(self) -> None:
        started = got_on = time.monotonic()
        trouble = Trouble.SLOW
        while not self._decided.is_set():
            look, now = self._look(), time.monotonic()
            if look.job is JobState.PROCESSING and look.trouble is None:
                got_on, trouble = now, Trouble.SLOW
            else:
                trouble = look.trouble or trouble
            if look.job is JobState.COMPLETED:
                self._decide(State.PRINTED, trouble)
            elif look.job in (JobState.ABORTED, JobState.CANCELLED):
                self._decide(State.FAILED, look.trouble or Trouble.FAILED)
            elif look.job is None and look.trouble is None:
                # CUPS forgot it at once, as it is told to, and so how it ended.
                self._decide(State.PRINTING, trouble)
            elif look.for_good or now - got_on >= self._patience:
                self._take_back(trouble)
            elif now - started >= self._longest:
                self._take_back(Trouble.SLOW)
            self._decided.wait(INTERVAL)

    def _look(self) -> Look:
        assert self._number is not None  # noqa: S101  # nosec B101
        try:
            return self._queue.look(self._number)
        except PrintingFailed as error:
            return Look(None, error.trouble, for_good=False)

    def _take_back(self, trouble: Trouble) -> None:
        if self._number is None:
            return  # it could not be handed over, and has failed already
        gone = False
        with suppress(PrintingFailed):
            gone = self._queue.cancel(self._number)
        with self._deciding:
            self._settle(State.FAILED, trouble, gone)

    def _decide(self, state: State, trouble: Trouble, *, gone: bool = True) -> None:
        with self._deciding:
            if not self._decided.is_set():
                self._settle(state, trouble, gone)

    def _settle(self, state: State, trouble: Trouble, gone: bool) -> None:
        if state is State.FAILED and self.state is State.PRINTING:
            self._tell_failed(trouble)
        self.state, self.trouble, self.gone = state, trouble, gone
        self._decided.set()
