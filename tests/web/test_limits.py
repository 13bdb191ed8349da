"""Limits: a script is slowed down; a person and a full clinic never notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask

from assessment.pdf.pool import PoolBusy
from assessment.web import limits
from assessment.web.limits import Limit
from assessment.web.turns import Turns
from tests.web.conftest import CALM, NoPapers
from tests.web.looking import LookingClient


class Moment:
    """A clock for limits that goes on when it is told to."""

    def __init__(self) -> None:
        self.seconds = 1000.0


@pytest.fixture
def moment(monkeypatch: pytest.MonkeyPatch) -> Moment:
    made = Moment()
    monkeypatch.setattr(limits, "monotonic", lambda: made.seconds)
    return made


def start_from(app: Flask, address: str) -> int:
    """Press Start with a fresh browser at this address; gives the status."""
    client = LookingClient(app)
    client.client.environ_base["REMOTE_ADDR"] = address
    client.get("/")
    return client.press(None, respondent="self").status


def test_a_limit_lets_a_burst_through_and_then_its_rate() -> None:
    limit = Limit(5, rate=2)
    assert [limit.allows("one", 0) for _ in range(6)] == [True] * 5 + [False]
    assert limit.allows("another", 0)
    assert [limit.allows("one", 1) for _ in range(3)] == [True, True, False]
    assert [limit.allows("one", 1000) for _ in range(6)] == [True] * 5 + [False]


def test_a_limit_remembers_only_so_many_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_KEYS", 100)
    limit = Limit(1, rate=1)
    assert all(limit.allows(str(number), 0) for number in range(10_000))
    assert len(limit._paid_back) == 100
    assert not limit.allows("9999", 0)


def test_s8_an_address_starts_only_so_many_visits(
    own_app: Callable[..., Flask], moment: Moment
) -> None:
    app = own_app(starts_a_minute=3)
    assert [start_from(app, "192.0.2.1") for _ in range(7)] == [303] * 6 + [429]
    assert start_from(app, "192.0.2.2") == 303
    moment.seconds += 20
    assert [start_from(app, "192.0.2.1") for _ in range(2)] == [303, 429]
    assert len(app.extensions["assessment"].store._rows) == 8


def test_a_clinic_of_two_hundred_behind_one_address_is_not_limited(
    app: Flask,
) -> None:
    starts = app.extensions[limits.KEY].starts
    assert all(starts.allows("192.0.2.1", 0) for _ in range(200))
    for minute in range(1, 60):
        assert all(starts.allows("192.0.2.1", minute * 60) for _ in range(100))


def test_a_kiosk_on_this_machine_is_not_limited(
    own_app: Callable[..., Flask], moment: Moment
) -> None:
    app = own_app(starts_a_minute=1)
    assert {start_from(app, "127.0.0.1") for _ in range(20)} == {303}


def test_s8_a_visit_that_clicks_too_fast_loses_nothing(
    moment: Moment, client: LookingClient, journal_lines: list[str]
) -> None:
    client.canaries.add("story")
    client.start()
    client.answer(*CALM[:6])
    with only(client, clicks=Limit(1, rate=1)):
        client.press(422, wishes="x" * 5000)
        page = client.press(429, wishes="A long story")
        assert page.response.headers["Retry-After"] == "10"
        assert page.notice.startswith("We kept what you typed. Wait a little")
        assert "A long story" in page.text
        moment.seconds += 1
        client.press()
    assert "A long story" in client.follow().text
    assert not [line for line in journal_lines if "story" in line]


def test_s8_papers_are_made_twenty_times_an_hour(
    moment: Moment, finished_client: LookingClient
) -> None:
    client = finished_client
    assert [ask_for_paper(client) for _ in range(21)] == [200] * 20 + [429]
    assert client.page.heading == "Too many at once"
    assert 'href="/hiccups/paper"' in client.page.text
    assert "All answers" in client.get("/hiccups/paper").text
    moment.seconds += 180
    assert [ask_for_paper(client) for _ in range(2)] == [200, 429]


def test_a_paper_that_found_no_place_is_not_counted(
    moment: Moment, finished_client: LookingClient, app: Flask
) -> None:
    client, papers = finished_client, app.extensions["assessment"].papers
    papers.failure = PoolBusy("The line is full.")
    try:
        assert {ask_for_paper(client) for _ in range(25)} == {503}
    finally:
        papers.failure = None
    assert [ask_for_paper(client) for _ in range(21)] == [200] * 20 + [429]


def test_a_press_while_another_waits_is_not_counted(
    moment: Moment, finished_client: LookingClient
) -> None:
    client = finished_client
    with only(client, printing=Turns(most=0)):
        assert {ask_for_paper(client) for _ in range(25)} == {429}
    assert [ask_for_paper(client) for _ in range(21)] == [200] * 20 + [429]


def test_s8_a_visit_has_one_paper_made_at_a_time(
    finished_client: LookingClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, working, most = Event(), Event(), [0], [0]

    def render(*_: object, **_more: object) -> bytes:
        working[0] += 1
        most[0] = max(most[0], working[0])
        begun.set()
        assert go_on.wait(20)
        working[0] -= 1
        return b"%PDF-1.7"

    monkeypatch.setattr(NoPapers, "render", render)
    client = finished_client
    client.get("/hiccups/results")
    token, cookie = client.token(), client.client.get_cookie("previsit")
    assert cookie is not None
    statuses: list[int] = []

    def press() -> None:
        fresh = LookingClient(app)
        fresh.client.set_cookie("previsit", cookie.value)
        sent = {"csrf_token": token}
        statuses.append(fresh.post("/hiccups/summary.pdf", sent, None).status)

    presses = [Thread(target=press) for _ in range(5)]
    for thread in presses:
        thread.start()
    assert begun.wait(20)
    # Those beyond the one at work and the one that waits are refused at once.
    while len(statuses) < 3:
        presses[0].join(0.01)
    go_on.set()
    for thread in presses:
        thread.join(20)
    assert sorted(statuses) == [200, 200, 429, 429, 429]
    assert most == [1]


def ask_for_paper(client: LookingClient) -> int:
    """Press the button for the paper; gives the status."""
    client.get("/hiccups/results")
    sent = {"csrf_token": client.token()}
    return client.post("/hiccups/summary.pdf", sent, None).status


@contextmanager
def only(client: LookingClient, **changes: Any) -> Iterator[None]:
    """Other limits for a while."""
    extensions = client.client.application.extensions
    before = extensions[limits.KEY]
    extensions[limits.KEY] = replace(before, **changes)
    yield
    extensions[limits.KEY] = before
