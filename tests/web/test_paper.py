"""The paper, made for real: by the pool, from the same answers as the page."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pypdf
from flask import Flask

from assessment.export.record import read_record
from assessment.pdf.extract import read_attachment
from assessment.web import create_app
from assessment.web.exports import RECORD_NAME
from assessment.web.paper import edition
from assessment.web.settings import Settings
from assessment.web.theme import Theme
from tests.web.conftest import CALM, RULES
from tests.web.looking import LookingClient


def test_c7_the_paper_says_what_was_answered(tmp_path: Path) -> None:
    app = create_app(Settings(rules=RULES, state=tmp_path, store="memory:"))
    client = LookingClient(app)
    client.start()
    client.answer(*CALM[:-1], {"wishes": "To sleep <b>well</b>"})
    client.get("/hiccups/results")
    page = client.post("/hiccups/summary.pdf", {"csrf_token": client.token()}, 200)
    app.extensions["assessment"].papers.close()
    paper = pypdf.PdfReader(BytesIO(page.response.data))
    text = " ".join(" ".join(p.extract_text() for p in paper.pages).split())
    assert "To sleep <b>well</b>" in text
    assert "Aspirin" in text
    assert {*(paper.metadata or {})} <= {"/Title", "/Producer", "/Lang"}
    told = read_record(read_attachment(page.response.data, RECORD_NAME))
    assert told.answers["wishes"] == ["To sleep <b>well</b>"]


def test_the_sheet_is_that_of_the_country() -> None:
    assert edition(Settings(country="US"), str, Theme()).size.value == "letter"
    assert edition(Settings(country="GB"), str, Theme()).size.value == "a4"


def test_large_print_is_for_who_asks_for_it(
    app: Flask, finished_client: LookingClient
) -> None:
    papers = app.extensions["assessment"].papers
    bodies = []
    for chosen in ({}, {"print": "large"}, {"print": "<huge>"}):
        finished_client.get("/hiccups/results")
        form = {"csrf_token": finished_client.token(), **chosen}
        finished_client.post("/hiccups/summary.pdf", form, 200)
        bodies += re.findall('<body class="([^"]*)"', papers.html)
    assert bodies == ["a4", "a4 large", "a4"]
