"""The store's faults as a person sees them: the right page, and on when it heals."""

from __future__ import annotations

import os
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from assessment.storage import StoreUnavailable
from assessment.web import clock, sweeper
from assessment.web.metrics import Metrics
from tests.sqlite_file import set_write_version
from tests.web.conftest import CALM, Clock
from tests.web.looking import LookingClient
from tests.web.test_session import EXPIRED, secret_of, with_secret

NOT_SAVED = "Your answers on this page were not saved."
NOT_REACHED = "We cannot reach your answers"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "visits" / "visits.sqlite3"


@pytest.fixture
def client(own_app: Callable[..., Flask], path: Path) -> LookingClient:
    """A client at the last question of a site that keeps answers in a file."""
    made = LookingClient(own_app(store=str(path)))
    made.start()
    made.answer(*CALM[:6])
    return made


def site_of(client: LookingClient) -> Any:
    return client.client.application.extensions["assessment"]


def assert_not_saved_but_kept_in_the_page(client: LookingClient) -> None:
    page = client.press(503, wishes="A long story")
    assert page.notice.startswith(NOT_SAVED)
    assert "A long story" in page.text
    assert page.response.headers["Retry-After"] == "10"


def assert_saved_now(client: LookingClient) -> None:
    client.press(wishes="A long story")
    text = client.follow().text
    assert client.page.heading == "Check your answers"
    assert "A long story" in text
    assert "40\N{NO-BREAK SPACE}years" in text


@contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    """The kernel itself refuses more, as on a full disk."""
    wide, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (wide, hard))


def test_f5_a_full_disk_is_said_so_keeps_what_is_there_and_heals(
    client: LookingClient, path: Path
) -> None:
    log = path.with_name(path.name + "-wal")
    with no_file_may_grow_beyond(log.stat().st_size):
        assert_not_saved_but_kept_in_the_page(client)
        page = client.get("/hiccups/you/1")
        assert 'value="40"' in page.text
        client.get("/hiccups/health/2")
    assert_saved_now(client)


def test_f5_a_full_store_is_said_so_and_heals_when_visits_are_finished(
    client: LookingClient, path: Path
) -> None:
    store = site_of(client).store
    with closing(sqlite3.connect(path)) as connection:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
    store.close()
    store._max_pages = pages + 5
    others: list[bytes] = []
    for _ in range(100):  # far more than fit
        others.append(os.urandom(32))
        with suppress(StoreUnavailable):
            store.put(others[-1], b"x" * 1_053, clock.now() + 60)
    newcomer = LookingClient(client.client.application)
    newcomer.get("/")
    assert newcomer.press(503, respondent="self").response.headers["Retry-After"]
    assert 'value="40"' in client.get("/hiccups/you/1").text
    for other in others:
        store.delete(other)
    newcomer.start()
    assert newcomer.answer(*CALM).heading == "Check your answers"
    client.get("/hiccups/health/2")
    assert_saved_now(client)


def test_f6_a_store_that_may_only_be_read_is_said_so_and_heals(
    client: LookingClient, path: Path
) -> None:
    site_of(client).store.close()
    set_write_version(path, 3)  # above 2, SQLite may only read the file
    assert_not_saved_but_kept_in_the_page(client)
    assert 'value="40"' in client.get("/hiccups/you/1").text
    client.get("/hiccups/health/2")
    set_write_version(path, 2)
    # A connection from before notices with its first try to write.
    client.press(None, wishes="A long story")
    client.get("/hiccups/health/2")
    assert_saved_now(client)


def remove(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def test_a_file_removed_while_running_means_starting_again(
    client: LookingClient, path: Path
) -> None:
    remove(path)
    assert client.press(400, wishes="x").heading == EXPIRED
    client.start()
    assert client.answer(*CALM).heading == "Check your answers"


def test_a_file_put_back_while_running_brings_the_visit_back(
    client: LookingClient, path: Path
) -> None:
    away = path.parent.rename(path.parent.with_name("away"))
    page = client.get("/hiccups/you/1", 503)
    assert page.heading == NOT_REACHED
    assert client.client.get("/health/ready").status_code == 503
    away.rename(path.parent)
    client.get("/hiccups/health/2")
    assert_saved_now(client)


def test_a_damaged_file_is_said_so_until_it_is_removed(
    client: LookingClient, path: Path
) -> None:
    site_of(client).store.close()
    remove(path)
    path.write_bytes(b"not a database" * 1_000)
    page = client.press(503, wishes="x")
    assert page.heading == "Your last answers were not saved"
    assert client.get("/hiccups/you/1", 503).heading == NOT_REACHED
    assert client.get("/help").heading == "Help or stop"
    remove(path)
    client.start()
    assert client.answer(*CALM).heading == "Check your answers"


def test_p3_after_finish_and_a_sweep_no_byte_of_the_visit_is_on_the_disk(
    own_app: Callable[..., Flask], path: Path, tmp_path: Path
) -> None:
    client = LookingClient(own_app(store=str(path)))
    client.start()
    versions = set()
    for answers in CALM:
        client.answer(answers)
        with closing(sqlite3.connect(path)) as connection:
            versions |= {s for (s,) in connection.execute("SELECT sealed FROM visit")}
    assert len(versions) == len(CALM)

    def found() -> int:
        files = [file for file in tmp_path.rglob("*") if file.is_file()]
        everything = b"".join(file.read_bytes() for file in files)
        return sum(
            sealed[start : start + 32] in everything
            for sealed in versions
            for start in range(0, len(sealed) - 32, 32)
        )

    assert found() > 0
    client.finish()
    sweeper.sweep(site_of(client).store, Metrics())
    assert found() == 0


def test_peppers_are_rotated_over_restarts_without_losing_a_visit(
    own_app: Callable[..., Flask], path: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    store = str(path)
    client = LookingClient(own_app(store=store, secrets=(old,)))
    client.start()
    client.answer(*CALM[:6])
    secret, token = secret_of(client), client.token()

    both = with_secret(own_app(store=store, secrets=(new, old)), secret)
    # A form from before the restart is not lost either: it is given back once.
    sent = {"csrf_token": token, "wishes": "A long story"}
    page = both.post("/hiccups/health/2", sent, 400)
    assert page.notice.endswith("Please press Continue once more.")
    both.press()
    assert "A long story" in both.follow().text

    begun_since = LookingClient(own_app(store=store, secrets=(new, old)))
    begun_since.start()
    begun_since.answer(*CALM[:6])
    last = own_app(store=store, secrets=(new,))
    later = with_secret(last, secret_of(begun_since))
    later.get("/hiccups/health/2")
    assert_saved_now(later)
    # Only now the one from before is gone: its pepper was kept too short.
    assert with_secret(last, secret).get("/hiccups/check", 400).heading == EXPIRED


def minutes_of_rest(client: LookingClient) -> int:
    lead = client.get("/hiccups/health/2/rest").tree.find(".//p[@class='lead']")
    return int("".join(filter(str.isdigit, lead.text)))


def test_f7_a_clock_set_forward_a_day_ends_visits_and_nothing_else(
    client: LookingClient, still_clock: Clock, path: Path
) -> None:
    still_clock.go_on(minutes=24 * 60)
    assert client.press(400, wishes="x").heading == EXPIRED
    sweeper.sweep(site_of(client).store, Metrics())
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM visit").fetchone() == (0,)
    client.start()
    client.answer(*CALM[:6])
    assert minutes_of_rest(client) == 45


def test_f7_a_clock_set_back_a_day_loses_nothing_and_prolongs_nothing(
    client: LookingClient, still_clock: Clock
) -> None:
    still_clock.go_on(minutes=-24 * 60)
    assert minutes_of_rest(client) == 45
    still_clock.go_on(minutes=44)
    assert minutes_of_rest(client) == 45
    still_clock.go_on(minutes=46)
    assert client.get("/hiccups/health/2", 400).heading == EXPIRED


def test_f7_a_clock_set_back_leaves_the_hours_of_a_visit_as_they_are(
    client: LookingClient, still_clock: Clock
) -> None:
    still_clock.go_on(minutes=-24 * 60)
    client.get("/hiccups/health/2")
    for _ in range(15):
        still_clock.go_on(minutes=30)
        assert 0 <= minutes_of_rest(client) <= 45
    still_clock.go_on(minutes=29)
    assert minutes_of_rest(client) == 1
    still_clock.go_on(minutes=1)
    assert client.get("/hiccups/health/2", 400).heading == EXPIRED
