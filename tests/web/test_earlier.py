"""The earlier summary: brought, owned, compared, and never in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from assessment.core.answers import Answer, Answers
from assessment.core.visit import Earlier, Visit
from assessment.pdf.attachment import Attachment
from assessment.pdf.extract import MOST_PAPER_BYTES
from assessment.pdf.render import render
from assessment.web.visits import pack, unpack
from tests.web.conftest import CALM
from tests.web.looking import LookingClient, words

ADDRESS = "/hiccups/earlier"
CANARY = "canary7491"
MULTIPART = "multipart/form-data; boundary=x"
PAGE = "<!doctype html><html lang='en'><title>Summary</title><h1>Summary</h1>"
THEN = {
    "signs": ["none"],
    "age": 40,
    "speed": ["slow"],
    "where": ["left:foot"],
    "noises": ["low"],
    "noise_kinds": ["hum"],
    "bad": ["b1"],
    "sleep": ["s0"],
    "pills": {"options": ["steroid"], "typed": [CANARY]},
    "wishes": [CANARY],
}


def record(**changes: Any) -> bytes:
    """What a paper of last time carries."""
    parts = {
        "format": "previsit-record",
        "format_version": 1,
        "topic": "hiccups",
        "topic_version": "1 (00000000)",
        "answers_version": 1,
        "made_on": "2026-10-12",
        "respondent": "self",
        "answers": THEN,
    }
    return json.dumps({**parts, **changes}).encode()


@pytest.fixture(scope="module")
def paper() -> bytes:
    """A paper of last time."""
    inside = Attachment("answers.json", "application/json", "The answers", record())
    return render(PAGE, attachments=(inside,))


def begin(app: Flask) -> LookingClient:
    """Somebody who started with a summary from last time, and is asked for it."""
    client = LookingClient(app)
    client.get("/")
    client.press(respondent="self", earlier="1")
    client.follow()
    return client


def form(content: bytes, token: str) -> bytes:
    """What a browser sends; written by hand, as the test client would use a file."""
    fields = (
        ("csrf_token", "", token.encode()),
        ("summary", f'; filename="{CANARY}.pdf"', content),
    )
    parts = (
        f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()
        + value
        + b"\r\n"
        for name, more, value in fields
    )
    return b"".join(parts) + b"--x--\r\n"


def bring(client: LookingClient, content: bytes, status: int = 303) -> LookingClient:
    """Send the file, under a name that must not be told."""
    client.post(ADDRESS, form(content, client.token()), status, content_type=MULTIPART)
    if status == 303:
        client.follow()
    return client


def results(client: LookingClient) -> str:
    """Answer calmly to the end; the words of the results."""
    client.answer(*CALM)
    return words(client.get("/hiccups/results").tree.find(".//main"))


def test_what_changed_since_last_time_is_told(app: Flask, paper: bytes) -> None:
    client = bring(begin(app), paper)
    assert client.page.heading == "Is this summary about you?"
    assert "12 October 2026" in client.page.text
    client.press(mine="1")
    client.follow()
    assert client.page.heading == "Is any of this true now?"
    assert client.page.tree.findall(".//input[@checked]") == []
    told = results(client)
    assert "Since last time Your answers of 12 October 2026" in told
    assert "How bad are they?: Light (last time: Bad)" in told
    assert f"What do you take?: “{CANARY}”; A steroid" in told
    named = told.index(CANARY)
    assert "Do not stop a medicine on your own." in told[named : named + 200]
    assert "Where do you feel them?: hand (left); neck" in told


@pytest.mark.parametrize("refused", [True, False])
def test_without_a_yes_nothing_is_told(app: Flask, paper: bytes, refused: bool) -> None:
    client = bring(begin(app), paper)
    if refused:
        client.press(without="1")
    client.get("/hiccups/emergency/1")
    assert "Since last time" not in results(client)


@pytest.mark.parametrize("age", ["39", "42"])
def test_a_summary_of_somebody_else_is_said_kindly_and_not_compared(
    app: Flask, paper: bytes, monkeypatch: pytest.MonkeyPatch, age: str
) -> None:
    monkeypatch.setattr("assessment.web.clock.today", lambda _zone: date(2026, 11, 21))
    client = bring(begin(app), paper)
    client.press(mine="1")
    client.follow()
    client.answer(CALM[0], {**CALM[1], "age": age})
    assert "may be somebody else’s" in client.page.notice
    client.answer(*CALM[2:])
    told = words(client.get("/hiccups/results").tree.find(".//main"))
    assert "may be somebody else’s" in told
    assert "Since last time" not in told


BAD = {
    "nothing": b"",
    "not a PDF": b"GIF89a",
    "a broken PDF": b"%PDF-1.7\n%%EOF",
    "no record": b"{}",
    "another topic": record(topic="doorbell"),
    "a newer kind of record": record(format_version=2),
    "newer questions": record(answers_version=2),
    "a day to come": record(made_on="2199-01-01"),
    "answers that nobody can give": record(answers={**THEN, "bad": [CANARY]}),
    "a deep one": b"[" * 100_000,
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_cannot_be_used_is_said_kindly_and_nothing_is_lost(
    app: Flask, content: bytes
) -> None:
    client = begin(app)
    client.canaries.add(CANARY)
    bring(client, content, 422)
    (trouble,) = client.page.trouble
    told = client.page.tree.find(".//*[@id='summary-error']")
    assert words(told) == f"Error: {trouble}"
    assert CANARY not in client.page.text
    onward = client.page.tree.find(".//a[@class='button plain']").get("href")
    assert client.get(onward).heading == "Is any of this true now?"
    assert "Since last time" not in results(client)


def test_a_paper_of_another_program_is_refused(app: Flask) -> None:
    assert "cannot read" in bring(begin(app), render(PAGE), 422).page.trouble[0]


def test_what_was_typed_into_a_hostile_file_is_bounded(app: Flask) -> None:
    pills = {"typed": ["\u202e<b>\x00" + "W" * 100_000] * 9, "meant": {"x" * 9999: "y"}}
    client = bring(begin(app), record(answers={**THEN, "pills": pills}))
    client.press(mine="1")
    client.follow()
    results(client)
    assert "\u202e" not in client.page.text
    assert "&lt;b&gt;WWW" in client.page.text
    assert client.page.text.count("W") < 700


def test_this_one_address_takes_a_whole_paper(app: Flask) -> None:
    client = begin(app)
    bring(client, b"x" * MOST_PAPER_BYTES, 422)
    bring(client, b"x" * (MOST_PAPER_BYTES + 100_000), 413)
    assert client.get(client.page.tree.find(".//main//a").get("href")).status == 200
    large = {"csrf_token": client.token(), "signs": ["none"], "x": "x" * 70_000}
    client.post("/hiccups/emergency/1", large, 413)


def test_a_file_without_the_token_of_the_form_is_refused(app: Flask) -> None:
    client = begin(app)
    client.post(ADDRESS, form(record(), ""), 400, content_type=MULTIPART)
    assert client.get(ADDRESS).heading == "Your summary from last time"


def test_a_kiosk_has_none_of_it(own_app: Callable[..., Flask]) -> None:
    client = LookingClient(own_app(kiosk=True))
    assert "last time" not in client.get("/").text
    client.press(respondent="self", earlier="1")
    assert client.follow().heading == "Is any of this true now?"
    client.get(ADDRESS, 404)
    client.get("/hiccups/emergency/1")
    bring(client, b"x" * 70_000, 413)


def test_nothing_of_it_is_logged_or_stored_in_the_clear(
    own_app: Callable[..., Flask],
    tmp_path: Path,
    paper: bytes,
    journal_lines: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    client = begin(own_app(store=""))
    client.canaries |= {CANARY, "2026-10-12"}
    bring(client, b"%PDF-" + CANARY.encode() * 100_000, 422)
    bring(client, paper).press(mine="1")
    client.follow()
    results(client)
    stored = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    written = "\n".join([*journal_lines, *capfd.readouterr()])
    assert '"route": "earlier", "method": "POST", "status": 303' in written
    for secret in (CANARY, "2026-10-12", "steroid"):
        assert secret not in written
        assert secret.encode() not in stored


def test_a_file_never_touches_the_disk(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = begin(app)

    def fail(*_: object, **_more: object) -> Any:
        raise AssertionError("a temporary file")

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", fail)
    bring(client, b"x" * 1_000_000, 422)


def test_when_the_rules_change_what_still_fits_is_compared(app: Flask) -> None:
    topic = app.extensions["assessment"].topic
    fits = Answers({"bad": Answer(("b1",))})
    answers = fits.set("old", Answer(("x",)))
    earlier = Earlier(date(2026, 10, 12), answers, confirmed=True)
    before = Visit(topic.id, "an older version", 0, earlier=earlier)
    kept, _seen = unpack(pack(before, 0), topic)
    assert kept is not None
    assert kept.earlier == replace(earlier, answers=fits)


def test_it_is_wiped_with_the_visit(app: Flask, paper: bytes) -> None:
    client = bring(begin(app), paper)
    client.press(mine="1")
    client.finish()
    client.start()
    assert "Since last time" not in results(client)
