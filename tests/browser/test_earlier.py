"""A second visit in headless Chromium, with the real paper of the first, no scripts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assessment.core.topic import Topic
from tests.browser.looks import look_everywhere
from tests.browser.person import answers_of, finish, start, walk

pytestmark = pytest.mark.browser


def test_the_paper_of_the_first_visit_is_compared_with_the_second(
    browser: Browser, site: str, topic: Topic, tmp_path: Path
) -> None:
    with (
        browser.new_context(java_script_enabled=False) as context,
        browser.new_context() as looking,
    ):
        page = context.new_page()
        start(page, site)
        walk(page, answers_of("V064", topic))
        page.get_by_role("link", name="See my summary").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Save or print my summary").click()
        paper = tmp_path / "summary.pdf"
        download.value.save_as(paper)
        finish(page)

        page.goto(site)
        page.get_by_role("button", name="Start with my summary from last time").click()
        page.get_by_label("The PDF that you saved").set_input_files(paper)
        page.get_by_role("button", name="Open my summary").click()
        expect(page.locator("h1")).to_have_text("Is this summary about you?")
        look_with_scripts(looking, page)
        page.get_by_role("button", name="Yes, use it").click()
        now, before = answers_of("V040", topic), answers_of("V064", topic)
        walk(page, now.set("age", before["age"]).set("sex", before["sex"]))
        page.get_by_role("link", name="See my summary").first.click()
        expect(page.locator("main")).to_contain_text("New this time")
        look_with_scripts(looking, page)


def look_with_scripts(looking: BrowserContext, page: Page) -> None:
    """Look at the page where scripts run: axe is one."""
    looking.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    with looking.new_page() as seen:
        seen.goto(page.url)
        assert seen.inner_text("h1") == page.inner_text("h1")
        look_everywhere(seen)


def test_the_page_that_asks_for_it_is_easy_to_see_and_reach(
    browser: Browser, site: str
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(site)
        page.get_by_role("button", name="Start with my summary from last time").click()
        look_everywhere(page)
        page.get_by_role("button", name="Open my summary").click()
        expect(page).to_have_title(re.compile("^Error: "))
        look_everywhere(page)
