"""The command that compares two sets of rules over files of answers."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import Result

from tests.web.command import Run, run_command
from tests.web.conftest import RULES

FAINTED = "signs: [faint]\nage: 40\nspeed: sudden\nsleep: s1\n"
CALM = "signs: none\nage: 40\nspeed: sudden\nsleep: s1\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two people and two sets of rules; in the new set fainting is less urgent."""
    for name in ("old", "new"):
        shutil.copytree(RULES, tmp_path / name / "rules")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "ann.yaml").write_text(FAINTED)
    (tmp_path / "cases" / "bob.yaml").write_text(CALM)
    (tmp_path / "cases" / "README.md").write_text("# No answers\n")
    (tmp_path / "changes.md").write_text("# Changes\n")
    change(tmp_path, "urgency: same_day", "urgency: within_2_weeks")
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Run `flask assessment diff` on the two, with more words after it."""

    def invoke(
        *more: str, old: str = "", new: str = "", topic: str = "hiccups"
    ) -> Result:
        rules = folder / "new" / "rules"
        ends = [old or str(folder / "old/rules/hiccups"), new or str(rules / "hiccups")]
        cases = ["--cases", str(folder / "cases")]
        words = ("diff", *ends, *cases, *more)
        return run_command(*words, rules=rules, topic=topic, state=folder / "state")

    return invoke


def change(folder: Path, words: str, by: str, name: str = "new") -> None:
    """Change the words in the new rules, or in the old ones."""
    path = folder / name / "rules" / "hiccups" / "rules.yaml"
    text = path.read_text()
    assert words in text
    path.write_text(text.replace(words, by))


def test_c6_a_lowered_urgency_is_told_and_fails(run: Run) -> None:
    done = run()
    assert done.exit_code == 1
    assert done.stdout.endswith(
        "ann.yaml: LOWERED\n"
        "  old same_day | crumb despair\n"
        "  new within_2_weeks | crumb despair\n"
        "red_flags.fainted: LOWERED from same_day to within_2_weeks\n"
        "people compared: 2, moved: 1; rules changed: 1, used by nobody here: 0\n"
    )
    assert done.stderr == (
        "not written down: `ann` from same_day to within_2_weeks\n"
        "not written down: `fainted` from same_day to within_2_weeks\n"
    )


def test_a_lowering_that_is_written_down_passes(run: Run, folder: Path) -> None:
    changes = folder / "changes.md"
    assert run("--changes", str(changes)).exit_code == 1
    changes.write_text(
        "* `ann` from same_day to within_2_weeks: it was harmless.\n"
        "* `fainted` from same_day to within_2_weeks: so is the sign.\n"
    )
    done = run("--changes", str(changes))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "ann.yaml: LOWERED\n" in done.stdout


@pytest.mark.parametrize(
    "entry",
    [
        "`ann` from same_day to routine",
        "`ann` from within_2_weeks to same_day",
        "`bob` from same_day to within_2_weeks",
    ],
)
def test_an_entry_about_another_lowering_does_not_count(
    run: Run, folder: Path, entry: str
) -> None:
    sign = "`fainted` from same_day to within_2_weeks"
    (folder / "changes.md").write_text(f"{sign}, {entry}")
    assert run("--changes", str(folder / "changes.md")).exit_code == 1


def test_a_raised_urgency_is_told_and_passes(run: Run, folder: Path) -> None:
    change(folder, "urgency: within_2_weeks", "urgency: emergency")
    done = run()
    assert done.exit_code == 0
    assert "ann.yaml:\n  old same_day |" in done.stdout


def test_another_first_cause_is_told_and_passes(run: Run, folder: Path) -> None:
    change(folder, "urgency: within_2_weeks", "urgency: same_day")
    change(folder, "how_common: rare", "how_common: common")
    change(folder, "supports: 3", "supports: 2")
    change(
        folder, "finding: Poor sleep, supports: 2", "finding: Poor sleep, supports: 4"
    )
    done = run()
    assert done.exit_code == 0
    assert "bob.yaml:\n  old routine | crumb despair\n  new routine" in done.stdout
    assert "ann.yaml:\n" in done.stdout


def test_the_same_rules_say_the_same(run: Run, folder: Path) -> None:
    same = str(folder / "old/rules/hiccups")
    done = run(old=same, new=same)
    assert (done.exit_code, done.output) == (
        0,
        "people compared: 2, moved: 0; rules changed: 0, used by nobody here: 0\n",
    )


def test_a_changed_rule_that_nobody_uses_is_told(run: Run, folder: Path) -> None:
    (folder / "cases" / "ann.yaml").unlink()
    done = run()
    assert done.exit_code == 1
    assert done.stdout.endswith(
        "people compared: 1, moved: 0; rules changed: 1, used by nobody here: 1 "
        "(red_flags.fainted)\n"
    )


def test_a_changed_fact_changes_the_rules_that_read_it(run: Run, folder: Path) -> None:
    change(folder, "urgency: within_2_weeks", "urgency: same_day")
    for name in ("old", "new"):
        change(folder, "when: {signs: faint}", "when: {reeling: yes}", name)
        dizzy = (
            "facts:\n  - {id: reeling, about: Reeling, values: [{id: yes, says: x}]}"
        )
        change(folder, "facts:", dizzy, name)
    change(folder, "says: x", "says: x, when: {signs: faint}", "old")
    change(folder, "says: x", "says: x, when: {signs: [faint, choke]}", "new")
    assert "rules changed: 1, used by nobody here: 0\n" in run().stdout


def test_a_sign_that_was_taken_out_is_told_and_fails(run: Run, folder: Path) -> None:
    rules = folder / "new" / "rules" / "hiccups" / "rules.yaml"
    text = rules.read_text()
    start, end = text.index("  - id: swallowed"), text.index("  - id: despair")
    rules.write_text(text[:start] + text[end:])
    change(folder, "urgency: within_2_weeks", "urgency: same_day")
    done = run()
    assert done.exit_code == 1
    assert "red_flags.swallowed: LOWERED from emergency to gone\n" in done.stdout
    assert done.stderr == "not written down: `swallowed` from emergency to gone\n"


def test_a_folder_of_sets_stands_for_the_answers_of_each(
    run: Run, folder: Path
) -> None:
    for name in ("one", "two"):
        answers = folder / "sets" / name / "answers"
        answers.mkdir(parents=True)
        (answers / "ann.yaml").write_text(CALM)
        (answers.parent / "cases.yaml").write_text("cases: []\n")
    done = run("--cases", str(folder / "sets"))
    assert "\npeople compared: 4, moved: 1;" in done.stdout


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
    assert "ann.yaml: LOWERED\n" in done.stdout
    begun = folder / "new" / "rules" / "sneezes"
    shutil.copytree(rules / "hiccups", begun)
    done = run(old="git:HEAD", topic="sneezes")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == "git:HEAD has no topic sneezes; it came later\n"


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
