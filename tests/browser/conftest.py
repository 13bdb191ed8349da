"""One server, one browser and the real rules for all walks of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from tests.browser.serve import PATIENT, chromium, served
from tests.cases.outcomes import RULES, TOPIC


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the served site, which shows its components, too."""
    state = tmp_path_factory.mktemp("state")
    with served(state, ASSESSMENT_COMPONENTS="true", **PATIENT) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; a process can have it but once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    with chromium(playwright) as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window of a fresh profile."""
    with browser.new_context() as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def seen() -> set[str]:
    """The kinds of elements that the tests of a file have looked at everywhere."""
    return set()


@pytest.fixture(scope="session")
def topic() -> Topic:
    """The real rules."""
    return load_topic(RULES / TOPIC)
