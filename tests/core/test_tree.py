"""A condition is told as a tree, each part with its verdict and what was said."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.core.answers import Answer, Answers
from assessment.core.conditions import (
    ALWAYS,
    All,
    Any,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Not,
    NotSaid,
    trace,
)
from assessment.core.topic import Topic
from assessment.core.tree import deciding_line, tree
from assessment.rulebook import load_topic

RULES = Path(__file__).parent.parent / "web" / "rules"
FAINT, OLD = Chosen("signs", ("faint",)), InRange("age", at_least=65)
ASLEEP = NotSaid("sleep", ("s1",))
SAID = Answers(
    {
        "signs": Answer(("faint",)),
        "age": Answer(number=40),
        "speed": Answer(("unsure",)),
        "bad": Answer(("b1",)),
        "pills": Answer(("aspirin",), typed=("Iron",)),
    }
)


@pytest.fixture(scope="module")
def topic() -> Topic:
    """The topic about hiccups."""
    return load_topic(RULES / "hiccups")


@pytest.mark.parametrize(
    ("condition", "lines"),
    [
        (ALWAYS, ["yes always"]),
        (OLD, ["no age: {at_least: 65} ← 40"]),
        (Chosen("speed", ("slow",)), ["unknown speed: [slow] ← unsure"]),
        (Chosen("pills", ("aspirin",)), ["yes pills: [aspirin] ← aspirin, “Iron”"]),
        (
            Not(Any((FAINT, OLD))),
            ["no not", "  yes any", "    yes signs: [faint] ← faint",
             "    no age: {at_least: 65} ← 40"],
        ),
        (
            AtLeast(2, (FAINT, ASLEEP)),
            ["unknown at least 2 of", "  yes signs: [faint] ← faint",
             "  unknown sleep: {not_said: [s1]} ← left blank"],
        ),
        (
            InRange("burden", at_least=3),
            ["unknown burden: {at_least: 3} ← bad b1, sleep left blank"],
        ),
    ],
)  # fmt: skip
def test_every_kind_of_condition_is_told(
    condition: Condition, lines: list[str], topic: Topic
) -> None:
    known = topic.know(SAID)
    assert [*tree(trace(condition, known), topic, known)] == lines


def test_what_decided_is_counted(topic: Topic) -> None:
    known = topic.know(SAID)
    both = trace(All((OLD, Chosen("bad", ("b0",)))), known)
    line = deciding_line(both, topic, known)
    assert line == "age: {at_least: 65} ← 40 (and 1 more)"
