"""A person at the form: fills in whatever the page asks, from prepared answers."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from assessment.core.answers import Answers
from assessment.core.topic import Topic
from assessment.rulebook.answers_file import read_answers
from tests.cases.read import FOLDER

UNDERSTAND = "I understand. Go on with the questions"
SUMMARY = "See my summary"

# One call for the whole page: a call for every option took most of the time. The
# inputs are clicked in the page, so that scripts, if they run, notice.
FILL = """answers => {
  for (const field of document.querySelectorAll("main input, main textarea")) {
    const {options = [], typed = [], number} = answers[field.name.split("-")[0]] ?? {};
    if (field.matches("textarea")) field.value = typed.join("\\n");
    else if (field.matches("[type=text]")) field.value = number ?? "";
    else if (options.includes(field.value) && !field.checked) field.click();
  }
}"""


def answers_of(case: str, topic: Topic) -> Answers:
    """The answers of a development case."""
    path = FOLDER / "development" / "answers" / f"{case}.yaml"
    return read_answers(path, topic)[0]


def start(page: Page, site: str, who: str = "I am answering for myself") -> None:
    """Open the site and begin."""
    page.goto(site)
    page.get_by_label(who).check(force=True)
    go_on(page)


def fill(page: Page, answers: Answers) -> None:
    """Answer every question on the page that the person has an answer to."""
    page.evaluate(
        FILL, {question: said.to_json() for question, said in answers.items()}
    )


def go_on(page: Page) -> None:
    """Press the one button that leads on, and wait for what comes."""
    with page.expect_navigation():
        page.locator("main form .button").first.press("Enter")


def finish(page: Page) -> None:
    """Press Finish in the summary, and yes."""
    ask_to_finish(page)
    page.get_by_role("button", name="Yes, wipe my answers").click()
    page.wait_for_url("**/finished")


def ask_to_finish(page: Page) -> None:
    """Press Finish in the summary."""
    page.get_by_role("link", name="Finish and wipe my answers").click()
    page.wait_for_url("**/finish")


def wait_until(page: Page, script: str) -> None:
    """Wait for the script to be true, where a page forbids Playwright's own way."""
    for _ in range(250):
        if page.evaluate(script):
            return
        page.wait_for_timeout(20)
    raise AssertionError(script)


def stroll(page: Page, answers: Answers, most_pages: int = 80) -> Iterator[str]:
    """Go through the form to check-your-answers; gives the address of each page."""
    for _ in range(most_pages):
        yield page.url
        if page.url.endswith("/check") and not is_stopped(page):
            return
        fill(page, answers)
        go_on(page)
    raise AssertionError("the form does not end")


def walk(page: Page, answers: Answers) -> int:
    """Go through the form to check-your-answers; gives the number of interrupts."""
    return sum(is_stopped(page) for _ in stroll(page, answers))


def is_stopped(page: Page) -> bool:
    """Whether a warning stands in place of the page."""
    return page.locator(".halt").count() > 0
