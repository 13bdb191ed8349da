"""Rules that were taken back: the form says so, and takes no answers any more."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import CALM, RULES, withdraw
from tests.web.looking import LookingClient

HEADING = "This form is not in use now"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the rules about hiccups, withdrawn."""
    shutil.copytree(RULES, tmp_path / "rules")
    topic = tmp_path / "rules" / "hiccups" / "topic.yaml"
    text = topic.read_text()
    assert "status: draft" in text
    topic.write_text(text.replace("status: draft", "status: withdrawn"))
    return tmp_path / "rules"


def test_no_page_of_the_form_can_be_used(
    own_app: Callable[..., Flask], rules: Path
) -> None:
    client = LookingClient(own_app(rules=rules))
    for address in ("/", "/hiccups/emergency/1", "/hiccups/check", "/hiccups/results"):
        page = client.get(address, status=503)
        assert HEADING in page.text
        assert "tel:999" in page.text
        assert "Call your doctor" in page.text
    page = LookingClient(own_app(rules=rules, kiosk=True)).get("/", status=503)
    assert "Do not wait for it. Tell the staff what is wrong." in page.text
    assert "Call your doctor" not in page.text


def test_pages_of_words_say_so(own_app: Callable[..., Flask], rules: Path) -> None:
    client = LookingClient(own_app(rules=rules))
    assert "Its rules were taken back. Do not go by it." in client.get("/about").text
    assert client.get("/privacy").status == 200


def test_who_had_begun_gets_no_result_and_can_wipe(
    own_app: Callable[..., Flask],
) -> None:
    app = own_app()
    client = LookingClient(app)
    client.start()
    client.answer(*CALM)
    site = app.extensions["assessment"]
    withdraw(app)
    page = client.get("/hiccups/results", status=503)
    assert page.heading == HEADING
    assert client.get("/finish").heading == "Finish?"
    client.press()
    assert client.follow().heading == "Thank you. Your answers are wiped."
    app.extensions["assessment"] = site
    assert client.get("/hiccups/results", status=303).location.endswith("/")
