"""A shared screen: large targets, keys on the page, and time that a person controls."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from assessment.core.topic import Topic
from tests.browser.looks import ELEMENT_KINDS, KIOSK, look, look_at_layout
from tests.browser.person import (
    SUMMARY,
    answers_of,
    ask_to_finish,
    fill,
    finish,
    go_on,
    is_stopped,
    stroll,
)
from tests.browser.serve import served

pytestmark = pytest.mark.browser

TARGET = 60  # CSS pixels
IDLE, WARNING = 90_000, 30_000  # milliseconds
LYING: ViewportSize = {"width": 1280, "height": 800}
SMALL: ViewportSize = {"width": 1024, "height": 768}
# All that a status says, as a screen reader would hear it.
HEAR = """() => {
  window.heard = [];
  const status = document.querySelector("#away [role=status]");
  new MutationObserver(() => heard.push(status.textContent))
    .observe(status, { childList: true });
}"""
# What a tap anywhere on the screen would hit.
HIT = """() => {
  const hit = new Set();
  for (let x = 5; x < innerWidth; x += 50) for (let y = 5; y < innerHeight; y += 50) {
    hit.add(document.elementFromPoint(x, y).closest("dialog")?.id);
  }
  return [...hit];
}"""


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a shared screen with the real rules."""
    state = tmp_path_factory.mktemp("kiosk")
    with served(state, ASSESSMENT_KIOSK="true") as site:
        yield site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """The screen."""
    with browser.new_context(viewport=KIOSK) as context:
        yield context.new_page()


def begin(page: Page, kiosk: str) -> None:
    """One tap on the first page."""
    page.goto(kiosk)
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/1")


def look_here(page: Page, seen: set[str]) -> None:
    """`look` for large targets; at what was seen before only at the layout."""
    kinds = set(page.evaluate(ELEMENT_KINDS))
    if kinds <= seen:
        look_at_layout(page, TARGET)
    else:
        look(page, TARGET)
    seen |= kinds


def test_k8_every_page_of_a_shared_screen_has_large_targets(
    page: Page, kiosk: str, topic: Topic
) -> None:
    seen: set[str] = set()
    page.goto(kiosk)
    look_here(page, seen)
    begin(page, kiosk)
    for place in ("/", "/help", "/privacy", "/about", "/no-such-page"):
        page.goto(kiosk + place)
        look_here(page, seen)
    for place in ("/still-there", "/start-over"):
        page.goto(kiosk + place)
        look(page, TARGET)
        page.set_viewport_size(LYING)
        look_at_layout(page, TARGET)
        page.set_viewport_size(KIOSK)
    page.get_by_role("link", name="No, go back").click()
    for address in stroll(page, answers_of("V033", topic)):
        look_here(page, seen)
        if address.endswith("/about_you/1") and not is_stopped(page):
            for screen in (LYING, SMALL, KIOSK):
                page.set_viewport_size(screen)
                page.reload()
                for name in ("Delete", "Continue"):
                    button = page.get_by_role("button", name=name)
                    expect(button).to_be_in_viewport(ratio=1)
                look_at_layout(page, TARGET)
            go_on(page)
            look_here(page, seen)
    page.get_by_role("link", name=SUMMARY).click()
    look_here(page, seen)
    page.goto(page.url.replace("/results", "/paper"))
    look_here(page, seen)
    ask_to_finish(page)
    look_here(page, seen)
    page.get_by_role("link", name="No, go back").click()
    page.wait_for_url("**/results")
    finish(page)
    look_here(page, seen)


def test_k2_who_does_nothing_is_asked_and_loses_nothing(page: Page, kiosk: str) -> None:
    page.clock.install()
    begin(page, kiosk)
    page.locator(".option").first.click()
    for _ in range(3):
        page.clock.run_for(IDLE)
        page.clock.run_for(2000)
        asked = page.get_by_role("alertdialog", name="Are you still there?")
        assert asked.is_visible()
        assert page.evaluate(HIT) == ["away"]
        look(page, TARGET)
        with page.expect_request("**/still-there") as told:
            page.get_by_role("button", name="I am still here").click()
        assert told.value.response().status == 303  # type: ignore[union-attr]
        assert not asked.is_visible()
        assert page.locator(".option input").first.is_checked()
    page.clock.run_for(IDLE + 5000)
    page.keyboard.press("a")
    assert not page.get_by_role("alertdialog").is_visible()
    page.clock.run_for(IDLE - 5000)
    assert not page.get_by_role("alertdialog").is_visible()


def test_k2_the_count_is_told_now_and_then_and_ends_with_a_wipe(
    page: Page, kiosk: str
) -> None:
    page.clock.install()
    begin(page, kiosk)
    page.evaluate(HEAR)
    page.clock.run_for(IDLE + WARNING - 2000)
    assert page.evaluate("heard") == ["Seconds left: 30", "Seconds left: 15"]
    page.clock.run_for(4000)
    page.wait_for_url(f"{kiosk}/?left")
    assert page.get_by_text("You have already begun").count() == 0
    assert page.get_by_role("status").first.is_visible()
    page.clock.run_for(IDLE + 2000)
    page.wait_for_url(f"{kiosk}/")
    page.goto(f"{kiosk}/start-over")
    assert page.url == f"{kiosk}/"


def test_whatever_is_done_on_a_page_counts(page: Page, kiosk: str) -> None:
    page.clock.install()
    begin(page, kiosk)
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url))
    for press in ("Tab", "ArrowDown", "Shift"):
        page.clock.run_for(IDLE - 10_000)
        page.keyboard.press(press)
    page.clock.run_for(IDLE - 10_000)
    with page.expect_request("**/still-there"):
        page.mouse.wheel(0, 100)
    page.clock.run_for(IDLE - 10_000)
    assert not page.get_by_role("alertdialog").is_visible()
    assert told.count(f"{kiosk}/still-there") == 4


def test_starting_over_asks_on_the_page(page: Page, kiosk: str) -> None:
    begin(page, kiosk)
    page.locator(".option").first.click()
    page.get_by_role("link", name="Start over").click()
    asked = page.get_by_role("alertdialog", name="Start over?")
    assert asked.is_visible()
    look(page, TARGET)
    page.get_by_role("button", name="No, go back").click()
    assert not asked.is_visible()
    assert page.locator(".option input").first.is_checked()
    page.get_by_role("link", name="Start over").click()
    page.get_by_role("button", name="Yes, wipe my answers").click()
    page.wait_for_url(f"{kiosk}/")
    assert page.get_by_text("You have already begun").count() == 0


def test_a_page_that_nobody_began_forgets_the_text_size(page: Page, kiosk: str) -> None:
    page.clock.install()
    page.goto(kiosk)
    page.clock.run_for(5 * IDLE)
    with page.expect_event("load"):  # the count begins with the scripts
        page.get_by_role("button", name="Largest").click()
    expect(page.locator("html.text-largest")).to_be_attached()
    page.clock.run_for(IDLE + 2000)
    expect(page.locator("html.text-normal")).to_be_attached()


def test_k8_keys_on_the_page_type(page: Page, kiosk: str, topic: Topic) -> None:
    answers = answers_of("V029", topic)
    begin(page, kiosk)
    while not page.locator("[name=age]").count():
        fill(page, answers)
        go_on(page)
    keys = page.get_by_role("group", name="Keys on the screen")
    for key in ("4", "2", "7", "Delete", "1", "9", "9"):
        keys.get_by_role("button", name=key, exact=True).click()
    assert page.locator("[name=age]").input_value() == "4219"
    assert keys.get_by_role("status").inner_text() == "4219"
    while not page.locator("main textarea").count():
        fill(page, answers)
        go_on(page)
    field = page.locator("main textarea").first
    assert not keys.first.is_visible()
    field.click()
    assert keys.count() == 1
    look(page, TARGET)
    for key in ("h", "o", "Space", "x", "New line", "o", "k"):
        keys.get_by_role("button", name=key, exact=True).click()
    assert field.input_value() == "ho x\nok"
    assert field.evaluate("field => field === document.activeElement")
    field.evaluate("field => field.setSelectionRange(1, 3)")
    keys.get_by_role("button", name="Delete", exact=True).click()
    assert field.input_value() == "hx\nok"


def test_a_page_is_put_away_blank(page: Page, kiosk: str) -> None:
    page.goto(kiosk)
    leave = "persisted => dispatchEvent(new PageTransitionEvent('pagehide', persisted))"
    for persisted in (True, False):
        page.evaluate(leave, {"persisted": persisted})
        assert page.locator("h1").is_visible() is not persisted


def test_k6_long_presses_and_drags_lead_nowhere(page: Page, kiosk: str) -> None:
    page.goto(kiosk)
    for kind in ("contextmenu", "dragstart"):
        went_on = "kind => dispatchEvent(new Event(kind, { cancelable: true }))"
        assert not page.evaluate(went_on, kind)


def test_without_a_script_the_page_leads_on_by_itself(
    browser: Browser, kiosk: str
) -> None:
    def hurry(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace('content="90;', 'content="1;')
        )

    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        begin(page, kiosk)
        first = page.url
        page.route(first, hurry)
        page.reload()
        page.wait_for_url(lambda address: "/still-there" in address)
        assert page.inner_text("h1") == "Are you still there?"
        page.unroute(first)
        page.get_by_role("button", name="I am still here").click()
        page.wait_for_url(first)
