"""One CUPS for all tests of printing, set up as a kiosk's is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.printing.cupsd import Cups, cups
from tests.test_docs import ROOT

SETTINGS = ROOT / "docs" / "deploy" / "kiosk" / "cups" / "cupsd.conf"


@pytest.fixture(scope="session")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cups]:
    """A scheduler of our own, and its printer."""
    with cups(tmp_path_factory.mktemp("cups"), SETTINGS.read_text("utf-8")) as own:
        yield own


@pytest.fixture
def printer(scheduler: Cups) -> Iterator[Cups]:
    """The scheduler with no jobs and a printer that works."""
    yield scheduler
    scheduler.run("cancel", "-a")
    scheduler.mood = "well"
