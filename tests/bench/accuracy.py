"""Accuracy on the case sets: causes first and among three; urgency exact, under, over.

A right cause is one that is exact or near. Urgency is held against the first rating:
exact, under or over; a normal visit where self-care would do is both exact and over.
"""

from __future__ import annotations

from collections.abc import Sequence

from assessment.core.assess import Assessment, assess
from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from tests.cases.read import Case, case_sets, read_set


def report(topic: Topic) -> list[str]:
    """Lines to print, one block a set."""
    lines = []
    for name in case_sets():
        cases = read_set(name, topic)
        found = [(case, assess(topic, case.answers)) for case in cases]
        lines += [f"Accuracy on {len(cases)} {name} cases", *figures(found), ""]
    return lines


def figures(found: Sequence[tuple[Case, Assessment]]) -> list[str]:
    """The figures of one set, each a share of its cases."""
    total = len(found)
    places = [case.place_of_right(assessment) for case, assessment in found]
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
        ("a right cause in the first three", sum((p or 99) <= 3 for p in places)),
        ("urgency exact", sum(case.is_exact(r.urgency) for case, r in found)),
        ("urgency under", len(under)),
        ("urgency over", len(over)),
        ("urgency as either of two raters", either),
    ]
    lines = [f"  {label:34} {n:3} of {total}  {n / total:4.0%}" for label, n in rows]
    for label, ids in (
        ("emergencies missed", missed),
        ("under", under),
        ("over", over),
    ):
        lines.append(f"  {label}: {', '.join(ids) or 'none'}")
    return lines
