"""All components, in all their states, and only where they are wanted."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from assessment.core.questionnaire import Kind
from assessment.web import specimens
from assessment.web.figure import DRAWING
from tests.web.looking import LookingClient, Page, words

TEMPLATES = DRAWING.parents[1]
USED = re.compile(r'"((?:components|layouts)/[\w-]+\.html)"')


@pytest.fixture
def page(own_app: Callable[..., Flask]) -> Page:
    return LookingClient(own_app(components=True)).get("/components")


def used_by(template: str) -> set[str]:
    """The template, and all that it is put together from."""
    found = USED.findall((TEMPLATES / template).read_text("utf-8"))
    return {template}.union(*map(used_by, found))


def test_nobody_finds_it_unless_it_was_asked_for(client: LookingClient) -> None:
    client.get("/components", 404)


def test_it_shows_every_component() -> None:
    files = {f"components/{p.name}" for p in TEMPLATES.glob("components/*.html")}
    assert files <= used_by("pages/components.html")


def test_it_shows_every_kind_of_question_and_each_state(page: Page) -> None:
    shown = specimens.controls()
    kinds = {control.question.kind for control in shown}
    assert kinds == {*Kind} - {Kind.SCALE}  # which is drawn as one answer
    assert page.trouble == [control.error for control in shown if control.error]
    levels = page.tree.findall(".//*[@class='urgency']")
    assert len(levels) == 5
    named = words(page.tree.find(".//*[@class='named']"))
    assert "You typed “alfamin”. Did you mean:" in named
