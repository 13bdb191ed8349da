"""Diff: whom two sets of rules answer differently, and whose urgency is lowered.

A lowered urgency, of a case or of a warning sign itself, has to be named where changes
of the rules are written down, as "`case` from same_day to routine"; each such entry
answers for one lowering. A sign that was taken out went "to gone".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assessment.core.answers import Answers
from assessment.core.assess import assess
from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from assessment.rulebook.answers_file import read_answers

LEVEL = "|".join(level.id for level in Urgency)
GONE = "gone"  # the level of a warning sign that was taken out
ENTRY = re.compile(rf"`([\w.-]+)`\s+from\s+({LEVEL})\s+to\s+({LEVEL}|{GONE})\b")
FIRST_CAUSES = 3

Lowering = tuple[str, str, str]  # case or sign, urgency before, urgency after


@dataclass(frozen=True, slots=True)
class Said:
    """What rules say to one person."""

    urgency: Urgency
    causes: tuple[str, ...]  # ids of the first three, best fit first

    def __str__(self) -> str:
        return f"{self.urgency.id} | {' '.join(self.causes) or 'no cause'}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A case that two sets of rules answer differently."""

    case: str
    old: Said
    new: Said

    @property
    def lowering(self) -> Lowering | None:
        """What has to be written down, if the urgency is lower."""
        if self.new.urgency >= self.old.urgency:
            return None
        return self.case, self.old.urgency.id, self.new.urgency.id

    def __str__(self) -> str:
        lowered = " LOWERED" if self.lowering else ""
        return f"{self.case}:{lowered}\n  old {self.old}\n  new {self.new}"


def diff(old: Topic, new: Topic, cases: Iterable[Path]) -> tuple[Moved, ...]:
    """The cases whose urgency or first causes differ, in the order given.

    A case is a file of answers and goes by its name. Raises AnswersError for one that
    can't be given to the questions of both; rules understand answers to older ones.
    """
    all_cases = (Moved(p.stem, _said(p, old), _said(p, new)) for p in cases)
    return tuple(case for case in all_cases if case.old != case.new)


def sign_levels(topic: Topic) -> dict[str, Urgency]:
    """The urgency of each warning sign by itself, by id."""
    return {flag.id: flag.urgency for flag in topic.red_flags}


def lowered_signs(
    old: Mapping[str, Urgency], new: Mapping[str, Urgency]
) -> tuple[Lowering, ...]:
    """The signs whose urgency fell, or that are gone: without them it is routine."""
    return tuple(
        (sign, before.id, new[sign].id if sign in new else GONE)
        for sign, before in old.items()
        if new.get(sign, Urgency.ROUTINE) < before
    )


def written_down(changes: str) -> Counter[Lowering]:
    """The lowerings that a record of changes names, and how often."""
    return Counter(ENTRY.findall(changes))


def unexplained(
    lowerings: Iterable[Lowering], changes: Mapping[Lowering, int]
) -> tuple[Lowering, ...]:
    """The lowerings that are not written down as often as they happened, sorted."""
    return tuple(sorted((Counter(lowerings) - Counter(changes)).elements()))


def _said(path: Path, topic: Topic) -> Said:
    answers: Answers = read_answers(path, topic)[0]
    found = assess(topic, answers)
    causes = tuple(result.cause.id for result in found.causes[:FIRST_CAUSES])
    return Said(found.urgency, causes)
