"""The reference of the rule language is that of the schema, and says what keys mean."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assessment.rulebook.meanings import meanings, paths
from assessment.rulebook.reference import reference
from assessment.rulebook.schema import schema

FILE = Path(__file__).parents[2] / "docs" / "rule-reference.md"


def test_the_file_is_what_the_command_prints() -> None:
    assert FILE.read_text("utf-8") == reference()


def test_every_key_has_a_meaning_and_every_meaning_a_key() -> None:
    assert meanings().keys() == paths().keys()
    assert [m for m in meanings().values() if not m.endswith((".", "…”."))] == []


def test_editors_are_told_what_a_key_is_for() -> None:
    made = schema()
    assert made["properties"]["causes"]["description"] == meanings()["causes"]
    flag = made["$defs"]["RedFlagShape"]["properties"]
    assert flag["do"]["description"] == "The one instruction."


@pytest.mark.parametrize(
    "line",
    [
        "| **`kind`** | `single` `scale` `multi` `number` `body_map` `medicine_list` "
        "`text` | How it is answered. |",
        "| **`when`** | condition | When it is there. |",
        "| `evidence.supports` | whole number from 1 to 4 | "
        "Strength for it: 1 weak, 4 nearly proves it. |",
        "| `never_alone` | list: id | Questions and facts that suggest no cause by "
        "themselves. |",
        "| `url` | address | Where it can be read. |",
    ],
)
def test_it_says_what_a_key_holds(line: str) -> None:
    assert line in reference().splitlines()


def described(node: Any) -> int:
    """How many parts of the schema have a description."""
    if isinstance(node, list):
        return sum(map(described, node))
    if isinstance(node, dict):
        inner = sum(map(described, node.values()))
        return inner + isinstance(node.get("description"), str)
    return 0


def test_every_meaning_is_in_the_schema() -> None:
    assert described(schema()) >= len(meanings())
