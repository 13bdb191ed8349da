"""The command that compares two sets of rules over files of answers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import FlaskGroup

from assessment.web import create_app
from assessment.web.settings import Settings
from tests.web.conftest import RULES

FAINTED = "signs: [faint]\nage: 40\nspeed: sudden\nsleep: s1\n"
CALM = "signs: none\nage: 40\nspeed: sudden\nsleep: s1\n"

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two people and two sets of rules; in the new set fainting is less urgent."""
    for name in ("old", "new"):
        shutil.copytree(RULES, tmp_path / name / "rules")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "fainted.yaml").write_text(FAINTED)
    (tmp_path / "cases" / "calm.yaml").write_text(CALM)
    (tmp_path / "changes.md").write_text("# Changes\n")
    change(tmp_path, "urgency: same_day", "urgency: within_2_weeks")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Run `flask assessment diff` on the two, with more words after it."""

    def invoke(*more: str, old: str = "", new: str = "") -> Result:
        rules = folder / "new" / "rules"

        def make() -> object:
            return create_app(Settings(rules=rules, state=folder / "state"))

        ends = [old or str(folder / "old/rules/hiccups"), new or str(rules / "hiccups")]
        group = FlaskGroup(create_app=make)  # type: ignore[arg-type]
        cases = ["--cases", str(folder / "cases")]
        return CliRunner().invoke(group, ["assessment", "diff", *ends, *cases, *more])

    return invoke


def change(folder: Path, words: str, by: str) -> None:
    """Change the words in the new rules."""
    path = folder / "new" / "rules" / "hiccups" / "rules.yaml"
    text = path.read_text()
    assert words in text
    path.write_text(text.replace(words, by))


def test_a_lowered_urgency_is_told_and_fails(run: Run) -> None:
    done = run()
    assert done.exit_code == 1
    assert done.stdout == (
        "fainted: LOWERED\n"
        "  old same_day | crumb despair\n"
        "  new within_2_weeks | crumb despair\n"
    )
    assert done.stderr == (
        "not written down: `fainted` from same_day to within_2_weeks\n"
    )


def test_a_lowering_that_is_written_down_passes(run: Run, folder: Path) -> None:
    changes = folder / "changes.md"
    assert run("--changes", str(changes)).exit_code == 1
    changes.write_text(
        "* `fainted` from same_day to within_2_weeks: it was harmless.\n"
    )
    done = run("--changes", str(changes))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("fainted: LOWERED\n")


@pytest.mark.parametrize(
    "entry",
    [
        "`fainted` from same_day to routine",
        "`fainted` from within_2_weeks to same_day",
        "`calm` from same_day to within_2_weeks",
    ],
)
def test_an_entry_about_another_lowering_does_not_count(
    run: Run, folder: Path, entry: str
) -> None:
    (folder / "changes.md").write_text(entry)
    assert run("--changes", str(folder / "changes.md")).exit_code == 1


def test_a_raised_urgency_is_told_and_passes(run: Run, folder: Path) -> None:
    change(folder, "urgency: within_2_weeks", "urgency: emergency")
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith("fainted:\n  old same_day |")


def test_another_first_cause_is_told_and_passes(run: Run, folder: Path) -> None:
    change(folder, "urgency: within_2_weeks", "urgency: same_day")
    change(folder, "how_common: rare", "how_common: common")
    change(folder, "supports: 3", "supports: 2")
    change(
        folder, "finding: Poor sleep, supports: 2", "finding: Poor sleep, supports: 4"
    )
    done = run()
    assert done.exit_code == 0
    assert done.stdout.startswith("calm:\n  old routine | crumb despair\n  new routine")
    assert "fainted" in done.stdout


def test_the_same_rules_say_the_same(run: Run, folder: Path) -> None:
    same = str(folder / "old/rules/hiccups")
    assert (run(old=same, new=same).exit_code, run(old=same, new=same).output) == (
        0,
        "",
    )


def test_rules_are_read_from_a_revision(run: Run, folder: Path) -> None:
    rules = folder / "new" / "rules"
    lowered = (rules / "hiccups" / "rules.yaml").read_text()
    change(folder, "urgency: within_2_weeks", "urgency: same_day")
    named = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    for words in (("init", "-q"), ("add", "."), (*named, "commit", "-qm", "Before")):
        subprocess.run(("git", *words), cwd=rules.parent, check=True)
    (rules / "hiccups" / "rules.yaml").write_text(lowered)
    done = run(old="git:HEAD")
    assert done.exit_code == 1
    assert done.stdout.startswith("fainted: LOWERED\n")


def test_what_cannot_be_compared_leaves_with_two(run: Run, folder: Path) -> None:
    assert run(old="git:nowhere").exit_code == 2
    (folder / "cases" / "odd.yaml").write_text("sings: none\n")
    done = run()
    assert (done.exit_code, done.stdout) == (2, "")
    assert "odd.yaml:1:1 unknown-question" in done.stderr


def test_broken_rules_are_not_compared(run: Run, folder: Path) -> None:
    change(folder, "urgency: within_2_weeks", "urgency: some_day")
    done = run()
    assert (done.exit_code, done.stdout) == (1, "")
    assert "wrong-value" in done.stderr
