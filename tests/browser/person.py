"""A person at the form: fills in whatever the page asks, from prepared answers."""

from __future__ import annotations

from playwright.sync_api import Page

from assessment.core.answers import Answers

CONTINUE = "Continue"
UNDERSTAND = "I understand"
SUMMARY = "See my summary"


def start(page: Page, site: str) -> None:
    """Open the site and begin."""
    page.goto(site)
    page.get_by_label("I am answering for myself").check(force=True)
    page.get_by_role("button", name="Start").click()


def fill(page: Page, answers: Answers) -> None:
    """Answer every question on the page that the person has an answer to."""
    names = page.eval_on_selector_all(
        "main input:not([type=hidden]), main textarea",
        "fields => [...new Set(fields.map(field => field.name))]",
    )
    for name in names:
        question, _, typed = name.partition("-")
        answer = answers.get(question)
        if answer is None:
            continue
        if typed:
            page.locator(f'[name="{name}"]').fill("\n".join(answer.typed))
            continue
        for option in answer.options:
            page.locator(f'[name="{name}"][value="{option}"]').check(force=True)
        if answer.number is not None:
            page.locator(f'[name="{name}"]').fill(str(answer.number))


def go_on(page: Page) -> None:
    """Press the one button that leads on."""
    page.get_by_role("button", name=CONTINUE).click()


def walk(page: Page, answers: Answers, most_pages: int = 80) -> int:
    """Go through the form to check-your-answers; gives the number of interrupts."""
    interrupts = 0
    for _ in range(most_pages):
        if page.get_by_role("link", name=SUMMARY).count():
            return interrupts
        understand = page.get_by_role("button", name=UNDERSTAND)
        if understand.count():
            interrupts += 1
            understand.click()
            continue
        fill(page, answers)
        go_on(page)
    raise AssertionError("the form does not end")
