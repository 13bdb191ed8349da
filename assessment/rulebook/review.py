"""Review: whether a clinician has signed the files that are there."""

from __future__ import annotations

from datetime import date

from assessment.core.topic import Review
from assessment.rulebook.shapes import ReviewShape


def review_of(shape: ReviewShape, signed: str) -> Review:
    """The review; `signed` is the digest of the files as they were found."""
    on = shape.reviewed_on
    return Review(
        status=str(shape.status),
        reviewed_by=None if shape.reviewed_by is None else str(shape.reviewed_by),
        reviewed_on=None if on is None else date.fromisoformat(on),
        review_by=date.fromisoformat(shape.review_by),
        changed=shape.status == "reviewed" and shape.signed != signed,
    )
