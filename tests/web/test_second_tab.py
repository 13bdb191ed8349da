"""A second tab: two windows of one browser, where one starts again."""

from __future__ import annotations

import pytest

from tests.web.conftest import CALM
from tests.web.looking import LookingClient, Page, filled_in, words


@pytest.fixture
def first_page(client: LookingClient) -> Page:
    """The page that is open in the first tab; the second has just started again."""
    client.start()
    client.answer(*CALM[:6])
    open_in_first = client.page
    client.get("/")
    client.press(409, respondent="self")
    client.press()
    client.follow()
    return open_in_first


def test_start_asks_once_before_anything_is_wiped(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:2])
    client.get("/")
    asked = client.press(409, respondent="other")
    assert asked.heading == "You have already begun"
    links = {words(a): a.get("href") for a in asked.tree.iterfind(".//main//a")}
    assert links == {"Go on where I was": "/hiccups/hiccups/1"}
    client.get("/hiccups/you/1")
    assert filled_in(client.page.tree.find(".//form"))["age"] == "40"


def test_who_starts_again_is_who_was_chosen(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0])
    client.get("/")
    client.press(409, respondent="other", earlier="1")
    client.press()
    assert client.page.location == "/hiccups/earlier"
    client.get("/hiccups/emergency/1")
    assert "the person you are answering for" in client.page.text
    assert filled_in(client.page.tree.find(".//form"))["signs"] == []


def test_a_start_over_nothing_asks_nothing(client: LookingClient) -> None:
    client.start()
    client.start()
    assert client.page.title.startswith("Step 1 of 4")


def test_the_first_tab_is_told_what_happened_and_keeps_its_page(
    client: LookingClient, first_page: Page
) -> None:
    client.page = first_page
    page = client.press(400, wishes="A long story")
    assert page.notice.startswith("Did you start again in another window?")
    assert "A long story" in page.text
    client.press()
    assert client.page.location == "/hiccups/emergency/1"
    client.follow()
    client.answer(*CALM[:6])
    assert client.page.heading == "Check your answers"
    assert "A long story" in client.page.text


def test_the_first_tab_can_not_finish_the_visit_of_the_second(
    client: LookingClient, first_page: Page
) -> None:
    token = first_page.tree.find(".//input[@name='csrf_token']").get("value")
    page = client.post("/finish", {"csrf_token": token}, 400)
    assert page.heading == "This page is from before"
    (way_on,) = page.tree.iterfind(".//main//a[@class='button']")
    assert client.get(way_on.get("href")).title.startswith("Step 1 of 4")
