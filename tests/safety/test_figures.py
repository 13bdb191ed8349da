"""Documents count the rules as they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import pytest

from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from tests.cases.outcomes import TOPIC
from tests.rules.topics import TOPICS

SAFETY = Path(__file__).parents[2] / "docs" / "safety"
JUDGEMENT = ("judgement",)
MUSCLES = next(topic for topic in TOPICS if topic.id == TOPIC)


class Sourced(Protocol):
    """A rule or a finding."""

    @property
    def sources(self) -> tuple[str, ...]:
        """What it rests on."""


def judged(statements: Iterable[Sourced]) -> str:
    """How many of them rest on nothing but judgement."""
    each = [statement.sources == JUDGEMENT for statement in statements]
    return f"{sum(each)} of {len(each)}"


def said(name: str) -> str:
    """The document, without its line ends."""
    return " ".join((SAFETY / name).read_text("utf-8").split())


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)
def test_reviewers_are_told_how_much_rests_on_judgement(topic: Topic) -> None:
    signs = judged(topic.red_flags)
    findings = judged(one for cause in topic.causes for one in cause.evidence)
    told = f"{topic.title}: {signs} warning signs, {findings} findings."
    why = f"write into docs/safety/reviewing-the-rules.md: {told}"
    assert told in said("reviewing-the-rules.md"), why


def test_the_hazard_log_says_how_much_rests_on_judgement() -> None:
    at_home = (f for f in MUSCLES.red_flags if f.urgency is Urgency.SELF_CARE)
    for told in (
        f"{judged(MUSCLES.red_flags)} warning signs rest on judgement alone",
        f"{judged(at_home)} self-care rules rest on judgement alone",
    ):
        why = f"write into docs/safety/hazard-log.yaml: {told}"
        assert told in said("hazard-log.yaml"), why
