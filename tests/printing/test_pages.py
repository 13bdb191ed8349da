"""One press on a shared screen: printed, or told why not and given a code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from assessment.pdf.pool import PoolBusy
from assessment.printing import PATIENCE, Queue
from assessment.web.printer import Printer
from assessment.web.views.printing import WAIT
from tests.printing.cupsd import QUEUE, Cups
from tests.web.conftest import CALM, build
from tests.web.looking import LookingClient, words

pytestmark = pytest.mark.slow

TOLD = 10  # seconds: promise K5


@pytest.fixture
def kiosk(
    printer: Cups, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., LookingClient]:
    """Gives somebody at the end of the form, on a screen with that printer."""
    monkeypatch.setenv("CUPS_SERVER", printer.server)

    def at_the_end(**settings: Any) -> LookingClient:
        chosen = {"kiosk": True, "printer": QUEUE, **settings}
        return finished(impatient(build(tmp_path, **chosen)))

    return at_the_end


def impatient(app: Flask) -> Flask:
    """The site with a printer that is given a second only."""
    site: Any = app.extensions["assessment"]
    if site.printer is not None:
        quick = Printer(Queue(QUEUE), patience=1)
        app.extensions["assessment"] = replace(site, printer=quick)
    return app


def finished(app: Flask) -> LookingClient:
    client = LookingClient(app)
    client.start()
    client.answer(*CALM)
    client.get("/hiccups/results")
    return client


def test_k5_the_person_knows_within_ten_seconds() -> None:
    assert PATIENCE < WAIT < TOLD


def test_one_press_prints(kiosk: Callable[..., LookingClient], printer: Cups) -> None:
    client = kiosk()
    client.press()
    assert client.page.location == "/hiccups/printing"
    assert client.follow().heading == "Your paper is printed"
    assert printer.printed.startswith(b"%PDF-1.7 ")
    client.press()
    assert client.page.location == "/finished"


@pytest.mark.parametrize(
    ("mood", "why"),
    [
        ("no-paper", "The printer has no paper."),
        ("offline", "The printer is off, or not connected."),
        ("broken", "The printer gave up."),
    ],
)
def test_a_printer_that_fails_is_told_and_a_code_given(
    kiosk: Callable[..., LookingClient],
    printer: Cups,
    capfd: pytest.CaptureFixture[str],
    mood: str,
    why: str,
) -> None:
    client = kiosk()
    printer.mood = mood
    client.press()
    client.follow()
    page = client.get("/hiccups/printing")
    assert capfd.readouterr().err.count('"event": "a paper did not print"') == 1
    assert page.heading == "Your paper did not print"
    assert why in page.text
    assert "It will not come out later" in page.text
    assert printer.waiting == ""
    client.press()
    client.follow()
    assert len(words(client.page.tree.find(".//p[@class='code']"))) == 15
    # And once it works again, another try prints.
    printer.mood = "well"
    client.get("/hiccups/printing")
    client.press(form=1)
    assert client.follow().heading == "Your paper is printed"


def test_a_queue_that_is_not_there_is_told(
    kiosk: Callable[..., LookingClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.printing.test_pages.QUEUE", "nobody")
    client = kiosk()
    client.press()
    assert "We cannot find the printer." in client.follow().text


def test_a_paper_that_may_still_come_is_not_said_to_be_stopped(
    kiosk: Callable[..., LookingClient],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = kiosk()
    (tmp_path / "lp").write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    (tmp_path / "lp").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("assessment.printing.cups._SECONDS", 0.2)
    client.press()
    page = client.follow()
    assert "The printer does not answer." in page.text
    assert "Tell the staff: the paper may still come out." in page.text
    assert "We stopped the paper" not in page.text


def test_who_sees_nothing_come_out_can_say_so(
    kiosk: Callable[..., LookingClient],
    printer: Cups,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("assessment.web.views.printing.WAIT", 0.1)
    client = kiosk()
    printer.mood = "silent"
    client.press()
    assert client.follow().heading == "Your paper is printing"
    client.press(form=1)
    assert client.follow().heading == "Your paper did not print"
    assert printer.waiting == ""


def test_a_second_press_takes_the_first_paper_back(
    kiosk: Callable[..., LookingClient], printer: Cups
) -> None:
    client = kiosk()
    printer.mood = "silent"
    client.press()
    client.get("/hiccups/results")
    client.press()
    assert printer.waiting.count(QUEUE) == 1


def test_without_codes_there_is_none_to_offer(
    kiosk: Callable[..., LookingClient], printer: Cups
) -> None:
    client = kiosk(resume_days=0)
    client.press()
    forms = client.follow().tree.findall(".//main//form")
    assert [form.get("action") for form in forms] == ["/finish"]
    client.get("/hiccups/results")
    printer.mood = "no-paper"
    client.press()
    assert "code" not in words(client.follow().tree.find(".//main"))


def test_what_a_browser_prints_is_not_offered_where_a_printer_is_watched(
    kiosk: Callable[..., LookingClient],
) -> None:
    client = kiosk()
    assert client.get("/hiccups/paper", 303).location == "/hiccups/results"
    client.get("/hiccups/results")
    site: Any = client.client.application.extensions["assessment"]
    site.papers.failure = PoolBusy("full")
    page = client.press(503)
    assert "Try again in a moment." in page.text
    assert "/hiccups/paper" not in page.text
    assert "print that" not in page.text


def test_without_a_queue_the_browser_prints(
    kiosk: Callable[..., LookingClient],
) -> None:
    client = kiosk(printer="")
    link = client.page.tree.find(".//section//a[@class='button']")
    page = client.get(link.get("href"))
    assert page.tree.find(".//button[@data-print='now']") is not None
    client.get("/hiccups/printing", 404)


def test_at_home_nothing_is_sent_to_the_clinics_printer(
    kiosk: Callable[..., LookingClient], printer: Cups
) -> None:
    client = kiosk(kiosk=False)
    client.post("/hiccups/print", {"csrf_token": client.token()}, 404)
    assert printer.waiting == ""


def test_nothing_is_printed_before_all_is_answered(
    kiosk: Callable[..., LookingClient],
) -> None:
    client = LookingClient(kiosk().client.application)
    client.start()
    client.post("/hiccups/print", {"csrf_token": client.token()})
    assert client.page.location == "/hiccups/emergency/1"
    assert client.get("/hiccups/printing", 303).location == "/hiccups/results"
