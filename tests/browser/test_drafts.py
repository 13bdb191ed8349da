"""What is chosen and not sent yet is there again after a reload or a look elsewhere."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from assessment.core.topic import Topic
from tests.browser.person import answers_of, fill, go_on, start

pytestmark = pytest.mark.browser

ONE_ANSWER = (
    "form:not(:has(.question ~ .question)) > .question[role=radiogroup] .option input"
)
STORED = "() => localStorage.length + sessionStorage.length"


def test_a_reload_loses_no_tick_and_no_word(
    page: Page, site: str, topic: Topic
) -> None:
    start(page, site)
    first = page.get_by_role("checkbox", name="Hard to breathe")
    with page.expect_response(lambda response: response.status == 204):
        first.check(force=True)
    page.reload()
    assert first.is_checked()
    first.uncheck(force=True)
    age = page.locator("#age")
    while not age.count():
        fill(page, answers_of("V064", topic))
        go_on(page)
    with page.expect_response(lambda response: response.status == 204):
        age.type("411")
    page.reload()
    assert age.input_value() == "411"
    assert page.title().startswith("Error")
    assert page.evaluate(STORED) == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["javascript", "no javascript"])
def test_help_and_back_loses_no_tick(
    browser: Browser, site: str, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = context.new_page()
        start(page, site)
        page.get_by_role("checkbox", name="None of these").check(force=True)
        page.locator(".masthead").get_by_text("Help or stop").click()
        if not scripts:
            assert page.url.endswith("#ways")
            page.locator("#ways").get_by_text("Help or stop").click()
        page.wait_for_url("**/help")
        page.get_by_role("link", name="Back to my questions").click()
        assert page.get_by_role("checkbox", name="None of these").is_checked()


def test_a_digit_ticks_no_danger_sign_and_picks_one_answer(
    page: Page, site: str, topic: Topic
) -> None:
    start(page, site)
    for digit in "123456789":
        page.keyboard.press(digit)
    assert page.locator("main :checked").count() == 0
    only = page.locator(ONE_ANSWER)
    while not only.count():
        fill(page, answers_of("V064", topic))
        go_on(page)
    page.keyboard.press("2")
    assert only.nth(1).is_checked()
    page.keyboard.press("1")
    assert only.nth(0).is_checked()
    before = page.url
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url != before
