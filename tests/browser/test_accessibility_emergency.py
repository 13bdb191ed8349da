"""An emergency in every state is usable: on each screen, in each kind of colours.

It has a file of its own, so that it runs beside `test_accessibility.py`.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from assessment.core.topic import Topic
from tests.browser.looks import look_everywhere, look_if_new
from tests.browser.person import (
    SUMMARY,
    answers_of,
    ask_to_finish,
    finish,
    is_stopped,
    start,
    stroll,
)

pytestmark = pytest.mark.browser


def test_a1_an_emergency_from_interrupt_to_finish(
    page: Page, site: str, topic: Topic, seen: set[str]
) -> None:
    start(page, site)
    for address in stroll(page, answers_of("V033", topic)):
        if is_stopped(page) or address.endswith("/check"):
            look_everywhere(page)
        else:
            look_if_new(page, seen)
    page.get_by_role("link", name=SUMMARY).click()
    results = page.url
    look_everywhere(page)
    page.goto(results.replace("/results", "/paper"))
    look_everywhere(page)
    key = page.context.cookies()
    page.goto(results)
    ask_to_finish(page)
    look_everywhere(page)
    page.get_by_role("link", name="No, go back").click()
    page.wait_for_url(results)
    finish(page)
    look_everywhere(page)
    page.context.add_cookies(key)  # type: ignore[arg-type]
    page.goto(results)
    assert "no longer here" in page.inner_text("h1")
    look_everywhere(page)
