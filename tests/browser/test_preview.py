"""The preview in a browser: saving a rule file is enough to see it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.serve import served
from tests.web.conftest import RULES

pytestmark = pytest.mark.browser

WORDS, OTHERS = "Say that you are choking.", "Say that you choke."


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_saved_file_and_its_problems_come_by_themselves(
    browser: Browser, tmp_path: Path, *, javascript: bool
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    file = rules / "hiccups" / "rules.yaml"
    text = file.read_text("utf-8")
    settings = {"ASSESSMENT_RULES": str(rules), "ASSESSMENT_TOPIC": "hiccups"}
    with (
        served(tmp_path / "state", ASSESSMENT_PREVIEW="true", **settings) as site,
        browser.new_context(java_script_enabled=javascript) as context,
    ):
        page = context.new_page()
        page.goto(f"{site}/preview")
        page.get_by_text(WORDS).wait_for()
        file.write_text(text.replace(WORDS, OTHERS), "utf-8")
        page.get_by_text(OTHERS).wait_for()
        file.write_text(text.replace(WORDS, "Go to {nowhere}."), "utf-8")
        page.get_by_text("unknown-placeholder").wait_for()
        assert page.get_by_text(OTHERS).is_visible()
