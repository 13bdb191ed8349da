"""One CUPS for all tests of printing, set up as a kiosk's is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assessment.printing import Queue
from tests.printing.cupsd import QUEUE, Cups, cups
from tests.test_docs import ROOT

SETTINGS = ROOT / "docs" / "deploy" / "kiosk" / "cups" / "cupsd.conf"


@pytest.fixture(scope="session")
def scheduler() -> Iterator[Cups]:
    """A scheduler of our own, and its printer.

    Not below pytest's folders, which every run of pytest closes to other users.
    """
    with (
        TemporaryDirectory(prefix="cups-") as folder,
        cups(Path(folder), SETTINGS.read_text("utf-8")) as own,
    ):
        yield own


@pytest.fixture
def printer(scheduler: Cups) -> Iterator[Cups]:
    """The scheduler with no jobs and a printer that works."""
    yield scheduler
    Queue(QUEUE, scheduler.server).clear()
    scheduler.mood = "well"
