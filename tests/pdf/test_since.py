"""What changed since last time, on the paper: first for a doctor, then all of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from pdfua import Severity, validate
from pypdf import PdfReader

from assessment.core.assess import assess
from assessment.core.summarise import summarise
from assessment.core.summary import Summary
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


TOPIC = load_topic(RULES)
CASES = {case.id: case.answers for case in read_set("development", TOPIC)}


def summary(before: str, now: str) -> Summary:
    """One case who brings the paper of another, as if it were the same person."""
    said = CASES[before]
    for question in ("age", "sex"):
        said = said.set(question, CASES[now][question])
    earlier = Earlier(THEN, said, confirmed=True)
    visit = Visit(TOPIC.id, "1", 0, Respondent.SELF, CASES[now], earlier=earlier)
    return summarise(TOPIC, visit, assess(TOPIC, CASES[now]), DAY)


@cache
def document(before: str, now: str) -> bytes:
    """The paper of the pair, made once."""
    return render(paper_html(summary(before, now), edition=Edition()), STYLESHEETS)


def pages(before: str, now: str) -> list[str]:
    """The text of each page in one line."""
    reader = PdfReader(BytesIO(document(before, now)))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_page_one_tells_it_and_stays_one_page(before: str, now: str) -> None:
    since = summary(before, now).since
    assert since is not None
    assert since.new
    assert since.gone
    first, second, *_rest = pages(before, now)
    assert "Since last time (12 October 2026)" in first
    for landmark in ("New:", "Said then, not now:", "Clinician’s notes"):
        assert landmark in first
    assert second.startswith("Worth asking about")


def test_all_of_it_stands_with_all_answers() -> None:
    since = summary(*PAIRS[0]).since
    assert since is not None
    text = " ".join(pages(*PAIRS[0])[1:])
    told = text[text.index("All my answers") :]
    for change in (*since.worse, *since.new, *since.gone):
        for words in (change.title, *change.before, *change.now):
            assert words in told


def test_nothing_is_printed_when_nothing_was_brought() -> None:
    brought = summary(*PAIRS[0])
    assert "last time" in paper_html(brought, edition=Edition())
    nothing = replace(brought, since=None)
    assert "last time" not in paper_html(nothing, edition=Edition())


@pytest.mark.parametrize(("before", "now"), PAIRS)
def test_pdfua_finds_no_error(before: str, now: str, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(document(before, now))
    findings = validate(str(path)).findings
    assert [found for found in findings if found.severity >= Severity.WARNING] == []
