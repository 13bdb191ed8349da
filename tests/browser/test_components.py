"""Every component in every state is usable: on each screen, in each kind of colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import look_everywhere

pytestmark = pytest.mark.browser


def test_nothing_is_wrong_with_any_component(browser: Browser, site: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{site}/components")
        look_everywhere(page)
