"""A keyboard alone is enough for the whole form, in an order that makes sense."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import pytest
from playwright.sync_api import Browser, Page

from assessment.core.answers import Answers
from assessment.core.topic import Topic
from tests.browser.person import answers_of, wait_until

pytestmark = pytest.mark.browser

SHORTEST_CASE = "V041"
MOST_STOPS = 150


class Stop(TypedDict):
    """Where the focus is."""

    kind: str  # text, radio, checkbox, textarea, submit, or "" for anything else
    name: str
    value: str
    checked: bool
    words: str
    top: float
    bottom: float


FOCUS = """() => {
  const focus = document.activeElement;
  const {top, bottom} = (focus.closest("label") ?? focus).getBoundingClientRect();
  return {
    kind: focus.type ?? "", name: focus.name ?? "", value: focus.value ?? "",
    checked: focus.checked ?? false, words: focus.textContent.trim(),
    top: top + scrollY, bottom: bottom + scrollY,
  };
}"""


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """The start page; nothing has the focus."""
    context = browser.new_context()
    shown = context.new_page()
    shown.goto(site)
    yield shown
    context.close()


def focus(page: Page) -> Stop:
    """Where the focus is now."""
    stop: Stop = page.evaluate(FOCUS)
    return stop


def stops(page: Page) -> Iterator[Stop]:
    """Press Tab until the page's button; every place the focus comes to, going down."""
    above = -1.0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        now = focus(page)
        if now["kind"]:
            assert now["bottom"] > above, f"{now} is above the one before"
            above = now["top"]
        yield now
        if now["kind"] == "submit":
            return
    raise AssertionError("Tab never comes to the button")


def press(page: Page, key: str) -> None:
    """Press a key that leads to another page."""
    with page.expect_navigation():
        page.keyboard.press(key)


def answer(page: Page, answers: Answers) -> None:
    """Answer the page with Tab, Space, arrows and letters, and press its button."""
    for stop in stops(page):
        said = answers.get(stop["name"].removesuffix("-typed"))
        if said is None:
            continue
        if stop["kind"] == "radio" and said.options:
            choose(page, said.options[0])
        elif stop["kind"] == "checkbox":
            if (stop["value"] in said.options) != stop["checked"]:
                page.keyboard.press("Space")
        elif stop["kind"] == "text" and said.number is not None:
            page.keyboard.type(str(said.number))
        elif stop["kind"] == "textarea":
            page.keyboard.type(" ".join(said.typed))
    press(page, "Enter")


def choose(page: Page, option: str) -> None:
    """Choose one of the row of answers that has the focus."""
    page.keyboard.press("Space")
    for _ in range(MOST_STOPS):
        if focus(page)["value"] == option:
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows never come to {option}")


def test_a2_from_start_to_summary_with_a_keyboard(page: Page, topic: Topic) -> None:
    answers = answers_of(SHORTEST_CASE, topic)
    for _ in range(60):
        if page.url.endswith("/check"):
            break
        answer(page, answers)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if focus(page)["words"] == "See my summary":
            break
    press(page, "Enter")
    assert page.url.endswith("/results")


def test_a3_what_is_wrong_has_the_focus_and_leads_to_the_answer(page: Page) -> None:
    for _ in range(2):
        list(stops(page))
        press(page, "Enter")
    assert page.title().startswith("Error")
    assert page.locator(".trouble").evaluate("it => it === document.activeElement")
    page.keyboard.press("Tab")
    message = page.locator(".error").inner_text().removeprefix("Error:")
    assert focus(page)["words"] == message.strip()
    page.keyboard.press("Enter")
    wait_until(page, "document.activeElement.type === 'checkbox'")
    page.keyboard.press("Space")
    assert focus(page)["checked"]


def test_a2_the_first_stop_skips_to_the_page(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("it => it === document.activeElement")
    box = skip.bounding_box()
    assert box
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator("main :focus").count() == 1
