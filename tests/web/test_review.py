"""Every page about the rules says whether, by whom and when they were reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from assessment.core.topic import Review
from assessment.web import clock, templates
from tests.web.conftest import CALM
from tests.web.looking import LookingClient, words

DAY = date(2026, 11, 21)
SIGNED = Review("reviewed", "Dr Ann", date(2026, 2, 1), date(2027, 2, 1))


@pytest.fixture
def site_with(
    own_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Review], LookingClient]:
    """Opens the site about hiccups with a review of its rules, on one day."""
    monkeypatch.setattr(clock, "today", lambda zone: DAY)

    def make(review: Review) -> LookingClient:
        app = own_app()
        site = app.extensions["assessment"]
        topic = replace(site.topic, review=review)
        app.extensions["assessment"] = replace(site, topic=topic)
        templates.show(app)
        return LookingClient(app)

    return make


def pages(client: LookingClient) -> list[str]:
    """The words of the first page, of the one about us, and of the results."""
    start, about = (words(client.get(path).tree) for path in ("/", "/about"))
    client.start()
    client.answer(*CALM)
    return [start, about, words(client.get("/hiccups/results").tree)]


def test_a_review_is_told_with_name_and_day(
    site_with: Callable[[Review], LookingClient],
) -> None:
    start, about, results = pages(site_with(SIGNED))
    assert "Dr Ann checked these questions on 1 February 2026." in start
    for page in (about, results):
        assert "Reviewed by Dr Ann on 1 February 2026." in page
        assert "to be reviewed" not in page
    assert all("No clinician" not in page for page in (start, about, results))


def test_a_review_that_is_overdue_is_told_too(
    site_with: Callable[[Review], LookingClient],
) -> None:
    late = replace(SIGNED, review_by=date(2026, 11, 20))
    for page in pages(site_with(late))[1:]:
        assert "It was to be reviewed by 20 November 2026." in page


@pytest.mark.parametrize(
    "review",
    [
        Review("draft", None, None, DAY),
        Review("reviewed", "Dr Ann", None, DAY),  # nobody knows when
    ],
)
def test_rules_that_nobody_signed_say_so(
    review: Review, site_with: Callable[[Review], LookingClient]
) -> None:
    start, about, results = pages(site_with(review))
    assert "No clinician has checked these questions yet." in start
    for page in (about, results):
        assert "No clinician has reviewed it yet." in page
