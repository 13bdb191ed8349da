"""Privacy: what a person types is in no log, no address, no title and no file."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from assessment.web.views import check
from tests.web.conftest import CALM
from tests.web.looking import HEADERS, LookingClient, parse

CANARY = "canary7491"
HEADERS_WITH_CANARY = {
    "User-Agent": f"{CANARY} ${{jndi:ldap://x}} \x1b[31m",
    "Referer": f"http://localhost/{CANARY}",
    "Accept-Language": CANARY,
    "X-Forwarded-For": CANARY,
}


def leave_canaries_everywhere(client: LookingClient) -> None:
    """Answer everything with canaries, right and wrong, and print the paper."""
    client.canaries.add(CANARY)
    client.start()
    client.press(422, signs=[CANARY])
    client.answer({"signs": ["choke"]})
    client.press()
    client.follow()
    client.press(422, age=CANARY, speed=CANARY)
    client.answer(CALM[1], {"where": [], "where__typed": CANARY}, *CALM[3:5])
    client.answer({"pills": ["aspirin"], "pills__typed": CANARY}, {"wishes": CANARY})
    # A server in front of the app refuses the control character.
    assert client.get("/", None, headers=HEADERS_WITH_CANARY).status in (200, 400)
    for file in ("summary.pdf", "answers.json"):
        client.get("/hiccups/results")
        client.post(f"/hiccups/{file}", {"csrf_token": client.token()}, 200)
    client.client.get(f"/{CANARY}/{CANARY}/1?q={CANARY}")
    client.client.open(f"/{CANARY}", method=CANARY.upper())
    client.client.get("/", headers={"Host": f"{CANARY}.example"})
    client.client.post("/hiccups/understood", data={CANARY: CANARY})


def test_p1_nothing_that_was_typed_is_logged(
    client: LookingClient,
    journal_lines: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    leave_canaries_everywhere(client)
    written = "\n".join([*journal_lines, *capfd.readouterr()])
    assert '"route": "question", "method": "POST", "status": 303' in written
    assert CANARY not in written.lower()
    assert "/hiccups" not in written
    assert "\x1b" not in written


def test_the_journal_follows_where_errors_go(
    client: LookingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        stream = StringIO()
        monkeypatch.setattr(sys, "stderr", stream)
        client.get("/")
        assert json.loads(stream.getvalue())["route"] == "start"
        stream.close()


def test_p3_nothing_that_was_typed_is_in_a_file(
    own_app: Callable[..., Flask], tmp_path: Path
) -> None:
    client = LookingClient(own_app(store=""))
    leave_canaries_everywhere(client)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"secret", "visits.sqlite3"}
    for path in files:
        content = path.read_bytes()
        assert CANARY.encode() not in content
        assert b"aspirin" not in content


def test_p1_our_own_mistakes_show_a_page_and_log_only_their_type(
    finished_client: LookingClient,
    monkeypatch: pytest.MonkeyPatch,
    journal_lines: list[str],
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object, **_more: object) -> Any:
        raise RuntimeError(CANARY)

    client = finished_client
    monkeypatch.setattr(check, "answer_line", fail)
    response = client.client.get("/hiccups/check")
    monkeypatch.undo()
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.text
    assert CANARY not in response.text
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    written = "\n".join([*journal_lines, *capfd.readouterr()])
    assert '"route": "check", "error": "RuntimeError"' in written
    assert CANARY not in written
    assert "Traceback" not in written
    try_again = parse(response.text).find(".//main//a[@class='button']")
    assert try_again.get("href") == "/hiccups/check"
    assert client.get("/hiccups/check").heading == "Check your answers"
