"""A scenario that nobody could be is refused, with the line it stands in."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from assessment.rulebook import load_topic, scenarios
from assessment.rulebook.files import author_files
from assessment.rulebook.lint_scenarios import lint_scenarios, scenario_trees
from assessment.rulebook.problems import Report
from tests.rules.scenarios import answers_of, read_scenarios

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
MUSCLES = load_topic(RULES)
ENTRY = """\
scenarios:
  - id: one
    about: Somebody.
    source: judgement
    answers:
      {answer}
    expect: {{}}
{more}"""


def folder_with(tmp_path: Path, answer: str, more: str = "") -> Path:
    """A folder of scenarios with one that gives this answer."""
    copy(RULES / "scenarios" / "base.yaml", tmp_path)
    text = ENTRY.format(answer=answer, more=more)
    (tmp_path / "made_up.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ("agee: 40", "there is no question `agee`"),
        ("tempo: slower", "`tempo` has no option `slower`"),
        ("pain: [back, aches]", "`pain` has no option `aches`"),
        ("age: 200", "200 is not from 0 to 115"),
        ("child_signs: [big_calves]", "`child_signs` is not asked"),
        ("general: [tired, heavy_periods]", "not all of this is offered by `general`"),
    ],
)
def test_answer_that_cannot_be_given_is_refused(
    tmp_path: Path, answer: str, problem: str
) -> None:
    (scenario,) = read_scenarios(folder_with(tmp_path, answer))
    with pytest.raises(AssertionError, match=rf"made_up\.yaml:6:.*{problem}"):
        answers_of(scenario, MUSCLES)


@pytest.mark.parametrize(
    "more",
    [
        "  - {id: one, about: x, source: judgement, expect: {}}",
        "  - {id: two, about: x, source: judgement, expect: {fire: []}}",
        "  - {id: two, about: x, source: judgement, like: nobody, expect: {}}",
        "  - {id: two, about: x, source: judgement, base: nobody, expect: {}}",
    ],
)
def test_entry_out_of_shape_is_refused(tmp_path: Path, more: str) -> None:
    folder = folder_with(tmp_path, "age: 40", more)
    report = Report()
    trees = scenario_trees(author_files(folder.parent, folder.name, report), report)
    scenarios.read_scenarios(trees, report)
    lint_scenarios(trees, MUSCLES, report)
    assert {(Path(p.file).name, p.line) for p in report.found} == {("made_up.yaml", 8)}


def test_gates_are_answered_from_what_was_chosen(tmp_path: Path) -> None:
    answer = "medicines: [statin, other]"
    (scenario,) = read_scenarios(folder_with(tmp_path, answer))
    answers = answers_of(scenario, MUSCLES)
    assert answers["medicine_areas"].options == ("heart", "other")
    assert answers["symptom_areas"].options == ("none",)


def test_like_starts_from_the_other_person(tmp_path: Path) -> None:
    more = "  - {id: two, about: x, source: judgement, like: one, expect: {}}"
    one, two = read_scenarios(folder_with(tmp_path, "age: 40", more))
    assert two.said["age"] == 40
    assert one.said == two.said
