"""CUPS: one queue, by the programs that come with it: lp, cancel and ipptool.

The paper goes to lp by a pipe and is never a file of ours; the job's title is always
the same. States and reasons are those of RFC 8011.
"""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Any, NamedTuple

TITLE = "summary"
_SECONDS = 4  # for one program; CUPS on the same machine answers in milliseconds
_ASK_JOB = Path(__file__).with_name("job.ipp")
_ASK_PRINTER = Path(__file__).with_name("printer.ipp")
_STOPPED = 5  # printer-state, RFC 8011, 5.4.12


class Trouble(StrEnum):
    """Why a paper does not come."""

    MISSING = "missing"  # there is no such queue, or no CUPS
    STOPPED = "stopped"  # the queue is stopped, or takes no jobs
    PAPER = "paper"
    STUCK = "stuck"  # a jam, or something stands open
    INK = "ink"
    OFFLINE = "offline"
    FAILED = "failed"  # CUPS gave the job up
    SLOW = "slow"


# printer-state-reasons (RFC 8011, 5.4.12) without what says how bad it is.
_REASONS = {
    "media-empty": Trouble.PAPER,
    "media-needed": Trouble.PAPER,
    "input-tray-missing": Trouble.PAPER,
    "media-jam": Trouble.STUCK,
    "cover-open": Trouble.STUCK,
    "door-open": Trouble.STUCK,
    "interlock-open": Trouble.STUCK,
    "output-area-full": Trouble.STUCK,
    "toner-empty": Trouble.INK,
    "marker-supply-empty": Trouble.INK,
    "offline": Trouble.OFFLINE,
    "shutdown": Trouble.OFFLINE,
    "timed-out": Trouble.OFFLINE,
    "connecting-to-device": Trouble.OFFLINE,
}
_HOW_BAD = re.compile(r"-(?:report|warning|error)$")


class JobState(IntEnum):
    """What has become of a job: job-state in RFC 8011, 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELLED = 7
    ABORTED = 8
    COMPLETED = 9


class Look(NamedTuple):
    """What CUPS says of a job and its printer now."""

    job: JobState | None  # None once CUPS has forgotten the job
    trouble: Trouble | None
    for_good: bool  # waiting can't help


class PrintingFailed(Exception):
    """A paper could not be handed over, or CUPS could not be asked.

    `gone` says that nothing of the paper can be in the queue.
    """

    def __init__(self, trouble: Trouble, *, gone: bool = True) -> None:
        super().__init__(trouble.value)
        self.trouble, self.gone = trouble, gone


class Queue:
    """A queue of the CUPS at `server`: the one lp speaks to, unless it is given.

    Every method may raise PrintingFailed.
    """

    def __init__(self, name: str, server: str = "") -> None:
        known = server or os.environ.get("CUPS_SERVER", "")
        # ipptool speaks over the network alone; CUPS listens there, too, unless told.
        self._server = "localhost:631" if known[:1] in ("", "/") else known
        self._name = name

    def send(self, paper: bytes) -> int:
        """Hand a PDF over to be printed; gives the number of its job."""
        to = ("-d", self._name, "-t", TITLE, "-o", "job-sheets=none", "-")
        done = self._run("lp", *to, content=paper)
        found = re.search(rb"-(\d+) \(", done.stdout)
        if found is None:
            raise PrintingFailed(Trouble.MISSING, gone=done.returncode != 0)
        return int(found[1])

    def look(self, number: int) -> Look:
        """What has become of the job, and whether anything is wrong."""
        trouble = self.trouble()
        if trouble is Trouble.MISSING:
            return Look(None, trouble, for_good=True)
        state = _state(self._ask(_ASK_JOB, f"jobs/{number}"))
        return Look(state, trouble, for_good=trouble is Trouble.STOPPED)

    def trouble(self) -> Trouble | None:
        """What keeps papers from coming out now; None when nothing is known to."""
        printer = self._ask(_ASK_PRINTER, f"printers/{self._name}")
        if "printer-state" not in printer:
            return Trouble.MISSING
        takes_jobs = printer["printer-is-accepting-jobs"]
        if printer["printer-state"] == _STOPPED or not takes_jobs:
            return Trouble.STOPPED
        return _trouble(printer["printer-state-reasons"])

    def cancel(self, number: int) -> bool:
        """Take the job back; whether CUPS did, which it can't when the job is over."""
        return self._run("cancel", f"{self._name}-{number}").returncode == 0

    def clear(self) -> None:
        """Take back every job of ours, such as of a server that broke down."""
        self._run("cancel", "-a", "-u", getpass.getuser(), self._name)

    def _ask(self, question: Path, place: str) -> Mapping[str, Any]:
        address = f"ipp://{self._server}/{place}"
        said = self._run("ipptool", "-j", address, str(question)).stdout
        try:
            groups: list[dict[str, Any]] = json.loads(said)
        except ValueError:
            raise PrintingFailed(Trouble.MISSING) from None
        return {name: value for group in groups for name, value in group.items()}

    def _run(
        self, program: str, *words: str, content: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        path = shutil.which(program)
        if path is None:
            raise PrintingFailed(Trouble.MISSING)
        around = {**os.environ, "LC_ALL": "C", "CUPS_SERVER": self._server}
        command = [path, *words]
        try:
            return subprocess.run(  # noqa: S603  # nosec B603
                command,
                input=content,
                env=around,
                capture_output=True,
                check=False,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            # It may have done its work all the same.
            raise PrintingFailed(Trouble.SLOW, gone=False) from None


def _state(job: Mapping[str, Any]) -> JobState | None:
    if "job-state" in job:
        return JobState(job["job-state"])
    if "status-message" not in job:
        raise PrintingFailed(Trouble.SLOW)  # CUPS knows the job, and hides it from us
    return None


def _trouble(reasons: str | list[str]) -> Trouble | None:
    """The first of the printer's reasons that keeps a paper from coming."""
    named = [reasons] if isinstance(reasons, str) else reasons
    known = (_REASONS.get(_HOW_BAD.sub("", reason)) for reason in named)
    return next(filter(None, known), None)
