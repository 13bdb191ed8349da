"""Accuracy on the case sets: causes first and among three; urgency exact, under, over.

A right cause is one that is exact or near. Urgency is held against the first rating:
exact, under or over; a normal visit where self-care would do is both exact and over.
Beside each share stands its 95 % confidence interval (Wilson 1927). Sets that were
scored before anybody mended a rule for them are printed as they were then, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from tests.cases.outcomes import Outcome, outcome, recorded
from tests.cases.read import Case, case_sets, read_set


def report(topic: Topic) -> list[str]:
    """Lines to print, one block a set."""
    lines = []
    for name in case_sets():
        cases = read_set(name, topic)
        first = recorded(name, "first_sight.txt")
        if first:
            found = [(case, first[case.id]) for case in cases]
            lines += [f"Accuracy on {len(cases)} {name} cases, at first sight"]
            lines += [*figures(found), ""]
        now = [(case, outcome(topic, case.answers)) for case in cases]
        lines += [f"Accuracy on {len(cases)} {name} cases, now", *figures(now), ""]
    return lines


def figures(found: Sequence[tuple[Case, Outcome]]) -> list[str]:
    """The figures of one set, each a share of its cases."""
    total = len(found)
    places = [case.place_of_right(outcome.causes) for case, outcome in found]
    under = [case.id for case, result in found if result.urgency < case.urgency]
    over = [case.id for case, result in found if result.urgency > case.urgency]
    missed = [
        case.id
        for case, result in found
        if case.urgency is Urgency.EMERGENCY and result.urgency < case.urgency
    ]
    either = sum(
        result.urgency in (case.urgency, case.second) for case, result in found
    )
    rows = [
        ("a right cause first", sum(place == 1 for place in places)),
        ("a right cause in the first three", sum(bool(place) for place in places)),
        ("urgency exact", sum(case.is_exact(r.urgency) for case, r in found)),
        ("urgency under", len(under)),
        ("urgency over", len(over)),
        ("urgency as either of two raters", either),
    ]
    lines = [f"  {label:34} {share(n, total)}" for label, n in rows]
    for label, ids in (
        ("emergencies missed", missed),
        ("under", under),
        ("over", over),
    ):
        lines.append(f"  {label}: {', '.join(ids) or 'none'}")
    return lines


def share(count: int, total: int) -> str:
    """`41 of 60   68 % (56 to 79)`: count, share and 95 % confidence interval."""
    low, high = wilson(count, total)
    return (
        f"{count:3} of {total}  {count / total:4.0%}"
        f" ({100 * low:.0f} to {100 * high:.0f})"
    )


def wilson(count: int, total: int, z: float = 1.96) -> tuple[float, float]:
    """The Wilson score interval of a share; z = 1.96 gives 95 %."""
    part = count / total
    middle = part + z * z / (2 * total)
    spread = z * sqrt(part * (1 - part) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)
