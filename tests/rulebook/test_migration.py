"""Answers files for older questions become answers to today's, or say where not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.core.answers import Answer, Answers
from assessment.core.assess import assess
from assessment.core.topic import Topic
from assessment.rulebook import RulebookError, load_topic
from assessment.rulebook.answers_file import AnswersError, read_answers
from tests.rulebook.gallery import GOOD, lay_over

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
CHANGES = """\
migration:
  - {of: rash, options: [arm], to: {where: ["neck"]}}
  - {of: rash, options: [face], stays: true, to: {signs: [face]}}
  - {of: rash, to: {}}
  - {of: signs, options: [swollen], to: {signs: [face], itch: [bad]}}
"""


@pytest.fixture
def topic(tmp_path: Path) -> Topic:
    """The good topic, whose questions have changed once."""
    return load_topic(changed(tmp_path, CHANGES))


def changed(tmp_path: Path, changes: str) -> Path:
    """The folder of the good topic with these changes."""
    lay_over(GOOD, tmp_path)
    folder = tmp_path / "rules" / "topic"
    (folder / "migration.yaml").write_text(changes)
    path = folder / "topic.yaml"
    text = path.read_text()
    path.write_text(text.replace('version: "1"', 'version: "1"\n  answers_version: 2'))
    return folder


def read(tmp_path: Path, text: str, topic: Topic) -> dict[str, Answer]:
    """The answers in a file of this text."""
    path = tmp_path / "a.yaml"
    path.write_text(text)
    return dict(read_answers(path, topic)[0])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rash: arm", {"where": ("neck",)}),
        ("rash: [arm]\nwhere: [left:hand]", {"where": ("left:hand", "neck")}),
        ("rash: face\nsigns: none", {"signs": ("face",)}),
        ("rash: nose", {}),
        ("signs: [swollen, breath]", {"signs": ("breath", "face"), "itch": ("bad",)}),
        ("signs: none", {"signs": ("none",)}),
        ("version: 1\nsigns: [swollen]", {"signs": ("face",), "itch": ("bad",)}),
        ("version: 2\nsigns: [face]", {"signs": ("face",)}),
    ],
)
def test_older_answers_become_todays(
    tmp_path: Path, topic: Topic, old: str, new: dict[str, tuple[str, ...]]
) -> None:
    answers = read(tmp_path, old, topic)
    assert {question: answer.options for question, answer in answers.items()} == new


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("version: 2\nrash: arm", "2:1 unknown-question"),
        ("version: 2\nsigns: [swollen]", "2:9 unknown-option"),
        ("rush: arm", "1:1 unknown-question"),
        ("signs: [swolen]", "1:9 unknown-option"),
        ("signs: [[swollen]]", "1:9 wrong-type"),
        ("version: 3", "1:10 wrong-value"),
        ("version: new", "1:10 wrong-value"),
        ("version: true", "1:10 wrong-value"),
    ],
)
def test_what_no_change_explains_is_a_problem(
    tmp_path: Path, topic: Topic, text: str, problem: str
) -> None:
    with pytest.raises(AnswersError, match=rf"a\.yaml:{problem}"):
        read(tmp_path, text, topic)


def test_a_file_that_does_not_say_what_it_answers_is_told_so(
    tmp_path: Path, topic: Topic
) -> None:
    path = tmp_path / "a.yaml"
    for text, told in (("signs: none", ["not-versioned"]), ("version: 1\n", [])):
        path.write_text(text)
        assert [note.code for note in read_answers(path, topic)[1]] == told


def test_new_ids_are_followed(tmp_path: Path) -> None:
    changes = "migration:\n  - {of: rash, to: {sings: [face], signs: [fase]}}\n"
    with pytest.raises(RulebookError) as raised:
        load_topic(changed(tmp_path, changes))
    found = [(p.line, p.column, p.code) for p in raised.value.problems]
    assert found == [(2, 21, "unknown-question"), (2, 44, "unknown-option")]


def test_first_answers_to_the_shipped_questions_say_what_they_said(
    tmp_path: Path,
) -> None:
    shipped = load_topic(RULES)
    old = """\
emerg_now: none
bladder_saddle: none
emerg_gone: last_7_days
age: 60
sex: male
kind: [numb]
where: [nowhere]
severity: notice
onset_when: today
onset_speed: sudden
tempo: better
varies_areas: [use_time]
varies: [worse_use]
symptom_areas: [general]
general: [tired, lump]
condition_areas: [none]
family_any: answer_yes
family: [ms]
alcohol: high
mood_low: s3
mood_interest: s2
self_harm: thoughts
falls: two_plus
"""
    known = shipped.know(Answers(read(tmp_path, old, shipped)))
    assert known.chosen("emerg_now") == {"gone"}
    assert known.chosen("emerg_gone") == {"last_7_days"}
    assert known.chosen("varies") == {"worse_use"}
    assert known.chosen("general") == {"tired", "lump"}
    assert known.chosen("family") == {"ms"}
    assert known.chosen("alcohol") == {"high"}
    assert known.bounds("phq2") == (5, 5)
    assert known.chosen("self_harm") == {"thoughts"}
    assert known.chosen("falls") == {"two_plus"}
    fired = {result.flag.id for result in assess(shipped, known.answers).fired}
    assert {"mini_stroke_last_2_days", "suicidal_thoughts"} <= fired
