"""Back after Finish shows nothing (K1): each defence alone, in a plain Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, Playwright

from assessment.web import create_app
from assessment.web.settings import Settings
from tests.browser.person import finish
from tests.browser.plain import WITHOUT_SCRIPT, History, plain_chromium
from tests.browser.serve import served
from tests.browser.undefended import COOKIE, NEITHER, STYLESHEET
from tests.web.conftest import CALM, RULES
from tests.web.looking import LookingClient

pytestmark = pytest.mark.browser

CANARY = "canary7491"
STEPS = 6
POLICY = {"AllowBackForwardCacheForCacheControlNoStorePageEnabled": False}


class Defence(NamedTuple):
    """What is left on when everything else is switched off."""

    left_on: str = NEITHER
    flags: tuple[str, ...] = (WITHOUT_SCRIPT,)
    policy: bool = False


DEFENCES = {
    "the cookie that is taken back": Defence(COOKIE),
    "the stylesheet that changes a cookie": Defence(STYLESHEET),
    "the script that blanks the page": Defence(flags=()),
    "the flag": Defence(flags=(WITHOUT_SCRIPT, "--disable-features=BackForwardCache")),
    "the managed policy": Defence(policy=True),
}


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    return tmp_path_factory.mktemp("undefended")


@pytest.fixture(scope="module")
def undefended(state: Path) -> Iterator[str]:
    """A shared screen about hiccups that makes no browser forget anything."""
    settings = {"ASSESSMENT_KIOSK": "true", "ASSESSMENT_RULES": str(RULES)}
    with served(state, "tests.browser.undefended:app", **settings) as site:
        yield site


@pytest.fixture
def key(state: Path) -> str:
    """The cookie of somebody who has answered everything."""
    client = LookingClient(create_app(Settings(rules=RULES, state=state, kiosk=True)))
    client.start()
    client.answer(*CALM[:6], {"wishes": f"To {CANARY}"})
    cookie = client.client.get_cookie("previsit")
    assert cookie
    return cookie.value


def shown_by_the_buttons(page: Page, site: str, *, scripts: bool) -> list[str | None]:
    """All that Back and Forward show after Finish, step by step; None where it ends."""
    for place in ("hiccups/you/1", "privacy", "hiccups/health/2", "help"):
        page.goto(f"{site}/{place}")
    for place in ("hiccups/check", "hiccups/results"):
        page.goto(f"{site}/{place}")
    finish(page)
    history = History(page, scripts=scripts)
    return [history.step(by) for by in (-1, 1) for _ in range(STEPS)]


def is_somebodys(text: str | None) -> bool:
    """Whether a page shows that somebody is answering, or what they answered."""
    marks = (CANARY, "Continue", "Start over", "Finish and wipe", "Finish?")
    return any(mark in (text or "") for mark in marks)


def walked(
    playwright: Playwright, site: str, key: str, defence: Defence, folder: Path
) -> list[str | None]:
    """What is shown after a visit with this defence alone."""
    policies = None
    if defence.policy:
        policies = folder / "previsit.json"
        policies.write_text(json.dumps(POLICY))
    flags = (*defence.flags, f"--user-agent={defence.left_on}")
    profile = folder / "profile"
    profile.mkdir()
    with plain_chromium(playwright, profile, *flags, policies=policies) as page:
        page.context.add_cookies(
            [{"name": "previsit", "value": key, "url": site, "httpOnly": True}]
        )
        return shown_by_the_buttons(page, site, scripts=not defence.flags)


def test_k1_without_any_defence_everything_shows(
    playwright: Playwright, undefended: str, key: str, tmp_path: Path
) -> None:
    shown = walked(playwright, undefended, key, Defence(), tmp_path)
    # Or this harness would not see a leak, and the tests below would prove nothing.
    assert all(map(is_somebodys, shown[:STEPS]))
    assert sum(CANARY in (text or "") for text in shown) >= 2


@pytest.mark.parametrize("defence", DEFENCES.values(), ids=DEFENCES)
def test_k1_each_defence_alone_shows_nothing(
    playwright: Playwright, undefended: str, key: str, defence: Defence, tmp_path: Path
) -> None:
    shown = walked(playwright, undefended, key, defence, tmp_path)
    assert None not in shown[:STEPS]
    assert not any(map(is_somebodys, shown))
