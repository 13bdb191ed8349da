"""Sessions: forged, expired, shared and lost ones; and a store that fails."""

from __future__ import annotations

import base64
import json
import os
import random
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from assessment.core.answers import Answer, Answers
from assessment.pdf.attachment import Attachment
from assessment.storage import MemoryStore, SealedVisits, StoreUnavailable
from assessment.web import sweeper
from assessment.web.metrics import Metrics
from assessment.web.turns import Turns
from assessment.web.visits import pack, unpack
from tests.web.conftest import CALM, Clock, NoPapers
from tests.web.looking import LookingClient

EXPIRED = "Your answers are no longer here"


def secret_of(client: LookingClient) -> str:
    cookie = client.client.get_cookie("previsit")
    assert cookie is not None
    return str(cookie.value)


def with_secret(app: Flask, secret: str) -> LookingClient:
    client = LookingClient(app)
    client.client.set_cookie("previsit", secret)
    return client


def forgeries(secret: str) -> list[str]:
    """Wrong secrets: bits flipped, letters swapped, cut, padded, made up."""
    raw = base64.urlsafe_b64decode(secret + "=")
    flipped = [
        bytes([*raw[:n], raw[n] ^ 1 << bit, *raw[n + 1 :]])
        for n in range(32)
        for bit in range(8)
    ]
    made_up = [os.urandom(32) for _ in range(800)]
    spelled = [base64.urlsafe_b64encode(r).rstrip(b"=").decode() for r in flipped]
    spelled += [base64.urlsafe_b64encode(r).rstrip(b"=").decode() for r in made_up]
    return [*spelled, secret[:-1], secret + "=", secret.swapcase(), secret + "A"]


def test_s4_a_thousand_forged_cookies_open_no_visit(
    finished_client: LookingClient,
) -> None:
    app: Any = finished_client.client.application
    forged_ones = forgeries(secret_of(finished_client))
    assert len(set(forged_ones)) > 1_000
    for forged in forged_ones:
        headers = {"Host": "localhost", "Cookie": f"previsit={forged}"}
        response = app.test_client(use_cookies=False).get(
            "/hiccups/check", headers=headers
        )
        assert response.status_code in (303, 400)
        assert "To sleep" not in response.text


STRANGE = [
    "", "x", "a" * 8000, "é" * 43, '"quoted"', "a;b=c", "..", "%00", "=" * 43,
    "previsit=previsit=" * 20, "\x01" * 43, "null", "-" * 43, "_" * 44,
]  # fmt: skip


@pytest.mark.parametrize("value", STRANGE, ids=range(len(STRANGE)))
def test_strange_cookies_are_no_cookies(app: Flask, value: str) -> None:
    client = app.test_client(use_cookies=False)
    headers = {"Host": "localhost", "Cookie": f"previsit={value}"}
    assert client.get("/", headers=headers).status_code == 200
    assert client.get("/hiccups/check", headers=headers).status_code in (303, 400)
    assert client.post("/hiccups/you/1", headers=headers).status_code == 400


def test_hundreds_of_cookies_do_no_harm(app: Flask) -> None:
    many = "; ".join(f"previsit={n}; c{n}=x" for n in range(200))
    headers = {"Host": "localhost", "Cookie": many}
    client = app.test_client(use_cookies=False)
    assert client.get("/", headers=headers).status_code == 200


def test_a_secret_that_somebody_planted_is_not_kept(app: Flask) -> None:
    planted = SealedVisits.new_secret()
    client = with_secret(app, planted)
    client.start()
    assert secret_of(client) != planted
    thief = with_secret(app, planted)
    assert thief.get("/hiccups/emergency/1", 400).heading == EXPIRED


def test_a_visit_ends_after_a_time_without_a_click(
    client: LookingClient, still_clock: Clock
) -> None:
    client.start()
    client.answer(*CALM[:6])
    still_clock.go_on(minutes=44)
    client.get("/hiccups/health/2")
    still_clock.go_on(minutes=44)
    client.get("/hiccups/health/2")
    still_clock.go_on(minutes=46)
    page = client.press(400, wishes="too late")
    assert page.heading == EXPIRED
    assert "too late" not in page.text
    assert "Call 999" in page.text
    assert client.get("/hiccups/you/1", 400).heading == EXPIRED


def test_a_visit_ends_hours_after_its_start_all_the_same(
    client: LookingClient, still_clock: Clock
) -> None:
    client.start()
    for _ in range(8 * 2 - 1):
        still_clock.go_on(minutes=30)
        client.get("/hiccups/emergency/1")
    still_clock.go_on(minutes=30)
    assert client.get("/hiccups/emergency/1", 400).heading == EXPIRED


def test_a_click_that_saves_nothing_counts_as_a_click(
    client: LookingClient, still_clock: Clock
) -> None:
    client.start()
    client.answer(*CALM[:6])
    still_clock.go_on(minutes=30)
    client.press(422, wishes="A" * 601)
    still_clock.go_on(minutes=30)
    client.press(400, wishes="x", csrf_token="stale")
    still_clock.go_on(minutes=30)
    client.press(wishes="To rest")
    client.get("/hiccups/results")
    token = {"csrf_token": client.token()}
    for _ in range(2):
        still_clock.go_on(minutes=30)
        client.post("/hiccups/summary.pdf", token, 200)
    client.get("/hiccups/results")


def test_l7_what_has_expired_is_swept_away_though_nobody_comes(
    own_app: Callable[..., Flask], still_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeper, "SECONDS", 0.01)
    app = own_app()
    LookingClient(app).start()
    store: MemoryStore = app.extensions["assessment"].store
    assert len(store._rows) == 1
    still_clock.go_on(minutes=46)
    deadline = time.monotonic() + 5
    while store._rows and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(store._rows) == 0


def test_what_expired_while_the_site_was_down_is_swept_at_its_start(
    own_app: Callable[..., Flask], still_clock: Clock, tmp_path: Path
) -> None:
    path = tmp_path / "visits.sqlite3"
    LookingClient(own_app(store=str(path))).start()
    still_clock.go_on(minutes=46)
    own_app(store=str(path))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM visit").fetchone() == (0,)


def test_a_sweep_that_fails_is_tried_again(journal_lines: list[str]) -> None:
    store = Failing(MemoryStore())
    store.put(b"row", b"sealed", 1)
    store.fails = {"sweep"}
    sweeper.sweep(store, Metrics())
    (line,) = map(json.loads, journal_lines)
    assert line["event"] == "sweep failed"
    assert line["error"] == "StoreUnavailable"
    store.fails = set()
    sweeper.sweep(store, Metrics())
    assert store._rows == {}


def test_looking_at_the_start_stores_nothing(own_app: Callable[..., Flask]) -> None:
    app = own_app()
    for _ in range(5):
        LookingClient(app).get("/")
    assert app.extensions["assessment"].store._rows == {}


def test_a_restart_loses_nothing(tmp_path: Path, own_app: Callable[..., Flask]) -> None:
    store = str(tmp_path / "visits.sqlite3")
    client = LookingClient(own_app(store=store))
    client.start()
    client.answer(*CALM[:6])
    token = client.token()
    later = with_secret(own_app(store=store), secret_of(client))
    later.post("/hiccups/health/2", {"csrf_token": token, "wishes": "To rest"})
    assert "To rest" in later.follow().text


def test_who_has_not_begun_is_led_to_the_start(client: LookingClient) -> None:
    client.get("/")
    for path in ("you/1", "check", "results", "paper"):
        assert client.get(f"/hiccups/{path}", 303).location == "/"


class Failing:
    """A store that works until it is told to fail."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.fails: set[str] = set()

    def __getattr__(self, verb: str) -> Any:
        if verb in self.fails:
            return self._fail
        return getattr(self._store, verb)

    def _fail(self, *_: object) -> None:
        raise StoreUnavailable("the disk of /secret/place is full of canaries")


@pytest.fixture
def failing(own_app: Callable[..., Flask]) -> tuple[LookingClient, Failing]:
    """A client at a question, and its store."""
    app = own_app()
    site = app.extensions["assessment"]
    store = Failing(site.store)
    visits = SealedVisits(store, [b"p" * 32])
    app.extensions["assessment"] = replace(site, store=store, visits=visits)
    client = LookingClient(app)
    client.start()
    client.answer(*CALM[:6])
    return client, store


def test_a_store_that_does_not_keep_gives_back_what_was_typed(
    failing: tuple[LookingClient, Failing],
) -> None:
    client, store = failing
    store.fails = {"swap"}
    page = client.press(503, wishes="A long story")
    assert page.notice.startswith("Your answers on this page were not saved.")
    assert page.response.headers["Retry-After"] == "10"
    assert "A long story" in page.text
    store.fails = set()
    client.press()
    assert "A long story" in client.follow().text


@pytest.mark.parametrize("verbs", [{"get"}, {"get", "put", "swap", "delete", "sweep"}])
def test_a_store_that_is_gone_is_said_so(
    failing: tuple[LookingClient, Failing], verbs: set[str]
) -> None:
    client, store = failing
    store.fails = verbs
    refused = client.press(503, wishes="A long story")
    assert refused.heading == "Your last answers were not saved"
    page = client.get("/hiccups/health/2", 503)
    assert page.heading == "We cannot reach your answers"
    assert "not saved" not in page.text
    assert client.get("/help").heading == "Help or stop"
    ready = client.client.get("/health/ready")
    assert (ready.status_code, ready.text) == (
        503, "rules ok\nstore not available\npapers ok\n"
    )  # fmt: skip
    assert client.client.get("/health/live").status_code == 200
    store.fails = set()
    assert client.get("/hiccups/health/2").heading == "What would you like?"
    client.page = refused
    client.press()
    assert "A long story" in client.follow().text


def test_finish_says_when_it_could_not_wipe(
    failing: tuple[LookingClient, Failing],
) -> None:
    client, store = failing
    token = {"csrf_token": client.token()}
    store.fails = {"delete"}
    page = client.post("/finish", token, 503)
    assert page.heading == "Your answers are not wiped yet"
    store.fails = set()
    client.post("/finish", token)
    assert client.follow().heading == "Thank you. Your answers are wiped."


def test_a_start_that_cannot_be_kept_is_not_begun(
    own_app: Callable[..., Flask],
) -> None:
    app = own_app()
    site = app.extensions["assessment"]
    store = Failing(site.store)
    store.fails = {"put"}
    visits = SealedVisits(store, [b"p" * 32])
    app.extensions["assessment"] = replace(site, visits=visits)
    client = LookingClient(app)
    client.get("/")
    client.press(503, respondent="self")


def test_finishing_twice_is_finished(finished_client: LookingClient) -> None:
    client = finished_client
    client.get("/finish")
    token = {"csrf_token": client.token()}
    client.post("/finish", token)
    client.post("/finish", token)
    assert client.page.location == "/finished"


class Slow(MemoryStore):
    """A store that leaves time between reading and writing."""

    def get(self, row: bytes, now: int) -> bytes | None:
        """Return the row, a little later."""
        found = super().get(row, now)
        time.sleep(0.005)
        return found


def test_many_clicks_at_once_lose_no_page(own_app: Callable[..., Flask]) -> None:
    app = own_app()
    site = app.extensions["assessment"]
    visits = SealedVisits(Slow(), [b"p" * 32])
    app.extensions["assessment"] = replace(site, visits=visits)
    client = LookingClient(app)
    client.start()
    client.answer(*CALM)
    client.get("/hiccups/you/1")
    token, secret = client.token(), secret_of(client)
    changes = [
        ("/hiccups/you/1", {"age": "77", "speed": "sudden"}),
        ("/hiccups/hiccups/1", {"where": "neck"}),
        ("/hiccups/health/1", {"pills": "steroid"}),
        ("/hiccups/health/2", {"wishes": "Everything"}),
    ]

    def send(path: str, fields: dict[str, str]) -> None:
        fields = {**fields, "csrf_token": token}
        with_secret(app, secret).client.post(path, data=fields)

    threads = [threading.Thread(target=send, args=change) for change in changes * 5]
    random.Random(1).shuffle(threads)  # noqa: S311
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    text = client.get("/hiccups/check").text
    assert "77\N{NO-BREAK SPACE}years" in text
    assert ">A steroid<" in text
    assert "Everything" in text
    assert "neck<" in text


class SlowPapers(NoPapers):
    """Makes a paper only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may_end = threading.Event(), threading.Event()

    def render(
        self,
        html: str,
        stylesheets: object = (),
        attachments: Iterable[Attachment] = (),
    ) -> bytes:
        """Give a paper, after a time."""
        self.begun.set()
        assert self.may_end.wait(10)
        return super().render(html, stylesheets, attachments)


def test_nobody_waits_for_a_paper_to_go_on(own_app: Callable[..., Flask]) -> None:
    app, papers = own_app(), SlowPapers()
    app.extensions["assessment"] = replace(app.extensions["assessment"], papers=papers)
    client = LookingClient(app)
    client.start()
    client.answer(*CALM)
    client.get("/hiccups/health/2")
    print_job = threading.Thread(
        target=with_secret(app, secret_of(client)).post,
        args=("/hiccups/summary.pdf", {"csrf_token": client.token()}, 200),
    )
    print_job.start()
    assert papers.begun.wait(10)
    before = time.monotonic()
    client.press(wishes="To rest")
    assert time.monotonic() - before < 5
    papers.may_end.set()
    print_job.join()


def in_another_tab(client: LookingClient) -> LookingClient:
    """A second window of the same browser."""
    return with_secret(client.client.application, secret_of(client))


@pytest.mark.parametrize(
    ("elsewhere", "pressed", "sent_to", "there"),
    [
        ("/hiccups/emergency/1", {"signs": ["choke"]}, "/hiccups/check", {}),
        (
            "/hiccups/hiccups/2",
            {"noises": ["low"]},
            "/hiccups/hiccups/3",
            {"noise_kinds": ["hum"]},
        ),
    ],
    ids=["stopped", "opened a page before"],
)
def test_words_typed_while_another_tab_went_elsewhere_are_kept(
    client: LookingClient,
    elsewhere: str,
    pressed: dict[str, Any],
    sent_to: str,
    there: dict[str, Any],
) -> None:
    client.start()
    client.answer(*CALM[:6])
    other = in_another_tab(client)
    other.get(elsewhere)
    other.press(**pressed)
    client.press(wishes="A long story")
    assert client.page.location == sent_to
    client.follow()
    client.press(**there)
    assert "A long story" in client.follow().text


@pytest.mark.parametrize(
    ("token", "notice"),
    [
        ("", "We no longer ask what was on that page, so it was not kept."),
        ("stale", "That page was from before, so it was not kept."),
    ],
)
def test_a_page_that_another_tab_closed_is_said_so(
    client: LookingClient, token: str, notice: str
) -> None:
    client.start()
    client.answer(*CALM[:3], {"noises": ["low"]})
    other = in_another_tab(client)
    other.get("/hiccups/hiccups/2")
    other.press(noises=["none"])
    sent = {"noise_kinds": "hum", "csrf_token": token or client.token()}
    client.post("/hiccups/hiccups/3", sent)
    page = client.follow()
    assert page.heading == "The hiccups"
    assert page.notice == notice


def test_turns_are_taken_one_by_one_and_leave_nothing() -> None:
    turns = Turns()
    assert turns.take("a")
    assert turns.take("b")
    assert not turns.take("a", patience=0.01)
    turns.leave("a")
    assert turns.take("a", patience=0.01)
    turns.leave("a")
    turns.leave("b")
    assert turns._queues == {}


def test_changed_rules_keep_what_still_fits(finished_client: LookingClient) -> None:
    app: Any = finished_client.client.application
    site = app.extensions["assessment"]
    kept, _ = unpack(site.visits.load(secret_of(finished_client), 0), site.topic)
    assert kept is not None
    strange = {
        "age": Answer(number=400),
        "speed": Answer(("slow", "sudden")),
        "where": Answer(("left:hand",)),
        "signs": Answer(("none",)),
        "gone": Answer(("x",)),
        "pills": Answer(("removed",)),
        "wishes": Answer(typed=("To rest",)),
        "bad": Answer(number=3),
    }
    old = kept.with_(
        content_version="0",
        answers=Answers(strange),
        understood=("removed", "choking"),
        warned={"removed": 1},
        dropped=("gone",),
        revisit=("gone", "where"),
    )
    visit, seen = unpack(pack(old, 7), site.topic)
    assert visit is not None
    assert set(visit.answers) == {"where", "signs", "wishes"}
    assert visit.content_version == site.topic.content_version
    assert (visit.understood, visit.dropped) == (("choking",), ())
    # What was chosen from other options is asked again; own words are not.
    assert (visit.revisit, dict(visit.warned), seen) == (("signs", "where"), {}, 7)


def test_another_topic_or_another_format_is_no_visit(
    finished_client: LookingClient,
) -> None:
    app: Any = finished_client.client.application
    site = app.extensions["assessment"]
    kept, _ = unpack(site.visits.load(secret_of(finished_client), 0), site.topic)
    assert kept is not None
    assert unpack(pack(kept.with_(topic="cough"), 1), site.topic) == (None, 0)
    for payload in (b"", b"{}", b"[]", b"null", b'{"visit": {}, "seen": 1}', b"\xff"):
        assert unpack(payload, site.topic) == (None, 0)


def test_b5_no_bytes_break_the_reader_of_visits(
    finished_client: LookingClient,
) -> None:
    app: Any = finished_client.client.application
    site = app.extensions["assessment"]
    good = site.visits.load(secret_of(finished_client), 0)
    dice = random.Random(0)  # noqa: S311
    for _ in range(3_000):
        pieces = bytearray(good)
        for _change in range(dice.randint(1, 4)):
            place = dice.randrange(len(pieces))
            pieces[place : place + dice.choice([0, 1, 8])] = dice.randbytes(
                dice.randint(0, 3)
            ) or dice.choice([b"null", b"[]", b"{}", b'"x"', b"1e999", b"-1"])
        visit, _seen = unpack(bytes(pieces), site.topic)
        assert visit is None or visit.topic == site.topic.id


def test_f12_a_page_sent_again_when_its_answer_was_lost_is_kept_once(
    client: LookingClient,
) -> None:
    app: Any = client.client.application
    site = app.extensions["assessment"]
    client.start()
    for answers in CALM:
        asked = client.page
        client.press(**answers)
        way_on = client.page.location
        kept = site.visits.load(secret_of(client), 0)
        client.page = asked
        client.press(**answers)
        assert client.page.location == way_on
        again = site.visits.load(secret_of(client), 0)
        (first, _), (second, _) = (unpack(k, site.topic) for k in (kept, again))
        assert first is not None
        assert second is not None
        assert second.answers == first.answers
        client.follow()
    assert client.page.heading == "Check your answers"
