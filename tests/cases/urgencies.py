"""Every urgency that was recorded for a case, so that none is lowered unseen.

`urgencies.txt` of a set holds a line for each case, oldest first, and only ever grows.
A step down needs an entry of its own in `docs/safety/rule-changes.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from assessment.core.findings import Urgency
from assessment.rulebook.diff import Lowering

History = Mapping[str, tuple[Urgency, ...]]


def read_history(path: Path) -> History:
    """Case id to urgencies, oldest first; empty when nothing was recorded yet."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {
        case_id: tuple(Urgency[level.upper()] for level in levels.split())
        for case_id, levels in (line.split(": ", 1) for line in lines)
    }


def write_history(path: Path, history: History) -> None:
    """Write it down, a case a line."""
    lines = [
        f"{case}: {' '.join(u.id for u in all_)}" for case, all_ in history.items()
    ]
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def with_latest(history: History, latest: Mapping[str, Urgency]) -> History:
    """The history with each latest urgency added that is not the last one already."""
    longer = dict(history)
    for case_id, urgency in latest.items():
        before = longer.get(case_id, ())
        longer[case_id] = before if before[-1:] == (urgency,) else (*before, urgency)
    return longer


def lowerings(history: History) -> Iterator[Lowering]:
    """Every step down of every case."""
    for case_id, urgencies in history.items():
        for before, after in pairwise(urgencies):
            if after < before:
                yield case_id, before.id, after.id
