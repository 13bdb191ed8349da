"""Two servers over one store: the clicks of one visit come through either, in order."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from assessment.pdf.attachment import Attachment
from assessment.pdf.render import render
from assessment.storage import MemoryStore, SealedVisits
from tests.valkey_server import ValkeyServer
from tests.web.conftest import CALM, Clock
from tests.web.looking import LookingClient
from tests.web.test_earlier import PAGE, bring, record
from tests.web.test_session import secret_of, with_secret

pytestmark = pytest.mark.slow

CHANGES: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/hiccups/you/1", {"age": "77", "speed": "sudden"}),
    ("/hiccups/hiccups/1", {"where": ["neck"]}),
    ("/hiccups/health/1", {"pills": ["steroid"]}),
    ("/hiccups/health/2", {"wishes": "Everything"}),
)
# These change nothing, and keep the whole visit as they found it.
OTHERS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("/hiccups/emergency/1", CALM[0]),
    ("/hiccups/hiccups/2", CALM[3]),
    ("/hiccups/hiccups/4", CALM[4]),
    ("/hiccups/emergency/1", CALM[0]),
)
SHOWN = ("77\N{NO-BREAK SPACE}years", ">A steroid<", "Everything", "neck<")


@pytest.fixture(scope="module")
def valkey() -> Iterator[ValkeyServer]:
    with ValkeyServer() as started:
        yield started


@pytest.fixture(params=["memory", "sqlite", "valkey"])
def servers(
    request: pytest.FixtureRequest, own_app: Callable[..., Flask], tmp_path: Path
) -> tuple[Flask, Flask]:
    """Two servers with one pepper and one store, as two machines would have."""
    store = str(tmp_path / "visits.sqlite3")
    if request.param == "valkey":
        store = request.getfixturevalue("valkey").address
    elif request.param == "memory":
        store = "memory:"
    first, second = own_app(store=store), own_app(store=store)
    shared = first.extensions["assessment"].store
    for app in (first, second):
        site = app.extensions["assessment"]
        own = shared if request.param == "memory" else site.store
        visits = SealedVisits(Slow(own), [b"p" * 32])
        app.extensions["assessment"] = replace(site, store=own, visits=visits)
    return first, second


class Slow:
    """A store that leaves time between reading and writing."""

    def __init__(self, store: Any) -> None:
        self._store = store

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._store, verb)

    def get(self, row: bytes, now: int) -> bytes | None:
        """Return the row, a little later."""
        found: bytes | None = self._store.get(row, now)
        time.sleep(0.01)
        return found


@pytest.mark.parametrize("order", range(3))
def test_twenty_clicks_at_once_over_two_servers_lose_and_mix_nothing(
    servers: tuple[Flask, Flask], order: int
) -> None:
    client = LookingClient(servers[0])
    client.start()
    client.answer(*CALM)
    client.get("/hiccups/you/1")
    token, secret = client.token(), secret_of(client)
    clicks = [*CHANGES, *OTHERS * 4]
    random.Random(order).shuffle(clicks)  # noqa: S311
    start = threading.Barrier(len(clicks))

    def send(number: int) -> int:
        path, fields = clicks[number]
        sender = with_secret(servers[number % 2], secret)
        start.wait()
        sent = {**fields, "csrf_token": token}
        return sender.client.post(path, data=sent).status_code

    with ThreadPoolExecutor(len(clicks)) as pool:
        assert set(pool.map(send, range(len(clicks)))) == {303}
    for server in servers:
        text = with_secret(server, secret).get("/hiccups/check").text
        assert [words for words in SHOWN if words not in text] == []


class Meddling:
    """A store before whose next swap something else happens."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.meanwhile: list[Callable[[], object]] = []
        self.swaps = 0

    def __getattr__(self, verb: str) -> Any:
        return getattr(self._store, verb)

    def swap(self, *change: Any) -> bool:
        """Let it happen, then swap."""
        self.swaps += 1
        if self.meanwhile:
            self.meanwhile.pop()()
        return bool(self._store.swap(*change))


@pytest.fixture
def meddling(
    own_app: Callable[..., Flask],
) -> tuple[LookingClient, LookingClient, Meddling]:
    """A client at a question, the same one at another server, and their store."""
    first, second = own_app(), own_app()
    store = Meddling(MemoryStore())
    for app in (first, second):
        site = app.extensions["assessment"]
        visits = SealedVisits(store, [b"p" * 32])
        app.extensions["assessment"] = replace(site, store=store, visits=visits)
    client = LookingClient(first)
    client.start()
    client.answer(*CALM[:6])
    return client, with_secret(second, secret_of(client)), store


def test_a_click_that_comes_second_is_answered_to_the_visit_as_it_is_then(
    meddling: tuple[LookingClient, LookingClient, Meddling],
) -> None:
    client, other, store = meddling
    other.get("/hiccups/you/1")
    before = store.swaps
    store.meanwhile = [lambda: other.press(age="77", speed="sudden")]
    client.press(wishes="To rest")
    assert store.swaps == before + 3  # one of each, and one more for who came second
    text = client.follow().text
    assert "To rest" in text
    assert "77\N{NO-BREAK SPACE}years" in text


def test_a_click_that_comes_second_may_lead_somewhere_else(
    meddling: tuple[LookingClient, LookingClient, Meddling],
) -> None:
    client, other, store = meddling
    other.get("/hiccups/emergency/1")
    store.meanwhile = [lambda: other.press(signs=["choke"])]
    client.press(wishes="To rest")
    assert client.follow().tree.find(".//*[@class='halt']") is not None


def test_a_visit_finished_on_one_server_does_not_come_back_from_the_other(
    meddling: tuple[LookingClient, LookingClient, Meddling],
) -> None:
    client, other, store = meddling
    other.get("/help")
    token = {"csrf_token": client.token()}
    store.meanwhile = [lambda: other.post("/finish", token)]
    page = client.press(400, wishes="To rest")
    assert page.heading == "Your answers are no longer here"
    assert store._rows == {}


def test_a_look_that_prolongs_the_visit_undoes_no_click_elsewhere(
    meddling: tuple[LookingClient, LookingClient, Meddling], still_clock: Clock
) -> None:
    client, other, store = meddling
    other.get("/hiccups/health/2")
    still_clock.go_on(minutes=2)
    store.meanwhile = [lambda: other.press(wishes="To rest")]
    client.get("/hiccups/you/1")
    assert store.meanwhile == []
    assert "To rest" in client.get("/hiccups/check").text


def test_a_file_that_was_sent_is_read_again_when_the_visit_changed(
    meddling: tuple[LookingClient, LookingClient, Meddling],
) -> None:
    client, other, store = meddling
    inside = Attachment("answers.json", "application/json", "The answers", record())
    paper = render(PAGE, attachments=(inside,))
    other.get("/hiccups/health/2")
    client.get("/hiccups/earlier")
    store.meanwhile = [lambda: other.press(wishes="To rest")]
    bring(client, paper)
    assert store.meanwhile == []
    assert client.page.heading == "Is this summary about you?"
    assert "To rest" in client.get("/hiccups/check").text


def test_a_click_that_never_comes_first_says_that_it_was_not_kept(
    meddling: tuple[LookingClient, LookingClient, Meddling],
) -> None:
    client, _, store = meddling

    class Never(Meddling):
        def swap(self, *_change: Any) -> bool:
            return False

    app = client.client.application
    site = app.extensions["assessment"]
    visits = SealedVisits(Never(store), [b"p" * 32])
    app.extensions["assessment"] = replace(site, visits=visits)
    page = client.press(503, wishes="To rest")
    assert page.heading == "Your last answers were not saved"
    assert page.response.headers["Retry-After"] == "10"
