"""Two people at one screen (K3): the second finds nothing of the first, anywhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright

from tests.browser.person import finish
from tests.browser.plain import History, plain_chromium
from tests.browser.serve import served
from tests.web.conftest import RULES

pytestmark = pytest.mark.browser

CANARY = "canary7491"
AGE = "107"
# Answers by the names of their fields; a text is typed, all else is ticked.
TICKED = {"signs": "none", "speed": "slow", "noises": "none", "where": "neck"}
TICKED |= {"bad": "b0", "sleep": "s0", "pills": "aspirin"}
IDLE_AND_WARNING = 130_000  # milliseconds
STORED = """async () => JSON.stringify([
  document.cookie, { ...localStorage }, { ...sessionStorage },
  await indexedDB.databases(), await caches.keys(),
])"""


def fill_in_everything(page: Page, site: str) -> None:
    """The first person's visit, up to the summary."""
    page.goto(site)
    page.get_by_role("button", name="Largest").click()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/emergency/1")
    while not page.url.endswith("/check"):
        for name, value in TICKED.items():
            for box in page.locator(f"[name={name}][value={value}]").all():
                box.check(force=True)
        for field in page.locator("main input[type=text]").all():
            field.fill(AGE)
        for field in page.locator("main textarea").all():
            field.fill(f"To {CANARY}")
        with page.expect_navigation():
            page.locator("main form .button").first.click()
    assert CANARY in page.content()
    page.get_by_role("link", name="See my summary").click()
    page.wait_for_url("**/results")


def hand_over(page: Page, site: str) -> None:
    """Finish, and leave the screen to the next person."""
    finish(page)
    page.get_by_role("link", name="Ready for the next person").click()
    page.wait_for_url(f"{site}/")


def walk_away(page: Page, site: str) -> None:
    """Leave the summary on the screen until the time is over."""
    page.clock.run_for(IDLE_AND_WARNING)
    page.wait_for_url(f"{site}/?left")


def look_for_the_first(page: Page, site: str, sent: list[str]) -> None:
    """The second person's visit, which tries to find what the first one said."""
    sent.clear()
    history = History(page)
    shown = [history.step(by) for by in (-1, 1) for _ in range(6)]
    assert not any(CANARY in (text or "") for text in shown)
    page.goto(site)
    assert page.locator("html.text-normal").count() == 1
    assert page.get_by_text("You have already begun").count() == 0
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_url("**/emergency/1")
    while not page.url.endswith("/hiccups/2"):
        assert page.locator("main .option :checked:not([value=front])").count() == 0
        for field in page.locator("main input[type=text], main textarea").all():
            assert field.input_value() == ""
            assert field.get_attribute("autocomplete") == "off"
        for name, value in TICKED.items():
            for box in page.locator(f"[name={name}][value={value}]").all():
                box.check(force=True)
        for field in page.locator("main input[type=text]").all():
            field.fill("40")
        with page.expect_navigation():
            page.locator("main form .button").first.click()
    assert CANARY not in page.content()
    assert page.evaluate(STORED) == '["",{},{},[],[]]'
    names = {str(cookie.get("name")) for cookie in page.context.cookies()}
    assert names <= {"previsit", "previsit-wiped"}
    assert not any(CANARY in address for address in sent)


def traces(folders: Iterable[Path]) -> list[str]:
    """The files that hold a canary, as it is or as a browser writes text."""
    marks = (CANARY.encode(), CANARY.encode("utf-16-le"))
    return [
        str(path)
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and any(mark in path.read_bytes() for mark in marks)
    ]


@pytest.mark.parametrize("leave", [hand_over, walk_away])
def test_k3_the_second_person_finds_nothing_of_the_first(
    playwright: Playwright,
    leave: Callable[[Page, str], None],
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    state, profile, temporary = (tmp_path / name for name in ("state", "p", "tmp"))
    for folder in (profile, temporary):
        folder.mkdir()
    settings = {"ASSESSMENT_KIOSK": "true", "ASSESSMENT_RULES": str(RULES)}
    settings |= {"TMPDIR": str(temporary)}
    sent: list[str] = []
    with served(state, **settings) as site:
        with plain_chromium(playwright, profile) as page:
            page.on("request", lambda request: sent.append(request.url))
            page.clock.install()
            fill_in_everything(page, site)
            leave(page, site)
            look_for_the_first(page, site, sent)
        assert os.listdir(profile / "Default")
        assert traces([state, profile, temporary]) == []
    assert traces([state, profile, temporary]) == []
    written = "".join(capfd.readouterr())
    assert '"route": "results", "method": "GET", "status": 200' in written
    assert CANARY not in written
