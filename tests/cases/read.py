"""Reading the case sets under `tests/cases/` and judging what the rules make of them.

A set is a folder with `cases.yaml` (who, what is known), `answers/<case>.yaml` (what
they answered) and `causes.yaml` (which causes count as right).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assessment.core.answers import Answers
from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from assessment.rulebook.answers_file import read_answers

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One person, and what is known of them."""

    id: str
    answers: Answers
    urgency: Urgency  # what a careful rater said
    second: Urgency  # what another said, who had not seen the first
    right: frozenset[str]  # causes that are exact, or near: found by the same tests

    def is_exact(self, found: Urgency) -> bool:
        """Whether the urgency is right; a visit is right too where self-care would do.

        Such a visit counts as over as well.
        """
        return found is self.urgency or (found, self.urgency) == (
            Urgency.ROUTINE,
            Urgency.SELF_CARE,
        )

    def place_of_right(self, causes: Sequence[str]) -> int | None:
        """The place, from 1, of the first cause that is exact or near."""
        places = (n for n, cause in enumerate(causes, 1) if cause in self.right)
        return next(places, None)


def case_sets() -> tuple[str, ...]:
    """The names of all sets."""
    return tuple(sorted(p.parent.name for p in FOLDER.glob("*/cases.yaml")))


def read_set(name: str, topic: Topic) -> tuple[Case, ...]:
    """The cases of the set, in the order of its file."""
    folder = FOLDER / name
    told, right = (_read(folder / f"{part}.yaml") for part in ("cases", "causes"))
    cases = []
    for one in told:
        case_id = one["id"]
        second = one.get("urgency_second", one["urgency"])
        cases.append(
            Case(
                id=case_id,
                answers=read_answers(folder / "answers" / f"{case_id}.yaml", topic)[0],
                urgency=Urgency[one["urgency"].upper()],
                second=Urgency[second.upper()],
                right=frozenset({*right[case_id]["exact"], *right[case_id]["near"]}),
            )
        )
    return tuple(cases)


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
