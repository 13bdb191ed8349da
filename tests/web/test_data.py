"""Answers as data: inside the paper, and on their own for whoever wants them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Flask

from assessment.pdf.attachment import Attachment
from tests.web.conftest import CALM
from tests.web.looking import LookingClient, words

DATA = "/hiccups/answers.json"
SAVE = "Save my answers as data (for a computer)"
CANARY = "canary7491"


def client_at_results(app: Flask, wish: str = "To sleep") -> LookingClient:
    """A client that has answered everything and looks at the results."""
    client = LookingClient(app)
    client.start()
    client.answer(*CALM[:-1], {"wishes": wish})
    client.get("/hiccups/results")
    return client


def embedded(app: Flask, wish: str = "To sleep") -> tuple[Attachment, ...]:
    """What the paper carries of somebody with this wish."""
    client = client_at_results(app, wish)
    client.post("/hiccups/summary.pdf", {"csrf_token": client.token()}, 200)
    found: tuple[Attachment, ...] = app.extensions["assessment"].papers.embedded
    return found


def buttons(client: LookingClient) -> list[str]:
    return [words(button) for button in client.page.tree.iterfind(".//button")]


def test_answers_can_be_kept_as_data(app: Flask) -> None:
    client = client_at_results(app)
    assert SAVE in buttons(client)
    kept = client.post(DATA, {"csrf_token": client.token()}, 200).response
    assert kept.mimetype == "application/json"
    assert kept.headers["Content-Disposition"] == 'attachment; filename="answers.json"'
    told: dict[str, Any] = json.loads(kept.data)
    assert told["answers"]["where"] == ["left:hand", "neck"]
    assert told["answers"]["wishes"] == ["To sleep"]
    assert told["assessment"]["urgency"] == "routine"


def test_there_is_no_data_before_everything_is_answered(app: Flask) -> None:
    client = LookingClient(app)
    client.start()
    client.post(DATA, {"csrf_token": client.token()}, 303)


def test_a_kiosk_gives_nobody_a_file(own_app: Callable[..., Flask]) -> None:
    client = client_at_results(own_app(kiosk=True))
    assert SAVE not in buttons(client)
    client.post(DATA, {"csrf_token": client.token()}, 404)


def test_the_paper_carries_the_same_data_as_record_and_fhir(app: Flask) -> None:
    client = client_at_results(app)
    kept = client.post(DATA, {"csrf_token": client.token()}, 200).response.data
    record, response, questions = embedded(app)
    assert record.content == kept
    assert json.loads(response.content)["resourceType"] == "QuestionnaireResponse"
    assert json.loads(questions.content)["resourceType"] == "Questionnaire"


def test_only_the_content_of_attachments_holds_answers(app: Flask) -> None:
    calm, other = embedded(app), embedded(app, CANARY)
    assert [CANARY.encode() in one.content for one in other] == [True, True, False]
    named = [(one.name, one.media_type, one.description) for one in other]
    assert named == [(one.name, one.media_type, one.description) for one in calm]


def test_a_site_can_leave_the_data_out(own_app: Callable[..., Flask]) -> None:
    assert embedded(own_app(embed=False)) == ()
