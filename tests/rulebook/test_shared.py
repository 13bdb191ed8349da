"""What topics share: a topic takes pieces by name, as if they stood in its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.rulebook import RulebookError, load_topic
from tests.rulebook.gallery import GOOD, lay_over

QUESTION = """\
steps:
  - {id: skin, title: Skin, pages: [[dry]]}
questions:
  - id: dry
    ask: Is your skin dry?
    why: Dry skin itches.
    kind: single
    options: [{id: dry, label: Dry}, {id: answer_no, label: Not dry}]
red_flags:
  - id: dry_skin
    what: Dry skin
    urgency: routine
    concern: []
    when: {dry: dry}
    do: Tell the doctor.
    sources: [judgement]
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The good rules, with a piece `skin` that no topic takes yet."""
    lay_over(GOOD, tmp_path)
    piece = tmp_path / "rules" / "shared" / "skin"
    piece.mkdir()
    (piece / "dry.yaml").write_text(QUESTION)
    return tmp_path / "rules"


def take(rules: Path, pieces: str) -> Path:
    """The folder of the topic, once it says that it takes the pieces."""
    file = rules / "topic" / "topic.yaml"
    text = file.read_text().replace("minutes: 3", f"minutes: 3\n  shared: {pieces}")
    file.write_text(text)
    return rules / "topic"


def problems(folder: Path) -> list[str]:
    """What keeps the topic from being loaded."""
    with pytest.raises(RulebookError) as caught:
        load_topic(folder)
    return [str(problem) for problem in caught.value.problems]


def test_what_is_not_taken_is_as_if_it_was_not_there(rules: Path) -> None:
    before = load_topic(GOOD / "rules" / "topic")
    (rules / "shared" / "skin" / "dry.yaml").write_text("{[")
    assert load_topic(rules / "topic") == before


def test_what_is_taken_is_composed_into_the_topic(rules: Path) -> None:
    before = load_topic(rules / "topic")
    topic = load_topic(take(rules, "[skin]"))
    assert "dry" in topic.questionnaire.question_by_id
    assert topic.red_flags[-1].id == "dry_skin"  # after the topic's own of its level
    assert topic.digest != before.digest


def test_a_problem_in_a_piece_stands_where_the_piece_does(rules: Path) -> None:
    piece = rules / "shared" / "skin" / "dry.yaml"
    piece.write_text(piece.read_text().replace("{dry: dry}", "{bathing: often}"))
    assert problems(take(rules, "[skin]")) == [
        "rules/shared/skin/dry.yaml:14:12 unknown-name there is no question or fact "
        "`bathing`"
    ]


def test_an_id_that_topic_and_piece_both_have_is_a_problem(rules: Path) -> None:
    piece = rules / "shared" / "skin" / "dry.yaml"
    piece.write_text(piece.read_text().replace("dry_skin", "swelling"))
    folder = take(rules, "[skin]")
    own = folder / "red_flags.yaml"
    own.write_text(own.read_text().replace("- id: ", "- id: swelling #", 1))
    (problem, *_) = problems(folder)
    assert problem.startswith("rules/shared/skin/dry.yaml:10:9 duplicate-id ")


def test_a_topic_that_cannot_say_what_it_takes_has_one_problem(rules: Path) -> None:
    folder = take(rules, "[skin]")
    own = folder / "facts.yaml"
    own.write_text(
        own.read_text() + "  - {id: parched, about: Dry, values: "
        "[{id: so, says: it is dry, when: {dry: dry}}]}\n"
    )
    file = folder / "topic.yaml"
    file.write_text(file.read_text() + "\t")
    (problem,) = problems(folder)
    assert " tab " in problem


def test_parts_of_a_body_come_before_the_maps_own(rules: Path) -> None:
    (rules / "topic" / "spots.yaml").write_text("""\
bodies:
  - id: face
    sides: [left, right]
    regions: {middle: [chin, nose]}
    parts: [{id: chin, label: Chin}, {id: nose, label: Nose}]
steps:
  - {id: spots, title: Spots, pages: [[spots], [scars]]}
questions:
  - id: spots
    ask: Where are spots?
    why: They differ.
    kind: body_map
    body: face
    regions: {all: [chin, nose, ear]}
    options: [{id: ear, label: Ear, sided: true}]
  - {id: scars, ask: And scars?, why: So do they., kind: body_map, body: face}
""")
    asked = load_topic(rules / "topic").questionnaire.question_by_id
    assert [*asked["spots"].option_by_id] == ["chin", "nose", "ear"]
    assert {*asked["spots"].regions} == {"middle", "all"}
    assert [*asked["scars"].option_by_id] == ["chin", "nose"]
