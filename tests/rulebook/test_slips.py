"""A small slip is told in an author's words, and where it was made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assessment.rulebook.compose import compose
from assessment.rulebook.lint import lint
from assessment.rulebook.problems import Report
from tests.rulebook.gallery import GOOD, lay_over

TODAY = date(2026, 11, 21)
NO_SPACE = "a space belongs after the colon"
SPACES = "begin this line with exactly as many spaces as the lines that it goes with"
CAUSE = "a:\n  - finding: X\n    supports: 3\n    when: {b: c}\n  - finding: Y\n"


@pytest.mark.parametrize(
    ("right", "wrong", "line", "what"),
    [
        ("X", '"X', 2, "the quote that opens here is not closed"),
        ("X", "'X", 2, "the quote that opens here is not closed"),
        ("X\n    supports", '"X\n    "supports', 2, "this quote is closed on line 3 "),
        ("X", '"X" or', 2, "look at the quotes of this line"),
        ("    supports", "   supports", 3, SPACES),
        ("    supports", "     supports", 3, SPACES),
        ("  - finding: Y", " - finding: Y", 5, SPACES),
        ("  - finding: Y", "   - finding: Y", 5, SPACES),
        ("supports: 3", "supports:3", 3, NO_SPACE),
        ("finding: X", "finding:X", 2, NO_SPACE),
        ("{b: c}", "{b:[c]}", 4, NO_SPACE),
        ("{b: c}", "{b [c]}", 4, "a colon and a space belong after `b`"),
        ("supports: 3", "supports [3]", 3, "a colon and a space belong after the key"),
        ("X", "X: Z", 2, "a text with a colon in it needs quotes"),
        ("{b: c}", "{b: c", 5, "a mapping in braces is not closed; it opens on line 4"),
        ("{b: c}", "[b, c", 5, "a list in brackets is not closed; it opens on line 4"),
    ],
)
def test_what_is_not_yaml_says_what_is_missing(
    right: str, wrong: str, line: int, what: str
) -> None:
    report = Report()
    assert compose(CAUSE, "file.yaml", Report()) is not None
    assert right in CAUSE
    compose(CAUSE.replace(right, wrong, 1), "file.yaml", report)
    (problem,) = report.problems
    assert (problem.line, problem.code) == (line, "syntax")
    assert problem.message.startswith(f"this is not valid YAML: {what}")


@pytest.mark.parametrize(
    ("file", "right", "wrong", "told"),
    [
        (
            "questions.yaml",
            "label: My face is swelling,",
            "label: My face, or lips,",
            "19:36 unknown-key the key `or lips` does not belong here; "
            "a text with a comma in it needs quotes",
        ),
        (
            "questions.yaml",
            "{id: bad, label: Bad, score: 2}",
            "{id: bad, label: Bad, score:2}",
            f"does not belong here; {NO_SPACE} (did you mean score?)",
        ),
        (
            "questions.yaml",
            "{id: bad, label: Bad, score: 2}",
            "{id: bad, label: Bad, score 2}",
            "here; a colon and a space belong after `score` (did you mean score?)",
        ),
        ("red_flags.yaml", "{signs: breath}", "{signs:breath}", NO_SPACE),
        ("red_flags.yaml", "{signs: breath}", "{signs breath}", "belong after `signs`"),
        (
            "red_flags.yaml",
            "{signs: breath}",
            "{breath: yes}",
            "`breath`; it is an option of `signs`: write `{signs: breath}`",
        ),
        (
            "red_flags.yaml",
            "all: [{signs: breath}, {spread: both}]",
            "all: [{signs: breath, spread: both}]",
            "one key; several go together as `all: [{signs: …}, {spread: …}]`",
        ),
        ("red_flags.yaml", "{spread: both}", "{spread: boths}", "did you mean both?"),
        ("facts.yaml", "one_side_only: arm", "one_side_only: arms", "mean arm?"),
        (
            "causes/nerve.yaml",
            "{age: {at_least: 50}}",
            "{age: {over: 50}}",
            "with `over`; it takes `at_least` and `below`",
        ),
        (
            "causes/nerve.yaml",
            "how_common: rare",
            "how_common: often",
            "the scoring has priors for `common`, `rare` only, not for `often`",
        ),
        (
            "scoring.yaml",
            "least_support: 2",
            "least_support: 2\n  never_alone: [aged]",
            "unknown-name there is no question or fact `aged` (did you mean age?)",
        ),
    ],
)
def test_what_is_read_as_something_else_says_what_was_meant(
    tmp_path: Path, file: str, right: str, wrong: str, told: str
) -> None:
    lay_over(GOOD, tmp_path)
    path = tmp_path / "rules" / "topic" / file
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    problems = "\n".join(map(str, lint(tmp_path / "rules" / "topic", TODAY)))
    assert told in problems


def test_a_scenario_may_name_one_rule_without_a_list(tmp_path: Path) -> None:
    lay_over(GOOD, tmp_path)
    path = tmp_path / "rules" / "topic" / "scenarios" / "any.yaml"
    text = path.read_text("utf-8")
    assert "fires: [swelling]" in text
    path.write_text(text.replace("fires: [swelling]", "fires: swelling"), "utf-8")
    assert lint(tmp_path / "rules" / "topic", TODAY) == ()


def test_a_section_that_is_misspelt_is_the_only_problem(tmp_path: Path) -> None:
    lay_over(GOOD, tmp_path)
    path = tmp_path / "rules" / "topic" / "questions.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nquestions:", "\nquestion:"), "utf-8")
    (problem,) = lint(tmp_path / "rules" / "topic", TODAY)
    assert (problem.code, problem.hint) == ("unknown-section", "questions")
