"""The body figure: a tap marks the place, and the page stays where it is."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from tests.browser.person import fill, go_on, start, wait_until
from tests.cases.outcomes import RULES, TOPIC
from tests.cases.read import read_set

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def topic() -> Topic:
    """The real rules."""
    return load_topic(RULES / TOPIC)


def test_a_tap_on_the_figure_ticks_the_row_and_does_not_scroll(
    browser: Browser, site: str, topic: Topic
) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 740})
    answers = next(c for c in read_set("development", topic) if c.id == "V064").answers
    start(page, site)
    while not page.locator('[name="where"]').count():
        fill(page, answers)
        go_on(page)
    thigh = page.locator('label.part[data-part="right:thigh"]').first
    page.mouse.wheel(0, 500)
    wait_until(page, "scrollY > 0")
    before = page.evaluate("scrollY")
    for ticked in (True, False, True):
        thigh.locator("path.region").click(force=True)
        assert (
            page.locator('[name="where"][value="right:thigh"]').is_checked() is ticked
        )
        assert page.evaluate("scrollY") == pytest.approx(before, abs=2)
    page.close()
