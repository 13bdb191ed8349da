"""Commands for authors: why rules were decided, what leads where, the schema."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.web.command import Run

ANSWERS = """\
signs: [swallow]
age: 40
speed: slow
noises: none
bad: b1
pills: {typed: [Iron]}
"""


@pytest.fixture
def answers(tmp_path: Path) -> str:
    """The path of a file of answers."""
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS)
    return str(path)


def test_explain_tells_what_holds_or_is_open_in_full(run: Run, answers: str) -> None:
    done = run("explain", answers)
    assert (done.exit_code, done.stderr) == (0, "")
    assert (
        done.stdout
        == """\
no red_flags.choking (emergency) rules/hiccups/rules.yaml:4: signs: [choke] ← swallow
yes red_flags.swallowed (emergency) rules/hiccups/rules.yaml:12
  yes signs: [swallow] ← swallow
unknown red_flags.despair (emergency) rules/hiccups/rules.yaml:19
  unknown night: [wakes] ← not asked
no red_flags.fainted (same_day) rules/hiccups/rules.yaml:27: signs: [faint] ← swallow
yes red_flags.usual (routine) rules/hiccups/rules.yaml:34
  yes not
    no signs: [choke, faint] ← swallow
yes causes.crumb rules/hiccups/rules.yaml:44
  named by a warning sign that fired
  no for, strength 3: Sudden start rules/hiccups/rules.yaml:51: speed: [sudden] ← slow
  no against, strength 2: It hums rules/hiccups/rules.yaml:52: \
noise_kinds: [hum] ← none, as its gate says
unknown causes.despair rules/hiccups/rules.yaml:53
  unknown for, strength 2: Poor sleep rules/hiccups/rules.yaml:60
    unknown sleep: [s1] ← left blank
"""
    )


def test_explain_tells_every_rule_of_an_id_in_full(run: Run, answers: str) -> None:
    both = run("explain", answers, "--rule", "despair").stdout
    assert [line for line in both.splitlines() if not line.startswith(" ")] == [
        "unknown red_flags.despair (emergency) rules/hiccups/rules.yaml:19",
        "unknown causes.despair rules/hiccups/rules.yaml:53",
    ]
    sign = run("explain", answers, "--rule", "red_flags.despair").stdout
    assert both.startswith(sign)
    assert "causes" not in sign
    assert run("explain", answers, "--rule", "fainted").stdout == (
        "no red_flags.fainted (same_day) rules/hiccups/rules.yaml:27\n"
        "  no signs: [faint] ← swallow\n"
    )


@pytest.mark.parametrize(
    ("rule", "meant"),
    [
        ("chocking", " (did you mean choking?)"),
        ("causes.crum", " (did you mean causes.crumb?)"),
        ("zzz", ""),
    ],
)
def test_explain_asks_what_was_meant(
    run: Run, answers: str, rule: str, meant: str
) -> None:
    done = run("explain", answers, "--rule", rule)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"there is no warning sign or cause `{rule}`{meant}\n"


def test_explain_takes_the_answers_of_a_scenario(run: Run, answers: str) -> None:
    done = run("explain", "--scenario", "everything", "--rule", "choking")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("yes red_flags.choking (emergency) ")
    for words, told in (
        (("--scenario", "everythin"), "`everythin` (did you mean everything?)"),
        ((), "name a file of answers, or a scenario with --scenario"),
        (
            (answers, "--scenario", "everything"),
            "name a file of answers, or a scenario",
        ),
    ):
        done = run("explain", *words)
        assert (done.exit_code, done.stdout) == (2, "")
        assert told in done.stderr


def test_the_graph_comes_in_two_languages(run: Run) -> None:
    assert run("graph").stdout.startswith("flowchart LR\n")
    assert run("graph", "--format", "dot").stdout.startswith("digraph questions {\n")


def test_the_schema_is_printed_as_json(run: Run) -> None:
    assert "red_flags" in json.loads(run("schema").stdout)["properties"]
