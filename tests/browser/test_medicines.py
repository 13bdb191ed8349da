"""Medicines in a browser: asked about, chosen from a list while typing, and told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from assessment.core.answers import Answer
from assessment.core.topic import Topic
from tests.browser.looks import look
from tests.browser.person import SUMMARY, answers_of, fill, go_on, start

pytestmark = pytest.mark.browser

TYPED = ("Zocor 40", "clarithromycin", "prednison", "metformin", "blue one")


def test_unclear_names_are_asked_about_and_the_rest_is_told(
    browser: Browser, site: str, topic: Topic
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    answers = answers_of("V064", topic)
    answers = answers.set("medicine_areas", Answer(("heart",)))
    answers = answers.set("medicines", Answer(("statin",), typed=TYPED))
    start(page, site)
    while not page.locator('[name="medicines-typed"]').count():
        fill(page, answers)
        go_on(page)
    fill(page, answers)
    go_on(page)
    look(page)
    page.get_by_label("prednisone", exact=True).check(force=True)
    go_on(page)
    assert "“prednison” as prednisone" in page.inner_text(".notice")
    look(page)
    while not page.get_by_role("link", name=SUMMARY).count():
        fill(page, answers)
        go_on(page)
    page.get_by_role("link", name=SUMMARY).click()
    expect(page.locator("main")).to_contain_text("Zocor 40 + clarithromycin")
    look(page)
    page.close()


def test_a_name_chosen_from_the_list_moves_to_the_others(
    browser: Browser, site: str, topic: Topic
) -> None:
    page = browser.new_page()
    answers = answers_of("V064", topic).set("medicine_areas", Answer(("heart",)))
    start(page, site)
    while not page.locator('[name="medicines-typed"]').count():
        fill(page, answers)
        go_on(page)
    find = page.locator('[name="medicines-found"]')
    for name in ("simvastatin", "Zocor"):
        # As a browser puts in what was chosen from its list.
        find.evaluate(
            """(input, name) => {
              input.value = name;
              input.dispatchEvent(new InputEvent("input", {bubbles: true,
                inputType: "insertReplacementText"}));
            }""",
            name,
        )
    assert find.input_value() == ""
    typed = page.locator('[name="medicines-typed"]').input_value()
    assert typed.splitlines()[-2:] == ["simvastatin", "Zocor"]
    find.type("Zocor")
    assert find.input_value() == "Zocor"
    page.close()
