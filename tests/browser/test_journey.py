"""From the first page to the PDF in headless Chromium, with JavaScript and without."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from pypdf import PdfReader

from assessment.core.topic import Topic
from tests.browser.person import (
    answers_of,
    ask_to_finish,
    finish,
    go_on,
    start,
    stroll,
    walk,
)

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["javascript", "no javascript"])
def context(
    browser: Browser, request: pytest.FixtureRequest
) -> Iterator[BrowserContext]:
    """A fresh profile, with JavaScript or without."""
    fresh = browser.new_context(java_script_enabled=request.param)
    yield fresh
    fresh.close()


def paper(page: Page) -> str:
    """Press the button for the paper; the text of all its pages."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save or print my summary").click()
    assert download.value.suggested_filename == "summary.pdf"
    content = Path(download.value.path()).read_bytes()
    return "\n".join(p.extract_text() for p in PdfReader(BytesIO(content)).pages)


def test_a_calm_case_from_start_to_paper(
    context: BrowserContext, site: str, topic: Topic
) -> None:
    page = context.new_page()
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    start(page, site)
    assert walk(page, answers_of("V064", topic)) == 0
    page.get_by_role("link", name="See my summary").click()
    expect(page.locator("main")).to_contain_text("not a diagnosis", ignore_case=True)
    text = paper(page)
    assert "Not a diagnosis" in text
    assert page.inner_text("h1") in " ".join(text.split())
    assert {r.url.split("/")[2] for r in requests} == {site.split("/")[2]}
    assert console == []


def test_c4_an_emergency_stops_the_form_and_heads_results_and_paper(
    context: BrowserContext, site: str, topic: Topic
) -> None:
    page = context.new_page()
    start(page, site)
    assert walk(page, answers_of("V033", topic)) >= 1
    page.get_by_role("link", name="See my summary").click()
    told = "Call 999 or your cancer team's urgent line now."
    expect(page.locator("h1")).to_have_text(told)
    text = paper(page)
    assert "warning sign" in text[:600].lower()


def test_a_helper_answers_for_a_child(
    context: BrowserContext, site: str, topic: Topic
) -> None:
    page = context.new_page()
    start(page, site, "I am answering for someone else")
    titles = set()
    for _ in stroll(page, answers_of("V041", topic)):
        titles.add(page.title())
    assert any("your child" in title for title in titles)
    page.get_by_role("link", name="See my summary").click()
    expect(page.locator("main")).to_contain_text("your child")
    assert "your child" in paper(page)


def test_the_first_page_is_light(browser: Browser, site: str) -> None:
    with browser.new_context() as fresh:
        page = fresh.new_page()
        requests: list[Request] = []
        page.on("request", lambda request: requests.append(request))
        page.goto(site, wait_until="networkidle")
        sizes = [request.sizes() for request in requests]
        heads = sum(size["responseHeadersSize"] for size in sizes)
        assert heads + sum(size["responseBodySize"] for size in sizes) <= 30_000


def test_a_page_left_empty_says_what_to_do(context: BrowserContext, site: str) -> None:
    page = context.new_page()
    start(page, site)
    go_on(page)
    assert page.title().startswith("Error")
    summary = page.get_by_role("alert")
    assert summary.get_by_role("link").count() == 1
    assert summary.evaluate("node => node === document.activeElement")


def test_finish_wipes_everything(
    context: BrowserContext, site: str, topic: Topic
) -> None:
    page = context.new_page()
    start(page, site)
    walk(page, answers_of("V064", topic))
    page.get_by_role("link", name="See my summary").click()
    results = page.url
    ask_to_finish(page)
    page.get_by_role("link", name="No, go back").click()
    page.wait_for_url(results)
    finish(page)
    page.goto(results)
    assert page.get_by_role("heading", level=1).inner_text() != "Your summary"
    assert page.get_by_role("button", name="Save or print").count() == 0
