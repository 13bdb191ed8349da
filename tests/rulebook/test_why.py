"""Why a rule was decided is told by the same evaluation that decided it."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.core.answers import Answers
from assessment.core.assess import assess
from assessment.core.conditions import Any, trace
from assessment.core.topic import Topic
from assessment.core.tree import deciding_line
from assessment.rulebook import load_topic
from assessment.rulebook.answers_file import read_answers
from assessment.rulebook.places import rule_places
from assessment.rulebook.problems import Place
from assessment.rulebook.why import Why, rule_names

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "rules" / "muscle-weakness"
CASES = sorted((ROOT / "tests/cases/development/answers").glob("*.yaml"))[::6]


@pytest.fixture(scope="module")
def topic() -> Topic:
    """The shipped topic."""
    return load_topic(FOLDER)


@pytest.fixture(scope="module")
def places() -> dict[str, Place]:
    """Where its rules stand."""
    return rule_places(FOLDER)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_every_rule_is_told_once_and_as_it_was_decided(
    path: Path, topic: Topic, places: dict[str, Place]
) -> None:
    found = assess(topic, read_answers(path, topic)[0])
    lines = [line.split() for line in Why(topic, found, places).lines()]
    told = {words[1]: words[0] for words in lines if words[1] in places}
    assert [*told] == [*rule_names(topic)]
    verdicts = {f"red_flags.{r.flag.id}": r.verdict for r in found.red_flags}
    assert {n: v.name.lower() for n, v in verdicts.items()}.items() <= told.items()
    suggested = {f"causes.{result.cause.id}" for result in found.causes}
    causes = {name for name in told if name.startswith("causes.")}
    assert {name for name in causes if told[name] == "yes"} == suggested


def test_every_rule_and_finding_has_a_place(
    topic: Topic, places: dict[str, Place]
) -> None:
    for name in rule_names(topic):
        line = (ROOT / places[name].file).read_text("utf-8").splitlines()
        assert f"id: {name.split('.')[1]}" in line[places[name].line - 1]
    findings = [
        f"causes.{cause.id}.evidence.{number}"
        for cause in topic.causes
        for number in range(1, len(cause.evidence) + 1)
    ]
    assert {*findings} == {name for name in places if ".evidence." in name}
    assert {f"next_steps.{step.id}" for step in topic.next_steps} <= places.keys()


def test_a_condition_without_parts_asks_for_nothing(topic: Topic) -> None:
    known = topic.know(Answers())
    assert deciding_line(trace(Any(()), known), topic, known) == "it asks for nothing"
