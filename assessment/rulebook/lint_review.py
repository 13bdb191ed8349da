"""Lint of the review: who has read the rules, and when they are to be read again.

The day is given by the caller: nothing here looks at a clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from assessment.rulebook.lint_finding import Finding
from assessment.rulebook.problems import Place, quoted
from assessment.rulebook.registry import Registry, Standing
from assessment.rulebook.shapes import TopicShape

SOON = timedelta(days=60)


def lint_review(
    shape: TopicShape, registry: Registry, today: date
) -> Iterator[Finding]:
    """Every finding about who wrote the rules, who reviewed them and until when."""
    if not shape.authors:
        what = "nobody is named in `authors`"
        yield Finding("topic", shape.id.place, "missing-author", what)
    for part in shape.parts:
        if not registry.holds(part.files):
            what = f"there is no rule file {quoted(part.files)}"
            name = f"topic.parts.{part.files}"
            yield Finding(name, part.files.place, "unknown-file", what)
    for standing in registry.all:
        yield from _of_one(standing, today)


def _of_one(standing: Standing, today: date) -> Iterator[Finding]:
    shape, review = standing.shape, standing.review
    due = review.review_by
    which = "the rules" if standing.name == "topic.review" else "these files"

    def finding(code: str, what: str, place: Place = shape.review_by.place) -> Finding:
        return Finding(standing.name, place, code, what)

    if review.overdue(today):
        yield finding("review-overdue", f"{which} were to be reviewed by {due}")
    elif due - today <= SOON:
        yield finding("review-soon", f"{which} are to be reviewed by {due}")
    if review.status != "reviewed":
        return
    keys = ("reviewed_by", "reviewed_on", "signed")
    missing = [quoted(key) for key in keys if getattr(shape, key) is None]
    if missing:
        what = f"the review has no {', '.join(missing)}; the files are"
        what = f"{what} {standing.signed}"
        yield finding("unsigned-review", what, shape.status.place)
    elif review.changed and shape.signed is not None:
        what = f"the files are now {standing.signed}"
        yield finding("changed-since-review", what, shape.signed.place)
