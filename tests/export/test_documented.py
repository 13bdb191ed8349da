"""The document about the record shows what is written, and names every key."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from assessment.core.answers import Answer
from assessment.export.fhir_response import questionnaire_response
from assessment.export.record import read_record, record
from tests.core.made_up import TOPIC, visit
from tests.export.conftest import Person, person_of

DOCUMENT = Path(__file__).parents[2] / "docs" / "record.md"
TEXT = DOCUMENT.read_text("utf-8")
RECORD, ITEM = re.findall(r"```json\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def person() -> Person:
    """Whose record the document shows."""
    return person_of(TOPIC, visit(words=Answer(typed=("It hums",))).answers)


def holds(whole: Any, part: Any) -> bool:
    """Whether the part is in the whole, with less of its mappings and lists."""
    if isinstance(part, dict):
        return part.keys() <= whole.keys() and all(
            holds(whole[key], value) for key, value in part.items()
        )
    if isinstance(part, list):
        return all(any(holds(each, value) for each in whole) for value in part)
    return bool(whole == part)


def test_the_record_that_is_shown_is_what_is_written(person: Person) -> None:
    written = record(TOPIC, person.found, person.summary)
    shown = json.loads(RECORD)
    assert holds(written, shown)
    assert [*shown] == [*written]
    assert [*shown["assessment"]] == [*written["assessment"]]
    assert read_record(RECORD.encode()).answers == shown["answers"]


def test_every_key_is_explained(person: Person) -> None:
    written = record(TOPIC, person.found, person.summary)
    rows = "".join(line.split("|")[1] for line in TEXT.splitlines() if "| `" in line)
    keys = re.findall(r"`(\w+)`", rows)
    assert keys == [*written, *written["assessment"]]


def test_the_item_that_is_shown_is_what_is_written(person: Person) -> None:
    response = questionnaire_response(TOPIC, person.found.known, person.summary)
    items = [item for group in response["item"] for item in group["item"]]
    assert json.loads(ITEM) in items
