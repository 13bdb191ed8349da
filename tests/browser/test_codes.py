"""Codes in headless Chromium: begun at home, gone on with and finished elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from assessment.core.topic import Topic
from tests.browser.looks import KIOSK, look, look_everywhere
from tests.browser.person import (
    SUMMARY,
    answers_of,
    fill,
    finish,
    go_on,
    start,
    stroll,
    walk,
)
from tests.browser.serve import PATIENT, served

pytestmark = pytest.mark.browser

KIOSK_TARGET = 60


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of a fresh profile."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """A window of another device, without scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        yield context.new_page()


def go_half_way(page: Page, site: str, topic: Topic) -> str:
    """Answer some pages and ask for a code on the next; gives its step and number."""
    answers = answers_of("V064", topic)
    start(page, site)
    for _ in range(4):
        fill(page, answers)
        go_on(page)
    here = page.url
    fill(page, answers)
    press(page, "Go on later or elsewhere")
    return here.removeprefix(site)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def code_of(page: Page) -> str:
    return page.inner_text("p.code").replace("\n", " ")


def chosen(page: Page) -> list[str]:
    """What is ticked on the page, which needs no script of ours to be seen."""
    return [
        str(box.get_attribute("value")) for box in page.locator("main :checked").all()
    ]


def test_begun_at_home_and_finished_elsewhere(
    page: Page, elsewhere: Page, site: str, topic: Topic
) -> None:
    here = go_half_way(page, site, topic)
    look(page)
    press(page, "Get a code")
    look_everywhere(page)
    code = code_of(page)
    page.context.grant_permissions(["clipboard-write"])
    page.get_by_role("button", name="Copy the code").click()
    page.get_by_role("button", name="Copied").wait_for()
    page.get_by_role("link", name="Go on where I was").click()
    before = chosen(page)

    elsewhere.goto(site)
    elsewhere.get_by_role("link", name="I have a code").click()
    elsewhere.get_by_label("Your code").fill(code.lower().replace(" ", "-"))
    press(elsewhere, "Go on")
    assert elsewhere.url == f"{site}{here}?resumed"
    assert chosen(elsewhere) == before
    walk(elsewhere, answers_of("V064", topic))
    elsewhere.get_by_role("link", name=SUMMARY).first.click()
    finish(elsewhere)

    elsewhere.goto(f"{site}/code")
    elsewhere.get_by_label("Your code").fill(code)
    press(elsewhere, "Go on")
    assert elsewhere.title().startswith("Error: ")


def test_the_picture_fills_in_the_code_and_leaves_no_trace(
    page: Page, site: str, topic: Topic
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/code#7KQM3XPT9WHD0")
    assert page.get_by_label("Your code").input_value() == "7KQM3XPT9WHD0"
    assert page.url == f"{site}/code"
    press(page, "Go on")
    assert not [url for url in asked[1:] if "7KQM" in url]
    look_everywhere(page)


def test_a_shared_screen_has_keys_and_gives_a_code_when_the_printer_fails(
    page: Page, tmp_path: Path, topic: Topic
) -> None:
    page.set_viewport_size(KIOSK)
    settings = {
        **PATIENT,
        "ASSESSMENT_PUBLIC_URL": "https://clinic.example",
        "ASSESSMENT_PRINTER": "none",
        "CUPS_SERVER": "127.0.0.1:9",  # where nothing answers
    }
    with served(tmp_path, ASSESSMENT_KIOSK="true", **settings) as site:
        page.goto(f"{site}/code")
        look(page, KIOSK_TARGET)
        for key in "7KQM3XX":
            page.get_by_role("button", name=key, exact=True).click()
        page.get_by_role("button", name="Delete the last one").click()
        assert page.get_by_label("Your code").input_value() == "7KQM 3X"
        press(page, "Go on")
        look(page, KIOSK_TARGET)
        page.goto(site)
        press(page, "Start")
        for _ in stroll(page, answers_of("V064", topic)):
            pass
        page.get_by_role("link", name=SUMMARY).click()
        look(page, KIOSK_TARGET)
        press(page, "Print my summary")
        assert page.inner_text("h1") == "Your paper did not print"
        look(page, KIOSK_TARGET)
        press(page, "Get a code")
        look(page, KIOSK_TARGET)
        code = code_of(page)
        assert page.locator("svg.qr").is_visible()
        press(page, "I have the code. Finish here")
        look(page, KIOSK_TARGET)
        page.goto(f"{site}/code")
        page.get_by_label("Your code").fill(code)
        press(page, "Go on")
        assert page.url.endswith("/results")
