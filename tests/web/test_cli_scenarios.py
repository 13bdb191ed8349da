"""Commands for authors: a new topic, its scenarios tried, and problems for machines."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from assessment.web import clock, create_app
from assessment.web.settings import Settings
from tests.web.command import Run, run_command

SHARED = Path(__file__).parents[2] / "rules" / "shared"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `flask assessment …` on the topic sore-throat, which is to be begun."""
    rules = tmp_path / "rules"
    shutil.copytree(SHARED, rules / "shared")
    monkeypatch.setattr(clock, "today", lambda zone: date(2026, 11, 21))
    monkeypatch.chdir(tmp_path)
    state = tmp_path / "state"
    return partial(run_command, rules=rules, topic="sore-throat", state=state)


@pytest.fixture
def topic(run: Run, tmp_path: Path) -> Path:
    """The folder of a new topic."""
    assert run("new-topic", "sore-throat").exit_code == 0
    return tmp_path / "rules" / "sore-throat"


def without_lines(printed: str) -> str:
    """The same without line numbers, which any edit of the starter moves."""
    return re.sub(r":\d+(:\d+)?", ":0", printed)


def line_at(place: str, topic: Path) -> str:
    """The line of a file that `file:line` names."""
    name, line = place.split(":")
    return (topic.parents[1] / name).read_text("utf-8").splitlines()[int(line) - 1]


def change(path: Path, old: str, new: str) -> None:
    """Put other words into the file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_a_new_topic_is_in_order_at_once(run: Run, topic: Path) -> None:
    checked, tried = run("check"), run("test")
    assert (checked.exit_code, checked.output) == (0, "")
    assert tried.exit_code == 0
    assert tried.output == "scenarios: 8, failed: 0, rules unproven: 0\n"


def test_a_new_topic_serves_pages(run: Run, topic: Path, tmp_path: Path) -> None:
    settings = Settings(
        rules=tmp_path / "rules", topic="sore-throat", state=tmp_path, store="memory:"
    )
    page = create_app(settings).test_client().get("/")
    assert page.status_code == 200
    assert "Sore throat" in page.text


def test_every_file_of_a_new_topic_opens_with_a_note(topic: Path) -> None:
    files = sorted(topic.rglob("*.yaml"))
    assert len(files) == 10
    assert all(path.read_text("utf-8").startswith("# ") for path in files)
    assert not any("$" in path.read_text("utf-8") for path in files)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("sore-throat", "is there already, and stays as it is"),
        ("Sore", "is no name for a topic"),
        ("../sore", "is no name for a topic"),
        ("shared", "holds what topics share; give the topic another name"),
    ],
)
def test_a_topic_that_cannot_be_begun(
    run: Run, topic: Path, name: str, why: str
) -> None:
    before = {path: path.read_bytes() for path in topic.rglob("*.yaml")}
    done = run("new-topic", name)
    assert (done.exit_code, done.stdout) == (2, "")
    assert why in done.stderr
    assert {path: path.read_bytes() for path in topic.rglob("*.yaml")} == before


def test_what_comes_out_differently_is_told_with_its_rule(
    run: Run, topic: Path
) -> None:
    change(topic / "red_flags.yaml", "{tempo: worse}", "{tempo: better}")
    done = run("test")
    assert done.exit_code == 1
    assert without_lines(done.output).splitlines() == [
        "rules/sore-throat/scenarios/first.yaml:0 fever_and_worse: expected "
        "fires fever_and_worse, got: no "
        "(red_flags.fever_and_worse rules/sore-throat/red_flags.yaml:0)",
        "rules/sore-throat/scenarios/first.yaml:0 fever_and_worse: expected "
        "urgency at_least same_day, got: routine "
        "(red_flags.usual rules/sore-throat/red_flags.yaml:0)",
        "rules/sore-throat/scenarios/first.yaml:0 fever_and_better: expected "
        "does_not_fire fever_and_worse, got: it fires "
        "(red_flags.fever_and_worse rules/sore-throat/red_flags.yaml:0)",
        "rules/sore-throat/scenarios/first.yaml:0 fever_and_better: expected "
        "urgency at_most routine, got: same_day "
        "(red_flags.fever_and_worse rules/sore-throat/red_flags.yaml:0)",
        "scenarios: 8, failed: 2, rules unproven: 0",
    ]


def test_causes_are_tried_too_and_told_to_machines(run: Run, topic: Path) -> None:
    change(topic / "causes.yaml", "supports: 3, when: {with_it: lost_weight}",
           "supports: 3, when: {with_it: fever}")  # fmt: skip
    done = run("test", "--format", "json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["topic"], told["scenarios"], told["unproven"]) == (
        "sore-throat",
        8,
        [],
    )
    (one,) = told["failed"]
    assert one["id"] == "thinner"
    assert one["about"] == "A man who has lost much weight."
    (failure,) = one["failures"]
    assert "suggests: [long_illness]" in line_at(failure["at"], topic)
    ((name, place),) = failure["rules"].items()
    assert name == "causes.long_illness"
    assert "id: long_illness" in line_at(place, topic)
    del failure["at"], failure["rules"]
    assert failure == {
        "expected": "suggests long_illness",
        "got": "not among the causes that are shown",
    }


def test_next_steps_are_tried_too(run: Run, topic: Path) -> None:
    first = topic / "scenarios" / "first.yaml"
    change(first, "at_most: routine}", "at_most: routine, gives: [rest]}")
    change(first, "at_least: same_day, ", "at_least: same_day, does_not_give: [rest], ")
    told = without_lines(run("test").output).splitlines()
    place = "rules/sore-throat/scenarios/first.yaml:0"
    rule = "(next_steps.rest rules/sore-throat/advice.yaml:0)"
    assert f"{place} calm: expected gives rest, got: not given {rule}" in told
    got = f"expected does_not_give rest, got: it is given {rule}"
    assert f"{place} fever_and_worse: {got}" in told


def test_rules_that_nobody_proves_are_told(run: Run, topic: Path) -> None:
    first = topic / "scenarios" / "first.yaml"
    change(first, "fires: [weight_loss], ", "")
    change(first, "does_not_suggest: [short_illness]", "")
    change(topic / "advice.yaml", "{with_it: fever}", "{weight_lost: unsure}")
    done = run("test")
    assert done.exit_code == 0
    assert without_lines(done.output).splitlines() == [
        "rules/sore-throat/red_flags.yaml:0 note: red_flags.weight_loss: "
        "no scenario expects it in `fires`",
        "rules/sore-throat/causes.yaml:0 note: causes.short_illness: "
        "no near miss expects it in `does_not_suggest`",
        "rules/sore-throat/advice.yaml:0 note: next_steps.rest: "
        "it is given to nobody in the scenarios",
        "scenarios: 8, failed: 0, rules unproven: 3",
    ]


def test_a_few_files_can_be_tried(run: Run, topic: Path) -> None:
    (topic / "scenarios" / "second.yaml").write_text(
        "scenarios:\n  - {id: two, about: A child., source: judgement, base: child,\n"
        "     expect: {at_most: routine}}\n"
    )
    done = run("test", "rules/sore-throat/scenarios/second.yaml")
    assert done.output == "scenarios: 1, failed: 0, rules unproven: 0\n"
    done = run("test", "rules/sore-throat/causes.yaml")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "holds no scenarios of this topic" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("id: calm\n", "id: short_of_breath\n", "duplicate-id"),
        ("    about: The same man without any danger sign.\n", "", "missing-key"),
        ("like: thinner", "like: thin", "unknown-scenario"),
        ("fires: [weight_loss]", "fires: [weight_los]", "unknown-red-flag"),
    ],
)
def test_scenarios_that_cannot_be_read_are_problems(
    run: Run, topic: Path, old: str, new: str, code: str
) -> None:
    change(topic / "scenarios" / "first.yaml", old, new)
    done = run("test")
    assert (done.exit_code, done.stdout) == (1, "")
    assert code in done.stderr


def test_an_answer_that_nobody_could_give_fails(run: Run, topic: Path) -> None:
    change(topic / "scenarios" / "first.yaml", "{weight_lost: little}",
           "{with_it: none, weight_lost: little}")  # fmt: skip
    done = run("test")
    assert done.exit_code == 1
    assert "expected an answer to be given, got: note: `weight_lost` is not" in (
        done.output
    )


def test_problems_come_as_json_and_beside_the_lines_of_a_pull_request(
    run: Run, topic: Path
) -> None:
    change(topic / "questions.yaml", "kind: number", "kind: numbr")
    (told,) = json.loads(run("check", "--format", "json").stdout)[:1]
    assert told == {
        "file": "rules/sore-throat/questions.yaml",
        "line": told["line"],
        "column": 11,
        "code": "wrong-value",
        "message": told["message"],
        "hint": "number",
        "note": False,
    }
    assert "kind: numbr" in line_at(f"{told['file']}:{told['line']}", topic)
    done = run("check", "--format", "github")
    assert done.exit_code == 1
    assert done.stdout.startswith(
        f"::error file=rules/sore-throat/questions.yaml,line={told['line']},col=11,"
        "title=wrong-value::`kind` must be one of "
    )


def test_a_review_that_is_overdue_fails_unless_dates_do_not_count(
    run: Run, topic: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda zone: date(2027, 5, 1))
    soon = run("check", "--format", "github")
    assert (soon.exit_code, soon.stdout[:8]) == (0, "::notice")
    monkeypatch.setattr(clock, "today", lambda zone: date(2027, 6, 1))
    for words, status in ((("check",), 1), (("check", "--no-dates"), 0)):
        done = run(*words)
        assert done.exit_code == status
        assert (
            "review-overdue the rules were to be reviewed by 2027-05-20" in done.output
        )


def test_parts_of_the_rules_have_authors_and_days_of_their_own(
    run: Run, topic: Path
) -> None:
    change(topic / "topic.yaml", "  review: {", """\
  parts:
    - files: causes.yaml
      authors: [Dr B]
      review: {status: draft, review_by: 2026-11-01}
  review: {""")  # fmt: skip
    done = run("check")
    assert done.exit_code == 1
    assert without_lines(done.output) == (
        "rules/sore-throat/topic.yaml:0 review-overdue "
        "these files were to be reviewed by 2026-11-01\n"
    )


def test_withdrawn_rules_make_no_form_on_paper(run: Run, topic: Path) -> None:
    change(topic / "topic.yaml", "status: draft", "status: withdrawn")
    done = run("blank-form", "--pdf", "blank.pdf")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "the rules are withdrawn: nobody is to fill them in\n"
