"""The schema for editors takes every shipped rule file, and refuses misspelt keys."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from assessment.rulebook.compose import compose
from assessment.rulebook.problems import Report
from assessment.rulebook.schema import schema

ROOT = Path(__file__).parent.parent.parent
SETTINGS = ROOT / "docs" / "editor" / "vscode-settings.json"
GLOBS: list[str] = json.loads(SETTINGS.read_text("utf-8"))["yaml.schemas"][
    "rules.schema.json"
]
FILES = sorted(path for glob in GLOBS for path in ROOT.glob(glob))
WITHOUT_SCHEMA = {"texts"}  # folders


@cache
def validator() -> Draft202012Validator:
    """Checks files against the schema."""
    return Draft202012Validator(schema())


def as_data(text: str) -> Any:
    """The rule file as plain data."""
    return json.loads(json.dumps(compose(text, "file.yaml", Report())))


def test_the_setting_of_the_handbook_names_every_rule_file() -> None:
    rules = (ROOT / "rules").glob("*/**/*.yaml")
    assert {p for p in rules if p.parent.name not in WITHOUT_SCHEMA} == {*FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_every_shipped_rule_file_fits(path: Path) -> None:
    errors = validator().iter_errors(as_data(path.read_text("utf-8")))
    assert [error.message for error in errors] == []


FLAG = """\
red_flags:
  - id: faint
    what: Fainted
    urgency: same_day
    concern: []
    when: {all: [{signs: faint}, {not: {age: {below: 16}}}]}
    do: Get seen today.
    sources: [judgement]
"""


SCENARIO = "scenarios: [{id: a, about: A., source: judgement, expect: {fires: b}}]"


def test_scenarios_with_misspelt_keys_do_not_fit() -> None:
    assert validator().is_valid(as_data(SCENARIO))
    for right, wrong in (("about", "abuot"), ("fires", "fire"), ("source", "sources")):
        assert not validator().is_valid(as_data(SCENARIO.replace(right, wrong)))


def test_the_file_that_is_spoilt_below_fits() -> None:
    assert validator().is_valid(as_data(FLAG))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("red_flags:", "red_flag:"),
        ("urgency:", "urgncy:"),
        ("same_day", "sameday"),
        ("id: faint", "id: Faint"),
        ("do: Get seen today.", 'do: " "'),
        ("[judgement]", "[]"),
        ("signs: faint", "all: faint"),
        ("below: 16", "bellow: 16"),
        ("below: 16", "below: young"),
        ("{signs: faint}", "{signs: faint, age: old}"),
        ("concern: []", "concern: 3"),
    ],
)
def test_what_is_wrong_does_not_fit(right: str, wrong: str) -> None:
    assert right in FLAG
    assert not validator().is_valid(as_data(FLAG.replace(right, wrong)))
