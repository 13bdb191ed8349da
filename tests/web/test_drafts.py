"""Drafts: nothing that was entered is lost, and nothing that was not sent counts."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from assessment.core.visit import MOST_DRAFT_BYTES, MOST_DRAFTS, Draft, Visit
from tests.web.conftest import CALM
from tests.web.looking import LookingClient, filled_in, words

# Pages of the way that is calm, each with an entry that cannot be taken.
WRONG: tuple[tuple[int, dict[str, Any]], ...] = (
    (0, {"signs": ["faint", "none"]}),
    (1, {"age": "400", "speed": "slow"}),
    (3, {"noises": ["low", "none"]}),
    (6, {"wishes": "A" * 601}),
)


def fields(client: LookingClient) -> dict[str, Any]:
    """What the form of the page is filled in with."""
    found = filled_in(client.page.tree.find(".//main//form"))
    return {name: found[name] for name in found if "-" not in name and "_" not in name}


def keep(client: LookingClient, **entries: Any) -> None:
    """Send the form as the script does, without a press of any button."""
    shown = client.page
    client.press(204, only__keep="1", **entries)
    client.page = shown


@pytest.mark.parametrize(("pages", "wrong"), WRONG)
@pytest.mark.parametrize("button", [{"go__back": "1"}, {"look__at": "privacy"}])
def test_what_is_wrong_waits_with_its_error_for_who_leaves(
    client: LookingClient, pages: int, wrong: dict[str, Any], button: dict[str, str]
) -> None:
    client.start()
    client.answer(*CALM[:pages])
    place = client.page.tree.find(".//main//form").get("action")
    client.press(303, 0, **wrong, **button)
    assert client.page.location != place
    client.get(place)
    assert client.page.title.startswith("Error: ")
    assert len(client.page.trouble) == 1
    assert fields(client).items() >= wrong.items()
    client.answer(*CALM[pages:])
    assert client.page.heading == "Check your answers"


def test_who_comes_forward_again_comes_to_what_is_wrong(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:6])
    client.back(wishes="A" * 601)
    client.answer(CALM[5])
    assert fields(client)["wishes"] == "A" * 601


def test_a_refused_page_is_found_again_as_it_was_sent(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0])
    client.press(422, age="400", speed="slow")
    client.get("/help")
    client.get("/hiccups/you/1")
    assert fields(client).items() >= {"age": "400", "speed": "slow"}.items()


def test_an_answer_stands_until_the_change_of_it_is_sent(
    finished_client: LookingClient,
) -> None:
    client = finished_client
    client.get("/hiccups/you/1")
    client.press(age="400", go__back="1")
    assert client.get("/hiccups/results", 303).location == "/hiccups/you/1"
    client.follow()
    client.answer({"age": "41"})
    assert client.page.heading == "Check your answers"
    assert "41" in client.page.text


def test_what_was_not_sent_yet_is_there_after_a_reload(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0])
    keep(client, age="40")
    client.get("/hiccups/you/1")
    assert client.page.trouble == []  # not yet answered is not wrong
    assert fields(client)["age"] == "40"


def test_a_danger_sign_that_was_not_sent_warns_nobody_yet_and_waits(
    finished_client: LookingClient,
) -> None:
    client = finished_client
    client.get("/hiccups/emergency/1")
    keep(client, signs=["choke"])
    assert client.get("/hiccups/results", 303).location == "/hiccups/emergency/1"
    client.follow()
    assert fields(client)["signs"] == ["choke"]
    client.answer({"signs": ["choke"]})
    assert client.page.heading == "Call 999 now."


def test_a_draft_is_in_no_page_paper_or_record(finished_client: LookingClient) -> None:
    client = finished_client
    client.get("/hiccups/health/2")
    keep(client, wishes="Zanzibar")
    token = {"csrf_token": client.token()}
    for file in ("summary.pdf", "answers.json"):
        assert client.post(f"/hiccups/{file}", token).location == "/hiccups/health/2"
    client.get("/hiccups/health/2")
    client.answer({"wishes": "To sleep"})
    for path in ("check", "results", "paper"):
        assert "Zanzibar" not in client.get(f"/hiccups/{path}").text
    assert "Zanzibar" not in client.post("/hiccups/answers.json", token, 200).text


def test_a_late_draft_does_not_undo_what_was_sent(client: LookingClient) -> None:
    client.start()
    early = client.page
    client.answer(CALM[0], CALM[1])
    now, client.page = client.page, early
    keep(client, signs=["faint"])
    client.page = now
    client.answer(*CALM[2:])
    assert client.page.heading == "Check your answers"


def test_a_draft_like_the_answers_is_none(finished_client: LookingClient) -> None:
    client = finished_client
    client.get("/hiccups/you/1")
    keep(client, age="41")
    keep(client, age="40")
    client.get("/hiccups/results")


def test_who_takes_a_warning_back_keeps_what_they_tick_through_a_reload(
    client: LookingClient,
) -> None:
    client.start()
    client.answer({"signs": ["choke"]})
    links = client.page.tree.iterfind(".//main//a")
    back = next(a.get("href") for a in links if "by mistake" in words(a))
    client.get(back)
    keep(client, signs=["faint"])
    client.get(back)
    assert fields(client)["signs"] == ["faint"]
    assert client.answer({"signs": ["faint"]}).heading == "You"


def test_no_draft_without_a_token(client: LookingClient) -> None:
    client.start()
    client.press(400, only__keep="1", csrf_token="", signs=["faint"])
    client.get("/hiccups/emergency/1")
    assert fields(client)["signs"] == []


def test_a_draft_holds_the_fields_of_its_page_alone(app: Flask) -> None:
    client = LookingClient(app)
    client.start()
    keep(client, signs=["faint"], wishes="Zanzibar", figure__view="back")
    secret = client.client.get_cookie("previsit")
    assert secret is not None
    payload = app.extensions["assessment"].visits.load(secret.value, 0)
    assert b'"sent":[["signs","faint"]]' in payload


def test_the_oldest_of_many_drafts_gives_way() -> None:
    visit = Visit("hiccups", "1", 0)
    for number in range(MOST_DRAFTS + 1):
        visit = visit.with_draft(("you", number), Draft(("you", number), ()))
    assert visit.draft_of(("you", 0)) is None
    assert len(visit.drafts) == MOST_DRAFTS
    assert Visit.from_json(visit.to_json()) == visit


def test_the_ways_off_a_page_of_questions_keep_what_was_chosen(
    client: LookingClient,
) -> None:
    client.start()
    (form,) = client.page.tree.iterfind(".//main//form")
    ways = client.page.tree.findall(".//*[@id='ways']//button")
    assert [button.get("form") for button in ways] == [form.get("id")] * 3
    for button in ways:
        client.get("/hiccups/emergency/1")
        client.press(look__at=button.get("value"), signs=["faint"])
        assert client.page.location == f"/{button.get('value')}"
        client.get("/hiccups/emergency/1")
        assert fields(client)["signs"] == ["faint"]
    links = [a.get("href") for a in client.page.tree.iterfind(".//a")]
    assert all(href.startswith(("#", "tel:")) for href in links)


def test_drafts_hold_no_more_than_a_visit_may_and_the_latest_stay() -> None:
    visit = Visit("hiccups", "1", 0)
    for number in range(6):
        draft = Draft(("you", number), (("wishes", "\N{PILE OF POO}" * 600),))
        visit = visit.with_draft(draft.place, draft)
    assert 1 < len(visit.drafts) < 6
    assert visit.drafts[-1].place == ("you", 5)
    assert sum(draft.size for draft in visit.drafts) <= MOST_DRAFT_BYTES
    flood = Draft(("you", 9), (("wishes", "W" * MOST_DRAFT_BYTES),))
    assert visit.with_draft(flood.place, flood).drafts == visit.drafts
