"""What changed since last time, on the paper: first for a doctor, then all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pdfua import Severity, validate
from pypdf import PdfReader

from assessment.core.assess import assess
from assessment.core.summarise import summarise
from assessment.core.summary import Summary
from assessment.core.topic import Topic
from assessment.core.visit import Earlier, Respondent, Visit
from assessment.pdf.paper import STYLESHEETS, Edition, paper_html
from assessment.pdf.render import render
from assessment.rulebook import load_topic
from tests.cases.read import read_set

pytestmark = pytest.mark.slow

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
THEN, DAY = date(2026, 10, 12), date(2026, 11, 21)
# Little in common, so that almost all is new or gone; the first fills page one most.
PAIRS = (("V062", "V008"), ("V126", "V040"), ("V064", "V033"))


@pytest.fixture(scope="module")
def topic() -> Topic:
    return load_topic(RULES)


def summary(topic: Topic, before: str, now: str) -> Summary:
    """One case who brings the paper of another, as if it were the same person."""
    cases = {case.id: case.answers for case in read_set("development", topic)}
    said = cases[before]
    for question in ("age", "sex"):
        said = said.set(question, cases[now][question])
    earlier = Earlier(THEN, said, confirmed=True)
    visit = Visit(topic.id, "1", 0, Respondent.SELF, cases[now], earlier=earlier)
    return summarise(topic, visit, assess(topic, cases[now]), DAY)


def pages(shown: Summary) -> list[str]:
    """The text of each page in one line."""
    document = render(paper_html(shown, edition=Edition()), STYLESHEETS)
    texts = (page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    return [" ".join(text.split()) for text in texts]


@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_page_one_tells_it_and_stays_one_page(
    topic: Topic, before: str, now: str
) -> None:
    shown = summary(topic, before, now)
    assert shown.since is not None
    assert shown.since.new
    assert shown.since.gone
    first, second, *_rest = pages(shown)
    assert "Since last time (12 October 2026)" in first
    for landmark in ("New:", "Said then, not now:", "Clinician’s notes"):
        assert landmark in first
    assert second.startswith("Worth asking about")


def test_all_of_it_stands_with_all_answers(topic: Topic) -> None:
    shown = summary(topic, *PAIRS[0])
    assert shown.since is not None
    text = " ".join(pages(shown)[1:])
    told = text[text.index("All my answers") :]
    for change in (*shown.since.worse, *shown.since.new, *shown.since.gone):
        for words in (change.title, *change.before, *change.now):
            assert words in told


def test_nothing_is_printed_when_nothing_was_brought(topic: Topic) -> None:
    shown = replace(summary(topic, *PAIRS[0]), since=None)
    assert "last time" not in " ".join(pages(shown))


def test_pdfua_finds_no_error(topic: Topic, tmp_path: Path) -> None:
    html = paper_html(summary(topic, *PAIRS[1]), edition=Edition())
    path = tmp_path / "paper.pdf"
    path.write_bytes(render(html, STYLESHEETS))
    findings = validate(str(path)).findings
    assert [found for found in findings if found.severity >= Severity.WARNING] == []
