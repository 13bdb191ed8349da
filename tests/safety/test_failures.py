"""An error of the rules never looks calm: no result, no paper, whom to call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assessment.core.assess import assess
from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.web import summaries
from tests.cases.read import read_set
from tests.web.conftest import CALM, build
from tests.web.looking import LookingClient

pytestmark = pytest.mark.slow

RESULT = "See somebody"
RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"


def fail(*_: object, **__: object) -> Any:
    """Stands in for a mistake of ours."""
    raise ZeroDivisionError


def finished(state: Path) -> LookingClient:
    """Somebody calm who has answered everything and seen the result."""
    client = LookingClient(build(state))
    client.start()
    client.answer(*CALM)
    assert RESULT in client.get("/hiccups/results").text
    return client


@pytest.mark.parametrize("part", ["assess", "summarise"])
def test_f9_an_error_of_the_rules_shows_no_result_and_whom_to_call(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = finished(tmp_path)
    token = {"csrf_token": client.token()}
    monkeypatch.setattr(summaries, part, fail)
    for response in (
        client.client.get("/hiccups/results"),
        client.client.get("/hiccups/paper"),
        client.client.post("/hiccups/summary.pdf", data=token),
    ):
        assert response.status_code == 500
        assert "Something went wrong on our side" in response.text
        assert "Call 999" in response.text
        assert RESULT not in response.text


def test_f9_an_error_on_the_way_shows_whom_to_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = finished(tmp_path)
    monkeypatch.setattr(Topic, "know", fail)
    for address in ("/hiccups/signs/1", "/hiccups/check", "/hiccups/results"):
        response = client.client.get(address)
        assert response.status_code == 500
        assert "Call 999" in response.text


class Broken:
    """A condition that fails whenever it is looked at."""

    evaluate = fail


def with_one_rule_broken(topic: Topic, part: str) -> Iterator[Topic]:
    """The topic once for each rule of the kind, with that one broken."""
    rules: tuple[Any, ...] = getattr(topic, part)
    for number, rule in enumerate(rules):
        key = "requires" if part == "causes" else "when"
        broken = replace(rule, **{key: Broken()})
        changed: dict[str, Any] = {
            part: (*rules[:number], broken, *rules[number + 1 :])
        }
        yield replace(topic, **changed)


@pytest.mark.parametrize(
    "part", ["red_flags", "causes", "next_steps", "questions_to_ask"]
)
def test_f9_a_rule_that_fails_gives_no_result_and_never_a_calmer_one(part: str) -> None:
    topic = load_topic(RULES)
    people = [case.answers for case in read_set("development", topic)[:2]]
    for answers in people:
        urgency = assess(topic, answers).urgency
        for broken in with_one_rule_broken(topic, part):
            # Advice is passed over unread where it is for another urgency.
            with suppress(ZeroDivisionError):
                assert assess(broken, answers).urgency is urgency
                assert part == "next_steps"
