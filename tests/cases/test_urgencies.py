"""No case's urgency is lowered without a word about it in the record of changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.core.findings import Urgency
from assessment.rulebook.diff import unexplained, written_down
from tests.cases.outcomes import recorded
from tests.cases.read import FOLDER, case_sets
from tests.cases.urgencies import (
    lowerings,
    read_history,
    with_latest,
    write_history,
)

CHANGES = FOLDER.parents[1] / "docs" / "safety" / "rule-changes.md"
SOON, USUAL = Urgency.SAME_DAY, Urgency.ROUTINE


@pytest.mark.parametrize("name", case_sets())
def test_the_history_ends_with_what_is_recorded(name: str) -> None:
    history = read_history(FOLDER / name / "urgencies.txt")
    latest = {case: outcome.urgency for case, outcome in recorded(name).items()}
    assert {case: urgencies[-1] for case, urgencies in history.items()} == latest


def test_c6_every_lowered_urgency_is_written_down() -> None:
    histories = [read_history(FOLDER / name / "urgencies.txt") for name in case_sets()]
    steps = [step for history in histories for step in lowerings(history)]
    assert unexplained(steps, written_down(CHANGES.read_text("utf-8"))) == ()


def test_recording_adds_a_changed_urgency_and_keeps_the_old(tmp_path: Path) -> None:
    path = tmp_path / "urgencies.txt"
    for urgency in (SOON, SOON, USUAL):
        write_history(path, with_latest(read_history(path), {"A1": urgency}))
    assert path.read_text() == "A1: same_day routine\n"
    assert list(lowerings(read_history(path))) == [("A1", "same_day", "routine")]


def test_each_lowering_needs_an_entry_of_its_own() -> None:
    step = ("A1", "same_day", "routine")
    steps = list(lowerings({"A1": (SOON, USUAL, SOON, USUAL)}))
    assert steps == [step, step]
    entry = "`A1` from same_day to routine"
    assert unexplained(steps, written_down(entry)) == (step,)
    assert unexplained(steps, written_down(f"{entry}\n{entry}")) == ()
