"""The preview: all of a topic on one page, which is read anew when a file changes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from assessment.rulebook.places import rule_places
from assessment.rulebook.starter import begin_topic
from assessment.web.settings import SettingsError, read_settings
from tests.web.conftest import CALM, RULES
from tests.web.looking import LookingClient, Page, words

FOLDER = RULES / "hiccups"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A folder of rules that may be spoilt."""
    folder = tmp_path / "project" / "rules"
    shutil.copytree(RULES, folder)
    return folder


@pytest.fixture
def client(own_app: Callable[..., Flask], rules: Path) -> LookingClient:
    """Somebody who writes them, with the preview on."""
    return LookingClient(own_app(rules=rules, preview=True))


def change(path: Path, old: str, new: str) -> None:
    """Save the file with other words in it."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def problems(page: Page) -> list[str]:
    """The problems that the page tells."""
    found = page.tree.findall(".//*[@class='notice']/ul/li/code")
    return [words(each) for each in found]


def test_nobody_finds_it_unless_it_was_asked_for(
    own_app: Callable[..., Flask],
) -> None:
    client = LookingClient(own_app())
    client.get("/preview", 404)
    client.get("/preview/version", 404)


def test_it_is_not_for_a_site_that_people_come_to() -> None:
    asked = {"ASSESSMENT_PREVIEW": "yes"}
    assert read_settings(asked).preview
    with pytest.raises(SettingsError, match="ASSESSMENT_PREVIEW: unset it"):
        read_settings({**asked, "ASSESSMENT_HTTPS": "yes"})


def test_it_shows_all_with_names_and_places(client: LookingClient) -> None:
    page = client.get("/preview")
    text = words(page.tree)
    sections = (
        *("red_flags.", "causes.", "questions.", "next_steps.", "urgency."),
        *("return_advice.", "questions_to_ask.", "sheets.", "sources."),
    )
    shown = 0
    for name, place in rule_places(FOLDER).items():
        entry = name.count(".") == 1 or ".evidence." in name
        if name.startswith(sections) and entry:
            assert name.removeprefix("sources.") in text
            assert place.short in text
            shown += 1
    assert "medicine_families." in text
    assert shown > 30
    assert "Holds when:" in text
    assert len(page.tree.findall(".//*[@class='halt']")) == 3
    assert len(page.tree.findall(".//*[@class='card']")) == 2
    assert len(page.tree.findall(".//*[@class='urgency']")) == 5


def test_it_says_how_soon_in_words_and_has_no_empty_part(
    own_app: Callable[..., Flask], tmp_path: Path
) -> None:
    topic = begin_topic(tmp_path, "sore-throat", date(2026, 11, 21))
    shutil.copytree(RULES / "shared", tmp_path / "shared")
    page = LookingClient(own_app(rules=tmp_path, preview=True, topic=topic.name)).get(
        "/preview"
    )
    quiet = [words(each) for each in page.tree.findall(".//p[@class='quiet']")]
    assert "See a doctor today" in quiet
    assert "same_day" not in quiet
    titles = [words(each) for each in page.tree.findall(".//h2")]
    assert "Sources" in titles
    assert not {"Medicines", "Facts"} & {*titles}


def test_a_saved_file_is_shown_at_once(client: LookingClient, rules: Path) -> None:
    before = client.client.get("/preview/version", base_url="http://localhost").text
    assert "Say that you are choking." in words(client.get("/preview").tree)
    change(rules / "hiccups" / "rules.yaml", "Say that you are choking.", "Stand up.")
    after = client.client.get("/preview/version", base_url="http://localhost").text
    assert after != before
    text = words(client.get("/preview").tree)
    assert "Stand up." in text
    assert "Say that you are choking." not in text


def test_a_broken_file_shows_its_problems_and_the_last_good_rules_stay(
    client: LookingClient, rules: Path
) -> None:
    file = rules / "hiccups" / "rules.yaml"
    good = file.read_text("utf-8")
    client.start()
    change(file, "urgency: same_day", "urgency: sameday")
    client.press(**CALM[0])
    page = client.follow()
    assert page.heading  # the form goes on
    (problem,) = problems(page)
    assert problem.startswith("rules/hiccups/rules.yaml:29:")
    assert problem.endswith("(did you mean same_day?)")
    assert problems(client.get("/preview")) == [problem]
    file.write_text(good, "utf-8")
    assert problems(client.get("/preview")) == []


def test_a_form_that_was_begun_goes_on_with_the_new_words(
    client: LookingClient, rules: Path
) -> None:
    client.start()
    change(
        rules / "hiccups" / "questions.yaml", "How old are you?", "What is your age?"
    )
    client.press(**CALM[0])
    assert "What is your age?" in words(client.follow().tree)


def test_without_it_rules_stay_as_they_were(
    own_app: Callable[..., Flask], rules: Path
) -> None:
    client = LookingClient(own_app(rules=rules))
    change(rules / "hiccups" / "topic.yaml", "about hiccups", "about hics")
    assert "about hiccups" in words(client.get("/").tree)
