"""Soak: whether what makes papers grows, over a thousand of them."""

from __future__ import annotations

import multiprocessing
from contextlib import suppress
from datetime import date
from pathlib import Path

from assessment.core.assess import assess
from assessment.core.summarise import summarise
from assessment.core.topic import Topic
from assessment.core.visit import Visit
from assessment.pdf.paper import STYLESHEETS, Edition, paper_html
from assessment.pdf.pool import RenderPool
from tests.cases.read import Case

SETTLED = 100  # papers after which fonts and styles are all there
PAPERS = 1_000
DAY = date(2026, 11, 21)


def report(topic: Topic, cases: tuple[Case, ...]) -> list[str]:
    """Lines to print."""
    pages = [_page(topic, case) for case in cases]
    pool = RenderPool(children=1, seconds=60, patience=60, stylesheets=STYLESHEETS)
    settled = most = 0.0
    try:
        for number in range(PAPERS):
            pool.render(pages[number % len(pages)], STYLESHEETS)
            most = max(most, megabytes())
            if number < SETTLED:
                settled = most
    finally:
        pool.close()
    return [
        f"Soak: {PAPERS} papers of {len(pages)} people, one after another",
        f"  memory of the child  {settled:.0f} MB at most in the first {SETTLED},"
        f" {most:.0f} MB in all, {most - settled:+.0f} MB (aim 20)",
    ]


def _page(topic: Topic, case: Case) -> str:
    visit = Visit(topic.id, topic.version, 0, answers=case.answers)
    summary = summarise(topic, visit, assess(topic, case.answers), DAY)
    return paper_html(summary, edition=Edition())


def megabytes() -> float:
    """Resident memory of the largest child that makes papers."""
    found = [0]
    for child in multiprocessing.active_children():
        with suppress(FileNotFoundError):  # it has just given way to another
            status = Path(f"/proc/{child.pid}/status").read_text("utf-8")
            rows = (row.split() for row in status.splitlines())
            found += [int(row[1]) for row in rows if row[0] == "VmRSS:"]
    return max(found) / 1024
