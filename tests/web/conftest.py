"""A site about hiccups, the real one, and a client that inspects every page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from assessment.pdf.attachment import Attachment
from assessment.pdf.pool import PoolBusy, PoolFailed, Render
from assessment.web import clock, create_app, journal
from assessment.web.settings import Settings
from tests.web.command import Run, run_command
from tests.web.looking import LookingClient

RULES = Path(__file__).parent / "rules"

# The answers of somebody with nothing to worry about, page by page.
CALM: tuple[dict[str, Any], ...] = (
    {"signs": ["none"]},
    {"age": "40", "speed": "slow"},
    {"where": ["left:hand", "neck"]},
    {"noises": ["none"]},
    {"bad": "b0", "sleep": "s0"},
    {"pills": ["aspirin"]},
    {"wishes": "To sleep"},
)


class NoPapers:
    """Stands in for the pool of children where the paper itself is not at stake."""

    def __init__(self) -> None:
        self.failure: PoolFailed | None = None
        self.well = True
        self.html = ""
        self.embedded: tuple[Attachment, ...] = ()

    @contextmanager
    def desk(self) -> Iterator[Render]:
        """Give a place, or none as asked."""
        if isinstance(self.failure, PoolBusy):
            raise self.failure
        yield self.render

    def render(
        self,
        html: str,
        stylesheets: object = (),
        attachments: Iterable[Attachment] = (),
    ) -> bytes:
        """Give something that is not a paper, or fail as asked."""
        if self.failure is not None:
            raise self.failure
        self.html, self.embedded = html, tuple(attachments)
        return b"%PDF-1.7 " + str(len(html)).encode()

    def warm(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def without_papers(app: Flask) -> Flask:
    """The app with no pool of children."""
    site: Any = app.extensions["assessment"]
    app.extensions["assessment"] = replace(site, papers=NoPapers())
    return app


def build(state: Path, **changes: Any) -> Flask:
    """A site about hiccups whose answers are in memory."""
    basics: dict[str, Any] = {"rules": RULES, "state": state, "store": "memory:"}
    return without_papers(create_app(Settings(**{**basics, **changes})))


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("state"))


@pytest.fixture
def client(app: Flask) -> LookingClient:
    return LookingClient(app)


@pytest.fixture
def finished_client(client: LookingClient) -> LookingClient:
    """A client that has answered everything and stands at check-your-answers."""
    client.start()
    client.answer(*CALM)
    return client


@pytest.fixture
def own_app(tmp_path: Path) -> Callable[..., Flask]:
    """Builds a site with other settings."""

    def make(**changes: Any) -> Flask:
        return build(tmp_path, **changes)

    return make


def withdraw(app: Flask) -> None:
    """Take its rules back while it runs."""
    site: Any = app.extensions["assessment"]
    review = replace(site.topic.review, status="withdrawn")
    topic = replace(site.topic, review=review)
    app.extensions["assessment"] = replace(site, topic=topic)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `flask assessment …` on the rules about hiccups, or with other settings."""

    def invoke(*words: str, answer: str = "", **changes: Any) -> Result:
        basics: dict[str, Any] = {"rules": RULES, "state": tmp_path / "state"}
        return run_command(*words, answer=answer, **{**basics, **changes})

    return invoke


@pytest.fixture(scope="session")
def real_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site with the rules that it is shipped with."""
    state = tmp_path_factory.mktemp("real")
    return without_papers(create_app(Settings(state=state, store="memory:")))


class Lines(logging.Handler):
    """Keeps the lines that are logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line, with the traceback that another handler would write."""
        self.lines.append(journal.JsonLines().format(record))
        if record.exc_info:
            self.lines.append(self.format(record))


@pytest.fixture
def journal_lines() -> Iterator[list[str]]:
    """What every logger of the process writes during the test."""
    handler = Lines()
    loggers = [logging.getLogger(), logging.getLogger("previsit")]
    for logger in loggers:
        logger.addHandler(handler)
    yield handler.lines
    for logger in loggers:
        logger.removeHandler(handler)


class Clock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.time = clock.now()

    def go_on(self, *, minutes: int) -> None:
        """Let time pass."""
        self.time += minutes * 60


@pytest.fixture
def still_clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    still = Clock()
    monkeypatch.setattr(clock, "now", lambda: still.time)
    return still
