"""An error of the rules never looks calm: no result, no paper, whom to call."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assessment.core.topic import Topic
from assessment.web import summaries
from tests.web.conftest import CALM, build
from tests.web.looking import LookingClient

RESULT = "See somebody"


def fail(*_: object, **__: object) -> Any:
    """Stands in for a mistake of ours."""
    raise ZeroDivisionError


def finished(state: Path) -> LookingClient:
    """Somebody calm who has answered everything and seen the result."""
    client = LookingClient(build(state))
    client.start()
    client.answer(*CALM)
    assert RESULT in client.get("/hiccups/results").text
    return client


@pytest.mark.parametrize("part", ["assess", "summarise"])
def test_an_error_of_the_rules_shows_no_result_and_whom_to_call(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = finished(tmp_path)
    token = {"csrf_token": client.token()}
    monkeypatch.setattr(summaries, part, fail)
    for response in (
        client.client.get("/hiccups/results"),
        client.client.get("/hiccups/paper"),
        client.client.post("/hiccups/summary.pdf", data=token),
    ):
        assert response.status_code == 500
        assert "Something went wrong on our side" in response.text
        assert "Call 999" in response.text
        assert RESULT not in response.text


def test_an_error_on_the_way_shows_whom_to_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = finished(tmp_path)
    monkeypatch.setattr(Topic, "know", fail)
    for address in ("/hiccups/signs/1", "/hiccups/check", "/hiccups/results"):
        response = client.client.get(address)
        assert response.status_code == 500
        assert "Call 999" in response.text
