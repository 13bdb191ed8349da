"""No warning sign is lowered or taken out unseen, and its words fit its urgency."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assessment.core.findings import RedFlag, Urgency
from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.rulebook.diff import (
    lowered_signs,
    sign_levels,
    unexplained,
    written_down,
)
from assessment.rulebook.starter import begin_topic
from tests.cases.urgencies import lowerings, read_history
from tests.rules.sign_urgencies import record_of
from tests.rules.topics import FOLDERS, RULES, TOPICS, shipped_in

CHANGES = Path(__file__).parents[2] / "docs" / "safety" / "rule-changes.md"
SIGNS = [(topic, flag) for topic in TOPICS for flag in topic.red_flags]
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.id)


@each_topic
def test_the_history_ends_with_what_the_signs_say(topic: Topic) -> None:
    now, history = sign_levels(topic), read_history(record_of(topic))
    last = {sign: levels[-1] for sign, levels in history.items()}
    why = "run `.venv/bin/python -m tests.rules.sign_urgencies`"
    assert {sign: last.get(sign) for sign in now} == now, why


def test_a_topic_that_is_not_on_record_is_left_out_while_it_is_a_draft(
    tmp_path: Path,
) -> None:
    begin_topic(tmp_path, "sore-throat", date(2026, 11, 21))
    begin_topic(tmp_path, "tiredness", date(2026, 11, 21))
    assert [folder.name for folder in shipped_in(tmp_path)] == ["tiredness"]
    begun = {path.parent for path in RULES.glob("*/topic.yaml")} - {*FOLDERS}
    statuses = {folder.name: load_topic(folder).review.status for folder in begun}
    why = "run `.venv/bin/python -m tests.rules.sign_urgencies` with its name"
    assert {*statuses.values()} <= {"draft"}, why


@each_topic
def test_every_sign_that_is_lowered_or_gone_is_written_down(topic: Topic) -> None:
    history = read_history(record_of(topic))
    last = {sign: levels[-1] for sign, levels in history.items()}
    steps = [*lowerings(history), *lowered_signs(last, sign_levels(topic))]
    assert unexplained(steps, written_down(CHANGES.read_text("utf-8"))) == ()


def test_a_sign_that_is_gone_is_lowered_unless_it_asked_for_no_hurry() -> None:
    old = {
        "kept": Urgency.SAME_DAY,
        "lowered": Urgency.EMERGENCY,
        "raised": Urgency.ROUTINE,
        "gone": Urgency.SAME_DAY,
        "calm": Urgency.ROUTINE,
    }
    new = {
        "kept": Urgency.SAME_DAY,
        "lowered": Urgency.ROUTINE,
        "raised": Urgency.EMERGENCY,
    }
    found = lowered_signs(old, new)
    assert found == (("lowered", "emergency", "routine"), ("gone", "same_day", "gone"))
    entries = "`lowered` from emergency to routine, `gone` from same_day to gone"
    assert unexplained(found, written_down(entries)) == ()


@pytest.mark.parametrize(("topic", "sign"), SIGNS, ids=lambda part: part.id)
def test_emergencies_and_only_they_send_for_help_at_once(
    topic: Topic, sign: RedFlag
) -> None:
    number = topic.country.numbers["emergency"].label
    at_once = number in sign.do or "emergency department" in sign.do
    assert at_once is (sign.urgency is Urgency.EMERGENCY)
