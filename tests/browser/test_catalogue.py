"""Every component in every state is usable: on each screen, in each kind of colours."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser.looks import look

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize(
    "colours",
    [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=lambda colours: "-".join(colours.values()),
)
def test_nothing_is_wrong_with_any_component(
    browser: Browser, site: str, width: int, colours: dict[str, Any]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, **colours)
    page = context.new_page()
    page.goto(f"{site}/catalogue")
    look(page)
    context.close()
