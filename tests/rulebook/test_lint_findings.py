"""Lint as a whole: it waits its turn, takes exceptions and reads every kind of text."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from assessment.rulebook.kinds import Shape, Words
from assessment.rulebook.lint import lint
from assessment.rulebook.lint_words import FOR_DOCTORS, NAMES
from assessment.rulebook.problems import Problem
from assessment.rulebook.shapes import LISTED, ONCE
from tests.rulebook.gallery import BROKEN, GOOD, lay_over

TODAY = date(2026, 11, 21)
DUE = date(2027, 5, 21)  # when the good topic is to be reviewed again
EXCEPTION = """\
lint:
  exceptions:
    - {about: red_flags.unseen, code: never-fired, reason: It is new.}
    - {about: causes.unheard, code: never-fired, reason: It is new.}
"""


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """The codes of the problems, in order."""
    return [problem.code for problem in problems]


def test_the_good_topic_has_nothing_to_put_right() -> None:
    assert lint(GOOD / "rules" / "topic", TODAY) == ()


def test_rules_that_do_not_load_are_put_right_first(tmp_path: Path) -> None:
    for case in ("never-fired", "tab"):
        lay_over(BROKEN / case, tmp_path)
    assert set(codes(lint(tmp_path / "rules" / "topic", TODAY))) == {"tab"}


def test_what_is_excepted_with_a_reason_is_not_told(tmp_path: Path) -> None:
    lay_over(BROKEN / "never-fired", tmp_path)
    topic = tmp_path / "rules" / "topic"
    assert len(lint(topic, TODAY)) == 2
    (topic / "lint.yaml").write_text(EXCEPTION)
    assert lint(topic, TODAY) == ()


@pytest.mark.parametrize(
    "text",
    [
        "scenarios:",
        "scenarios: 3",
        "scenarios: [3, {expect: 3, answers: 3}]",
        "bases: {child: 3}",
        "bases: [child]",
    ],
)
def test_a_scenario_file_of_another_shape_stops_nothing(
    tmp_path: Path, text: str
) -> None:
    lay_over(GOOD, tmp_path)
    topic = tmp_path / "rules" / "topic"
    (topic / "scenarios" / "more.yaml").write_text(text)
    assert lint(topic, TODAY) == ()


def test_a_list_where_an_id_belongs_is_no_id(tmp_path: Path) -> None:
    lay_over(GOOD, tmp_path)
    topic = tmp_path / "rules" / "topic"
    scenario = "{source: [[judgement]], expect: {fires: [[swelling], {a: b}]}}"
    (topic / "scenarios" / "more.yaml").write_text(f"scenarios: [{scenario}]")
    found = codes(lint(topic, TODAY))
    assert found == ["unknown-source", "unknown-red-flag", "unknown-red-flag"]


def test_a_lint_file_is_checked_like_a_rule_file(tmp_path: Path) -> None:
    lay_over(GOOD, tmp_path)
    topic = tmp_path / "rules" / "topic"
    entry = "{about: causes.nerve, code: never-fried}"
    (topic / "lint.yaml").write_text(f"lint:\n  exceptions:\n    - {entry}\nmore: []\n")
    missing, wrong, unknown = map(str, lint(topic, TODAY))
    assert missing.endswith("lint.yaml:3:7 missing-key the key `reason` is missing")
    assert "lint.yaml:3:35 wrong-value `code` must be one of reading-grade, " in wrong
    assert wrong.endswith("(did you mean never-fired?)")
    assert "lint.yaml:4:1 unknown-section there is no section `more`" in unknown


def test_no_exception_is_made_for_a_review_that_is_overdue(tmp_path: Path) -> None:
    lay_over(GOOD, tmp_path)
    topic = tmp_path / "rules" / "topic"
    entry = "{about: topic.review, code: review-overdue, reason: We had no time.}"
    (topic / "lint.yaml").write_text(f"lint:\n  exceptions:\n    - {entry}\n")
    assert codes(lint(topic, DUE + timedelta(1))) == ["wrong-value"]


@pytest.mark.parametrize(
    ("days", "code"),
    [(-61, []), (-60, ["review-soon"]), (0, ["review-soon"]), (1, ["review-overdue"])],
)
def test_the_day_of_the_next_review_draws_near_and_passes(
    days: int, code: list[str]
) -> None:
    problems = lint(GOOD / "rules" / "topic", DUE + timedelta(days))
    assert codes(problems) == code
    assert [problem.is_note for problem in problems] == [
        c == "review-soon" for c in code
    ]


def test_what_was_signed_stays_so_until_a_file_changes(tmp_path: Path) -> None:
    lay_over(BROKEN / "unsigned-review", tmp_path)
    topic = tmp_path / "rules" / "topic"
    (problem,) = lint(topic, TODAY)
    digest = problem.message.split()[-1]
    assert re.fullmatch("[0-9a-f]{64}", digest)
    text = (topic / "topic.yaml").read_text()
    signed = f"reviewed_on: 2026-11-20, signed: {digest}, review_by"
    (topic / "topic.yaml").write_text(text.replace("review_by", signed))
    assert lint(topic, TODAY) == ()
    facts = topic / "facts.yaml"
    facts.write_text(facts.read_text() + "# read again\n")
    assert codes(lint(topic, TODAY)) == ["changed-since-review"]


def kinds_of_text(shape: type[Shape], kind: str) -> set[str]:
    """Every kind of text that the shape may hold, by its keys."""
    found = set()
    for key, field in shape.model_fields.items():
        for inner in inside(field.annotation):
            if issubclass(inner, Words):
                found.add(f"{kind}.{key}")
            elif issubclass(inner, Shape):
                found |= kinds_of_text(inner, f"{kind}.{key}")
    return found


def inside(annotation: object) -> list[type]:
    """The classes that an annotation is made of."""
    parts = getattr(annotation, "__args__", ())
    own = [annotation] if isinstance(annotation, type) and not parts else []
    return own + [inner for part in parts for inner in inside(part)]


def test_texts_that_nobody_grades_are_there() -> None:
    shapes = {**ONCE, **LISTED}.items()
    known = set().union(*(kinds_of_text(shape, name) for name, shape in shapes))
    assert "red_flags.do" in known
    assert known >= FOR_DOCTORS | NAMES
