"""The safety files say what is so: ratings, tests that exist, and who has signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.rulebook import load_topic
from tests.safety.hazards import FOLDER, NODE, ROOT, Hazard, exists, read_log
from tests.safety.render import RENDERED, markdown

LOG = read_log()
BANNER = "**No clinical safety officer has signed this"
each_hazard = pytest.mark.parametrize("hazard", LOG.hazards, ids=lambda h: h.id)


def test_ids_are_counted_without_a_gap_so_that_none_is_ever_taken_out() -> None:
    count = len(LOG.hazards)
    assert count >= 26
    expected = [f"HAZ-{n:02}" for n in range(1, count + 1)]
    assert [hazard.id for hazard in LOG.hazards] == expected


def test_more_severe_or_more_likely_is_never_less_risk() -> None:
    for line in (*LOG.matrix, *zip(*LOG.matrix, strict=True)):
        assert list(line) == sorted(line)


@each_hazard
def test_risk_is_that_of_the_matrix(hazard: Hazard) -> None:
    for rating in (hazard.before, hazard.after):
        assert rating.risk == LOG.rate(hazard.severity, rating.likelihood)
    assert hazard.after.likelihood <= hazard.before.likelihood


@each_hazard
def test_c9_a_control_is_proven_by_tests_or_claims_no_proof(hazard: Hazard) -> None:
    for control in hazard.controls:
        assert bool(control.tests) is (control.kind in ("design", "test")), control.what
        assert len({*control.tests}) == len(control.tests)


@each_hazard
def test_likelihood_falls_only_by_what_is_proven(hazard: Hazard) -> None:
    if hazard.after.likelihood < hazard.before.likelihood:
        assert any(control.tests for control in hazard.controls)


@each_hazard
def test_a_hazard_stays_open_while_anything_is_left_or_the_risk_is_too_high(
    hazard: Hazard,
) -> None:
    left = bool(hazard.open) or hazard.after.risk >= LOG.unacceptable_from
    assert hazard.status == ("open" if left else "controlled")


@pytest.mark.parametrize(
    "path", sorted(p for p in FOLDER.iterdir() if p.is_file()), ids=lambda p: p.name
)
def test_c9_every_test_that_is_named_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [node for node in NODE.findall(text) if not exists(node)] == []


def test_a_test_that_is_not_there_does_not_count() -> None:
    assert not exists("tests/test_safety.py::test_that_nobody_wrote")
    assert not exists("tests/no_such_file.py::test_anything")


def test_the_page_is_rendered_from_the_log() -> None:
    assert RENDERED.read_text("utf-8") == markdown(LOG)


@pytest.mark.parametrize("name", ["safety-case.md", "hazard-log.md"])
def test_nobody_seems_to_have_signed_what_is_not_reviewed(name: str) -> None:
    opening = (FOLDER / name).read_text("utf-8").splitlines()[2]
    topics = [load_topic(path.parent) for path in ROOT.glob("rules/*/topic.yaml")]
    assert topics
    assert opening.startswith(BANNER) or all(t.review.reviewed for t in topics)
