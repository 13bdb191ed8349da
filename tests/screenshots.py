"""`make screenshots`: the pictures of pages and paper that README and docs show.

A made-up journey through the real rules; with a folder as argument the pictures of
every page go there, at three sizes, for looking at them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from assessment.core.answers import Answers
from assessment.rulebook import load_topic
from assessment.rulebook.answers_file import read_answers
from tests.browser.person import SUMMARY, UNDERSTAND, fill, go_on, start
from tests.browser.serve import ROOT, chromium, served

SIZES = {"phone": (360, 740), "desk": (1280, 800), "kiosk": (1080, 1920)}
IMAGES = ROOT / "docs" / "images"
CASES = ROOT / "tests" / "cases" / "development" / "answers"
SHOWN_CASE = "V029"
DOTS_PER_INCH = 70


def read_case(case: str) -> Answers:
    """The answers of a development case."""
    topic = load_topic(ROOT / "rules" / "muscle-weakness")
    return read_answers(CASES / f"{case}.yaml", topic)[0]


def every_page(page: Page, site: str, answers: Answers, folder: Path) -> None:
    """Walk through the whole journey and take a picture of each page."""
    page.goto(site)
    page.screenshot(path=folder / "00-start.png", full_page=True)
    start(page, site)
    for number in range(1, 90):
        page.screenshot(path=folder / f"{number:02}.png", full_page=True)
        summary = page.get_by_role("link", name=SUMMARY)
        if summary.count():
            summary.click()
            break
        if page.get_by_role("button", name=UNDERSTAND).count():
            page.get_by_role("button", name=UNDERSTAND).click()
            continue
        fill(page, answers)
        if number % 5 == 0:
            page.screenshot(path=folder / f"{number:02}-filled.png", full_page=True)
        go_on(page)
    page.screenshot(path=folder / "98-results.png", full_page=True)
    paper(page, folder / "paper")


def paper(page: Page, name: Path) -> None:
    """Ask for the paper, and make a picture of each of its pages."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save or print my summary").click()
    pdf = download.value.path()
    resolution = str(DOTS_PER_INCH)
    subprocess.run(["pdftoppm", "-r", resolution, "-png", pdf, name], check=True)


def look(browser: Browser, site: str, folder: Path, case: str) -> None:
    """Pictures of every page of the case at every size."""
    for size, (width, height) in SIZES.items():
        target = folder / case / size
        target.mkdir(parents=True, exist_ok=True)
        context = browser.new_context(viewport={"width": width, "height": height})
        every_page(context.new_page(), site, read_case(case), target)
        context.close()


def illustrate(browser: Browser, site: str) -> None:
    """The few pictures that README and docs show."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    # A picture taken early would show a button that is still fading in.
    context = browser.new_context(
        viewport={"width": 1280, "height": 860}, reduced_motion="reduce"
    )
    page = context.new_page()
    answers = read_case(SHOWN_CASE)
    page.goto(site)
    page.screenshot(path=IMAGES / "start.png")
    start(page, site)
    while not page.get_by_role("link", name=SUMMARY).count():
        fill(page, answers)
        if page.locator('[name="where"]').count():
            page.screenshot(path=IMAGES / "body-map.png")
        if page.locator('[name="tempo"]').count():
            page.screenshot(path=IMAGES / "question.png")
        go_on(page)
    page.get_by_role("link", name=SUMMARY).click()
    page.screenshot(path=IMAGES / "results.png")
    paper(page, IMAGES / "paper")
    for extra in sorted(IMAGES.glob("paper-*.png"))[1:]:
        extra.unlink()


def main() -> None:
    """Serve the site from a temporary folder and take the pictures."""
    with (
        TemporaryDirectory() as state,
        served(Path(state)) as site,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        if len(sys.argv) > 1:
            look(browser, site, Path(sys.argv[1]), *sys.argv[2:3])
        else:
            illustrate(browser, site)


if __name__ == "__main__":
    main()
