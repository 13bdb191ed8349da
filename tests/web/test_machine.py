"""Any order of steps is safe: a machine clicks about and checks what it is shown."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assessment.core import journey
from assessment.core.visit import Visit
from assessment.web.visits import unpack
from tests.web.conftest import build
from tests.web.looking import LookingClient, Page
from tests.web.test_journey import some_answer

pytestmark = pytest.mark.slow

PLACES = [
    "/", "/hiccups/check", "/hiccups/results", "/hiccups/paper",
    "/hiccups/you/1?change", "/hiccups/hiccups/2?change",
    "/hiccups/emergency/1", "/hiccups/you/1", "/hiccups/you/2", "/hiccups/hiccups/1",
    "/hiccups/hiccups/2", "/hiccups/hiccups/3", "/hiccups/hiccups/4",
    "/hiccups/hiccups/5", "/hiccups/health/1", "/hiccups/health/2",
]  # fmt: skip
_built: list[Flask] = []


def the_app() -> Flask:
    """One app for all runs."""
    if not _built:
        _built.append(build(Path(mkdtemp())))
    return _built[0]


class Clicking(RuleBasedStateMachine):
    """Somebody who clicks, goes back, types addresses and has two tabs open."""

    def __init__(self) -> None:
        super().__init__()
        self.client = LookingClient(the_app())
        self.tab: Page | None = None

    @initialize()
    def begin(self) -> None:
        self.client.start()

    def visit(self) -> Visit | None:
        """What is kept for this person."""
        cookie = self.client.client.get_cookie("previsit")
        site = the_app().extensions["assessment"]
        payload = cookie and site.visits.load(cookie.value, 0)
        return unpack(payload, site.topic)[0] if payload else None

    def settle(self) -> None:
        """Follow redirects to a page; there is always one within a few."""
        for _ in range(4):
            if self.client.page.tree is not None:
                return
            self.client.get(self.client.page.location, None)
        raise AssertionError("redirects without an end")

    @rule(dice=st.randoms(use_true_random=False))
    def go_on(self, dice: random.Random) -> None:
        """Answer the page that is open, and press its button."""
        forms = self.client.page.tree.findall(".//form[@method='post']")
        if forms and "finish" not in forms[0].get("action"):
            number = dice.choice([0, 0, len(forms) - 1])
            answers = some_answer(forms[number], dice)
            if dice.random() < 0.1:
                answers["go__back"] = "1"
            self.client.press(None, number, **answers)
            if self.client.page.response.mimetype == "application/pdf":
                self.client.get("/hiccups/results", None)
            self.settle()

    @rule(dice=st.randoms(use_true_random=False))
    def press_on_and_on(self, dice: random.Random) -> None:
        """Answer several pages."""
        for _ in range(6):
            self.go_on(dice)

    @rule(path=st.sampled_from(PLACES))
    def jump(self, path: str) -> None:
        """Type an address."""
        self.client.get(path, None)
        self.settle()

    @rule()
    def open_tab(self) -> None:
        """Keep the page open in another tab."""
        self.tab = self.client.page

    @rule()
    def change_tab(self) -> None:
        """Go on in the other tab, however old its page is."""
        if self.tab is not None:
            self.tab, self.client.page = self.client.page, self.tab

    @rule()
    def lose_the_cookie(self) -> None:
        """Come back with no cookie, and start anew."""
        self.client.client.delete_cookie("previsit")
        self.client.start()
        self.tab = None

    @rule(name=st.sampled_from(["signs", "where", "age", "speed", "wishes"]))
    def send_nonsense(self, name: str) -> None:
        """Send what no page would."""
        token = self.client.page.tree.find(".//input[@name='csrf_token']")
        fields: dict[str, Any] = {name: "left:nonsense\x00"}
        if token is not None:
            fields["csrf_token"] = token.get("value")
        self.client.post("/hiccups/hiccups/1", fields, None)
        self.client.get("/hiccups/emergency/1", None)
        self.settle()

    @invariant()
    def results_are_only_for_what_is_complete(self) -> None:
        """No summary from a path that is not finished or stale."""
        visit, topic = self.visit(), the_app().extensions["assessment"].topic
        if visit is None:
            return
        assert topic.know(visit.answers).answers == visit.answers
        if visit.cut_short:
            stands = {flag.id for flag in journey.warnings(topic, visit.answers)}
            assert stands & {*visit.understood}
        complete = journey.first_incomplete(topic, visit) is None
        ready = complete and not journey.interrupts(topic, visit)
        shown = self.client.client.get("/hiccups/results")
        assert shown.status_code == (200 if ready else 303)


Clicking.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
TestClicking = Clicking.TestCase
