"""The whole service is killed while people answer: nothing acknowledged is lost."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.web.conftest import CALM
from tests.web.looking import LookingClient, Page, filled_in
from tests.web.through import Through

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
KILLS = 100
PEOPLE = 3
EDITS = 6
PLACES = tuple(
    f"/hiccups/{place}"
    for place in (
        "emergency/1", "you/1", "hiccups/1", "hiccups/2", "hiccups/4", "health/1",
        "health/2",
    )
)  # fmt: skip


class Killable:
    """A server that is always up again soon."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        self._process = process
        self._written = process.stdout
        self.port = int(self._written.readline())
        self._child = 0

    def start(self) -> None:
        """Serve."""
        assert self._process.stdin is not None
        self._process.stdin.write("again\n")
        self._process.stdin.flush()
        self._child = int(self._written.readline())

    def kill(self) -> None:
        """Pull the plug, with whatever it is doing."""
        os.kill(self._child, signal.SIGKILL)


@contextmanager
def killable(folder: Path) -> Iterator[Killable]:
    store = folder / "visits.sqlite3"
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(
            [sys.executable, "-m", "tests.web.killed", str(folder), str(store)],
            cwd=ROOT, text=True, stderr=log, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process,
    ):  # fmt: skip
        server = Killable(process)
        server.start()
        yield server
        server.kill()


class Person:
    """Somebody who answers, changes answers, finishes, and begins anew."""

    def __init__(self, number: int, port: int, over: threading.Event) -> None:
        self._number = number
        self._browser: Any = Through(port)  # an app to who only asks it
        self._over = over
        self._chance = random.Random(number)  # noqa: S311
        self._begun = False
        self._kept: dict[str, dict[str, Any]] = {}  # by place
        self._sent: tuple[str, dict[str, Any]] | None = None  # and not acknowledged
        self._client: LookingClient
        self.clicks = self.acknowledged = self.cut = self.finished = 0

    def live(self) -> None:
        """Go on, whatever happens to the server, until it is over."""
        while not self._over.is_set():
            try:
                self._go_on()
            except (OSError, HTTPException):
                self.cut += 1

    def _go_on(self) -> None:
        if self._begun:
            self._look_back_at_some()
        else:
            self._kept, self._sent = {}, None
            self._client = LookingClient(self._browser)
            self._client.start()
            self._begun = True
        for place in PLACES:
            if place not in self._kept:
                self._click(place)
        for _ in range(EDITS):
            self._click(self._chance.choice(PLACES))
        self.look_back(*self._kept)
        self._client.get("/finish")
        self._begun = False
        self._client.press()
        self.finished += 1

    def _click(self, place: str) -> None:
        answers = dict(CALM[PLACES.index(place)])
        self.clicks += 1
        if "age" in answers:
            answers["age"] = str(20 + 20 * self._number + self.clicks % 20)
        if "wishes" in answers:
            answers["wishes"] = f"Person {self._number} says {self.clicks}"
        self._client.get(place)
        self._sent = place, answers
        self._client.press(**answers)
        self._kept[place], self._sent = answers, None
        self.acknowledged += 1

    def _look_back_at_some(self) -> None:
        """Look where the plug was pulled, and at one more place; at all in the end."""
        places = [self._chance.choice(list(self._kept))] if self._kept else []
        if self._sent and self._sent[0] in self._kept:
            places.append(self._sent[0])
        self.look_back(*places)
        self._sent = None

    def look_back(self, *places: str) -> None:
        """All that was acknowledged is there; what was not is there whole, or not."""
        for place in places:
            kept = self._kept[place]
            found = filled_in(form_of(self._client.get(place)))
            shown = {name: found[name] for name in kept}
            sent = self._sent[1] if self._sent and self._sent[0] == place else kept
            assert shown in (kept, sent), (place, shown, kept, sent)
            self._kept[place] = shown


def form_of(page: Page) -> Any:
    """The form of the questions."""
    return page.tree.find(".//form[@method='post']")


def let_them_answer(people: list[Person], lives: list[Future[None]]) -> None:
    """Return once one more answer was acknowledged, or somebody found fault."""
    before = [person.acknowledged for person in people]
    deadline = time.monotonic() + 60
    while [person.acknowledged for person in people] == before:
        assert time.monotonic() < deadline
        if any(life.done() for life in lives):
            return
        time.sleep(0.002)


def test_f1_killed_at_a_hundred_points_of_journeys_loses_and_mixes_nothing(
    tmp_path: Path,
) -> None:
    chance = random.Random(1)  # noqa: S311
    over = threading.Event()
    with killable(tmp_path) as server, ThreadPoolExecutor(PEOPLE) as pool:
        people = [Person(number, server.port, over) for number in range(PEOPLE)]
        lives = [pool.submit(person.live) for person in people]
        try:
            for _ in range(KILLS):
                let_them_answer(people, lives)
                time.sleep(chance.uniform(0, 0.03))
                server.kill()
                server.start()
        finally:
            over.set()
        for life in lives:
            life.result()
    assert sum(person.cut for person in people) > KILLS / 2
    assert sum(person.acknowledged for person in people) > KILLS
    assert sum(person.finished for person in people) > 0
    log = (tmp_path / "log").read_text("utf-8")
    assert "Traceback" not in log
    assert "failed" not in log
