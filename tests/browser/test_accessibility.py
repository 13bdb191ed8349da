"""Every kind of page is usable: narrow or wide, light or dark, and by axe's rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize

from assessment.core.topic import Topic
from tests.browser.looks import look, look_if_new
from tests.browser.person import SUMMARY, answers_of, fill, go_on, start, stroll
from tests.browser.serve import served

pytestmark = pytest.mark.browser

PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 800}
KIOSK: ViewportSize = {"width": 1080, "height": 1920}
KIOSK_TARGET = 60


@pytest.fixture(params=["phone, light", "desk, dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A narrow light screen, then a wide dark one."""
    phone = request.param == "phone, light"
    context = browser.new_context(
        viewport=PHONE if phone else DESK, color_scheme="light" if phone else "dark"
    )
    yield context.new_page()
    context.close()


def test_questions_empty_refused_and_filled_in(
    page: Page, site: str, topic: Topic
) -> None:
    seen: set[str] = set()
    answers = answers_of("V064", topic)
    start(page, site)
    for address in stroll(page, answers):
        if address.endswith("/check") or not look_if_new(page, seen):
            continue
        go_on(page)
        look_if_new(page, seen)
        if page.url != address:
            page.goto(address)
        fill(page, answers)
        look_if_new(page, seen)


def test_an_emergency_from_interrupt_to_finish(
    page: Page, site: str, topic: Topic
) -> None:
    seen: set[str] = set()
    start(page, site)
    for address in stroll(page, answers_of("V033", topic)):
        if address.endswith(("/stop", "/check")):
            look(page)
        else:
            look_if_new(page, seen)
    page.get_by_role("link", name=SUMMARY).click()
    results = page.url
    look(page)
    page.goto(results.replace("/results", "/paper"))
    look(page)
    key = page.context.cookies()
    with page.expect_navigation():
        page.get_by_role("button", name="Finish").click()
    look(page)
    page.context.add_cookies(key)  # type: ignore[arg-type]
    page.goto(results)
    assert "no longer here" in page.inner_text("h1")
    look(page)


def test_pages_around_the_questions(page: Page, site: str) -> None:
    page.goto(site)
    look(page)
    for chosen in page.locator("main input:checked").all():
        chosen.evaluate("input => input.checked = false")
    go_on(page)
    assert page.title().startswith("Error")
    look(page)
    start(page, site)
    for path in ("/", "/help", "/privacy", "/about", "/no-such-page"):
        page.goto(site + path)
        look(page)


def test_forced_colours_show_what_is_chosen_and_where_the_focus_is(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport=PHONE, forced_colors="active")
    page = context.new_page()
    page.goto(site)
    look(page)
    start(page, site)
    go_on(page)
    look(page)
    option = page.locator(".option").first
    option.scroll_into_view_if_needed()
    as_it_was = picture(option)
    page.keyboard.press("1")
    chosen_with_focus = picture(option)
    page.keyboard.press("Space")
    with_focus = picture(option)
    assert len({as_it_was, with_focus, chosen_with_focus}) == 3
    page.keyboard.press("Space")
    go_on(page)
    assert page.url.endswith("/stop")
    look(page)
    context.close()


def picture(shown: Locator) -> bytes:
    """What it looks like, with room for a ring around it."""
    box = shown.bounding_box()
    assert box
    return shown.page.screenshot(
        clip={
            "x": box["x"] - 8,
            "y": box["y"] - 8,
            "width": box["width"] + 16,
            "height": box["height"] + 16,
        }
    )


def test_a_shared_screen_has_large_targets(
    browser: Browser, tmp_path: Path, topic: Topic
) -> None:
    context = browser.new_context(viewport=KIOSK)
    page = context.new_page()
    with served(tmp_path, ASSESSMENT_KIOSK="true") as site:
        page.goto(site)
        look(page, KIOSK_TARGET)
        start(page, site)
        for address in stroll(page, answers_of("V033", topic)):
            look(page, KIOSK_TARGET)
            if "/about_you/" in address:
                break
        page.goto(f"{site}/help")
        look(page, KIOSK_TARGET)
    context.close()
