"""Problems of all files and phases come out at once, and none that only follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.rulebook import check
from tests.rulebook.gallery import GOOD, lay_over


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the good topic, to be broken."""
    lay_over(GOOD, tmp_path)
    return tmp_path / "rules" / "topic"


def change(path: Path, before: str, after: str) -> None:
    """Replace some text that is in the file."""
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def codes(folder: Path) -> list[str]:
    """The codes of all problems, in order of their places."""
    return [problem.code for problem in check(folder)]


def test_no_phase_hides_the_problems_of_another(folder: Path) -> None:
    change(folder / "advice.yaml", "now: []}", "now: []")
    change(folder / "facts.yaml", "both_sides", "both_side")
    change(folder / "questions.yaml", "{where: nowhere}", "{began: new}")
    change(folder / "red_flags.yaml", "[allergy]", "[alergy]")
    change(folder / "sources.yaml", "access: excerpt", "access: skimmed")
    assert codes(folder) == [
        "syntax",
        "wrong-operator",
        "cycle",
        "unknown-cause",
        "wrong-value",
    ]


@pytest.mark.parametrize("content", ["a: [", "\ufeffsources: []", "x: \ud7ff\x07"])
def test_ids_of_an_unreadable_file_are_not_missed(folder: Path, content: str) -> None:
    path = folder / "sources.yaml"
    path.write_text(content + path.read_text())
    assert len(codes(folder)) == 1


def test_ids_of_a_file_that_is_too_large_are_not_missed(folder: Path) -> None:
    path = folder / "questions.yaml"
    path.write_text(path.read_text() + "#" * 512 * 1024)
    assert codes(folder) == ["too-large"]


@pytest.mark.parametrize(
    ("name", "before", "after", "code"),
    [
        ("questions.yaml", "kind: multi", "kind: many", "wrong-value"),
        ("red_flags.yaml", "urgency: routine", "urgency: later", "wrong-value"),
        ("facts.yaml", "about: How far", "abuot: How far", "unknown-key"),
        ("scoring.yaml", "salient_cap: 1.5", 'salient_cap: "1.5"', "wrong-type"),
        ("causes/allergy.yaml", "supports: 3", "supports: 5", "wrong-value"),
        ("advice.yaml", "short: Now", "short: 1", "wrong-type"),
        ("sources.yaml", "publisher: none", "publisher: 1", "wrong-type"),
    ],
)
def test_an_entry_out_of_shape_is_not_missed_elsewhere(
    folder: Path, name: str, before: str, after: str, code: str
) -> None:
    change(folder / name, before, after)
    assert {*codes(folder)} <= {code, "missing-key"}
    assert code in codes(folder)


def test_a_condition_that_can_not_be_read_has_no_further_problems(
    folder: Path,
) -> None:
    change(folder / "questions.yaml", "{where: {not_said: nowhere}}", "{were: x}")
    assert codes(folder) == ["unknown-name"]


def test_problems_are_sorted_and_stand_once(folder: Path) -> None:
    change(folder / "advice.yaml", "judgement", "judgment")
    change(folder / "red_flags.yaml", "judgement", "judgment")
    problems = check(folder)
    assert list(problems) == sorted(set(problems))
    assert [p.hint for p in problems] == ["judgement"] * len(problems)
    assert len(problems) == 4
