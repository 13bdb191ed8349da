"""Rest: a break in the middle of a page loses nothing, and leads back to it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.conftest import CALM, Clock
from tests.web.looking import LookingClient, filled_in, words

REST = {"have__a__rest": "1"}


def go_on(client: LookingClient) -> LookingClient:
    """Press the button of the page of rest."""
    (button,) = client.page.tree.iterfind(".//main//a[@class='button']")
    assert words(button) == "Go on where I was"
    client.get(button.get("href"))
    return client


def test_a_rest_keeps_what_was_chosen_and_the_place(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0], {**REST, "age": "", "speed": "slow"})
    assert client.page.heading == "Have a rest"
    assert "kept for 45 minutes" in client.page.text
    go_on(client)
    fields = filled_in(client.page.tree.find(".//form"))
    assert (fields["age"], fields["speed"]) == ("", "slow")


def test_a_page_left_for_a_rest_is_to_be_finished(
    finished_client: LookingClient,
) -> None:
    client = finished_client
    client.get("/hiccups/emergency/1")
    client.answer({**REST, "signs": ["none"]})
    assert client.get("/hiccups/results", 303).location == "/hiccups/emergency/1"
    client.get("/hiccups/emergency/1")
    client.answer({"signs": ["none"]})
    assert client.page.heading == "Check your answers"


def test_an_emergency_comes_before_any_rest(client: LookingClient) -> None:
    client.start()
    client.answer({**REST, "signs": ["choke"]})
    assert client.page.heading == "Call 999 now."
    assert client.get("/hiccups/emergency/1/rest", 303).location == (
        "/hiccups/emergency/1"
    )
    assert client.follow().heading == "Call 999 now."


def test_what_is_wrong_waits_through_a_rest(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0], {**REST, "age": "forty"})
    assert client.page.heading == "Have a rest"
    go_on(client)
    assert len(client.page.trouble) == 1
    assert filled_in(client.page.tree.find(".//form"))["age"] == "forty"


def test_a_rest_and_the_way_back_count_as_activity(
    client: LookingClient, still_clock: Clock
) -> None:
    client.start()
    for address in ("/hiccups/emergency/1/rest", "/hiccups/emergency/1") * 2:
        still_clock.go_on(minutes=40)
        client.get(address)


def test_a_rest_promises_no_more_than_the_hours_of_a_visit(
    client: LookingClient, still_clock: Clock
) -> None:
    client.start()
    for _ in range(12):
        still_clock.go_on(minutes=39)
        client.get("/hiccups/emergency/1")
    assert "kept for 12 minutes" in client.get("/hiccups/emergency/1/rest").text
    still_clock.go_on(minutes=13)
    client.get("/hiccups/emergency/1/rest", 400)


@pytest.mark.parametrize("place", ["you/1", "emergency/9"])
def test_a_rest_leads_to_no_page_that_cannot_be_opened(
    client: LookingClient, place: str
) -> None:
    client.start()
    assert client.get(f"/hiccups/{place}/rest", None).status in (303, 404)


def test_a_shared_screen_offers_no_rest(own_app: Callable[..., Flask]) -> None:
    client = LookingClient(own_app(kiosk=True))
    assert "Have a rest" not in client.start().text
    client.get("/hiccups/emergency/1/rest", 404)
