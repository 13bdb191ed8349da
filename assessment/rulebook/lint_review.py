"""Lint of the review: who has read the rules, and when they are to be read again.

The day is given by the caller: nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assessment.core.topic import Review
from assessment.rulebook.lint_finding import Finding
from assessment.rulebook.problems import Place, quoted
from assessment.rulebook.shapes import ReviewShape

SOON = timedelta(days=60)


def lint_review(
    shape: ReviewShape, review: Review, signed: str, today: date
) -> Iterator[Finding]:
    """Every finding about the review; `signed` is the digest of the files as found."""
    due = review.review_by

    def finding(code: str, what: str, place: Place = shape.review_by.place) -> Finding:
        return Finding("topic.review", place, code, what)

    if due < today:
        yield finding("review-overdue", f"the rules were to be reviewed by {due}")
    elif due - today <= SOON:
        yield finding("review-soon", f"the rules are to be reviewed by {due}")
    if review.status != "reviewed":
        return
    keys = ("reviewed_by", "reviewed_on", "signed")
    missing = [quoted(key) for key in keys if getattr(shape, key) is None]
    if missing:
        what = f"the review has no {', '.join(missing)}; the files are {signed}"
        yield finding("unsigned-review", what, shape.status.place)
    elif review.changed and shape.signed is not None:
        what = f"the files are now {signed}"
        yield finding("changed-since-review", what, shape.signed.place)
