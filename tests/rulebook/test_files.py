"""Only plain files are read: nothing is followed, and nothing is waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from assessment.rulebook.files import RuleFile, digest, rule_files
from assessment.rulebook.problems import Report


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of a topic with one file."""
    folder = tmp_path / "rules" / "topic"
    folder.mkdir(parents=True)
    (folder / "b.yaml").write_text("sources: []\n")
    return folder


def test_files_come_in_order_of_their_paths(folder: Path) -> None:
    (folder / "a").mkdir()
    (folder / "a" / "z.yaml").write_text("facts: []\n")
    (folder / "a.yaml").write_text("")
    report = Report()
    assert rule_files(folder, report) == [
        RuleFile("rules/topic/a.yaml", "topic/a.yaml", b""),
        RuleFile("rules/topic/a/z.yaml", "topic/a/z.yaml", b"facts: []\n"),
        RuleFile("rules/topic/b.yaml", "topic/b.yaml", b"sources: []\n"),
    ]
    assert report.problems == ()


def test_scenarios_hidden_files_and_other_endings_are_passed_over(
    folder: Path,
) -> None:
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "one.yaml").write_text("")
    (folder / ".draft.yaml").write_text("")
    (folder / "notes.md").write_text("")
    report = Report()
    assert [file.name for file in rule_files(folder, report)] == ["rules/topic/b.yaml"]
    assert report.problems == ()


@pytest.mark.parametrize("name", ["link.yaml", "link"])
def test_links_are_refused(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("secret: true")
    (folder / name).symlink_to(tmp_path / "secret")
    report = Report()
    assert len(rule_files(folder, report)) == 1
    assert [problem.code for problem in report.problems] == ["not-a-file"]


def test_pipes_are_refused_without_waiting(folder: Path) -> None:
    os.mkfifo(folder / "pipe.yaml")
    report = Report()
    assert len(rule_files(folder, report)) == 1
    assert [problem.code for problem in report.problems] == ["not-a-file"]


def test_names_that_would_break_a_line_are_shown_on_one(folder: Path) -> None:
    (folder / "two\nlines.yaml").write_text("")
    report = Report()
    rule_files(folder, report)
    (problem,) = report.problems
    assert problem.file == "rules/topic/two?lines.yaml"


def test_the_digest_tells_names_from_content() -> None:
    one = [RuleFile("x", "a", b"bc"), RuleFile("x", "d", b"")]
    assert digest(one) == digest(reversed(one))
    assert digest(one) != digest([RuleFile("x", "ab", b"c"), RuleFile("x", "d", b"")])
    assert digest(one) != digest([RuleFile("x", "a", b""), RuleFile("x", "d", b"bc")])
