"""The graph of the questions is whole, the same each time, and can be parsed."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assessment.core.questionnaire import Questionnaire
from assessment.core.topic import Topic
from assessment.export.graph import arrows, as_dot, as_mermaid
from assessment.rulebook import load_topic

ROOT = Path(__file__).parent.parent.parent
TOPICS = ["rules/muscle-weakness", "rules/tiredness", "tests/web/rules/hiccups"]

# What of the two languages is used, strictly: a line is one of these or wrong.
WORDS = r'"(?:[^"#<>&`]|#\d+;|<br/>)+"'
MERMAID = re.compile(
    rf"(?P<open>subgraph (?:step|page)_\w+\[{WORDS}\])|(?P<close>end)"
    rf"|(?P<node>q_\w+)(?:\[{WORDS}\]|{{{{{WORDS}}}}})"
    rf"|(?P<start>q_\w+) -->(?:\|{WORDS}\|)? (?P<stop>q_\w+)"
    r"|step_\w+ ==> step_\w+"
)
QUOTED = r'"(?:[^"\\]|\\["\\n])*"'
DOT = re.compile(
    rf"(?P<open>subgraph cluster_\w+ {{ label={QUOTED};)|(?P<close>}})"
    rf"|(?P<node>q_\w+) \[label={QUOTED}(?:, shape=hexagon)?\];"
    rf"|(?P<start>q_\w+) -> (?P<stop>q_\w+) \[label={QUOTED}\];"
    r"|q_\w+ -> q_\w+ \[ltail=cluster_\w+, lhead=cluster_\w+, style=bold\];"
)


@pytest.fixture(scope="module", params=TOPICS)
def topic(request: pytest.FixtureRequest) -> Topic:
    """A topic."""
    return load_topic(ROOT / request.param)


def check(grammar: re.Pattern[str], lines: list[str], topic: Topic) -> None:
    """Every line is in the grammar, boxes close, and arrows join what is there."""
    found = [grammar.fullmatch(line.strip()) for line in lines]
    wrong = [line for line, one in zip(lines, found, strict=True) if one is None]
    assert wrong == []
    parsed = [one.groupdict() for one in found if one]
    depths, depth = [], 0
    for one in parsed:
        depth += bool(one["open"]) - bool(one["close"])
        depths.append(depth)
    assert min(depths) == 0
    assert max(depths) == 2
    assert depths[-1] == 0
    nodes = [one["node"] for one in parsed if one["node"]]
    assert len(nodes) == len(set(nodes))
    assert nodes[: len([*topic.questionnaire])] == [
        f"q_{q.id}" for q in topic.questionnaire
    ]
    drawn = [(one["start"], one["stop"]) for one in parsed if one["start"]]
    assert drawn == [(f"q_{a.start}", f"q_{a.end}") for a in arrows(topic)]
    assert {end for pair in drawn for end in pair} <= {*nodes}


def test_the_mermaid_text_parses(topic: Topic) -> None:
    first, *lines = as_mermaid(topic).splitlines()
    assert first == "flowchart LR"
    check(MERMAID, lines, topic)


def test_the_dot_text_parses(topic: Topic) -> None:
    first, _, *lines, last = as_dot(topic).splitlines()
    assert (first, last) == ("digraph questions {", "}")
    check(DOT, lines, topic)


def test_an_arrow_says_what_leads_on() -> None:
    found = {(a.start, a.end): a.labels for a in arrows(load_topic(ROOT / TOPICS[-1]))}
    assert found == {
        ("age", "child"): ("below 16",),
        ("noises", "noise_kinds"): ("low, high", "group low: low", "group high: high"),
        ("burden", "night"): ("at least 3",),
        ("bad", "burden"): (),
        ("sleep", "burden"): (),
    }


def test_a_title_cannot_break_out_of_its_quotes() -> None:
    topic = load_topic(ROOT / TOPICS[-1])
    step = replace(topic.questionnaire.steps[0], title='A "#<b>\\ title')
    steps = (step, *topic.questionnaire.steps[1:])
    topic = replace(topic, questionnaire=Questionnaire(steps))
    assert '["A #34;#35;#60;b#62;\\ title"]' in as_mermaid(topic)
    assert r'label="A \"#<b>\\ title";' in as_dot(topic)
    check(MERMAID, as_mermaid(topic).splitlines()[1:], topic)
