"""Text size: three buttons on every page, without JavaScript and without a trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from tests.web.conftest import CALM, Clock
from tests.web.looking import LookingClient, filled_in, words

COOKIE = "previsit-text-size"


def size(client: LookingClient) -> str:
    """The size of the page: its class, and the button that is marked."""
    (marked,) = client.page.tree.iterfind(".//button[@aria-current]")
    assert client.page.tree.get("class").split()[0] == f"text-{marked.get('value')}"
    return str(marked.get("value"))


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/about", "/finished"])
def test_a_size_is_chosen_before_a_visit_and_the_address_stays_clean(
    client: LookingClient, path: str
) -> None:
    client.get(path)
    assert size(client) == "normal"
    assert client.get(f"{path}?text-size=largest", 303).location == path
    client.follow()
    assert size(client) == "largest"
    client.get(f"{path}?text-size=normal", 303)
    assert client.client.get_cookie(COOKIE) is None


def test_the_buttons_of_a_page_of_questions_lose_nothing(
    client: LookingClient,
) -> None:
    client.start()
    client.answer(CALM[0])
    (large,) = client.page.tree.iterfind(".//button[@value='large']")
    form = client.page.tree.find(".//main//form")
    assert large.get("form") == form.get("id")
    place = form.get("action")
    client.press(speed="slow", text__size="large")
    assert client.page.location == place
    client.follow()
    assert size(client) == "large"
    assert filled_in(client.page.tree.find(".//form"))["speed"] == "slow"
    client.answer({"age": "forty", "text__size": "largest"})
    assert size(client) == "largest"
    assert filled_in(client.page.tree.find(".//form"))["age"] == "forty"


@pytest.mark.parametrize("value", ["huge", "", '"><b>'])
def test_a_strange_size_is_no_size(client: LookingClient, value: str) -> None:
    client.client.set_cookie(COOKIE, value)
    client.get("/", query_string={"text-size": value})
    assert size(client) == "normal"


def test_a_page_that_is_not_there_leads_to_the_start(client: LookingClient) -> None:
    assert client.get("//evil.example?text-size=large", 303).location == "/"


def test_the_cookie_is_told_of(client: LookingClient) -> None:
    client.get("/?text-size=large", 303)
    assert client.client.get_cookie(COOKIE).value == "large"  # type: ignore[union-attr]
    (cookies,) = [
        words(heading.getnext())
        for heading in client.get("/privacy").tree.iterfind(".//h2")
        if words(heading) == "Cookies"
    ]
    assert "text size" in cookies


def test_a_shared_screen_forgets_the_size_with_the_answers(
    own_app: Callable[..., Flask], still_clock: Clock
) -> None:
    client = LookingClient(own_app(kiosk=True))
    client.get("/?text-size=large", 303)
    client.start()
    client.get("/help")
    assert size(client) == "large"
    client.post("/finish", {"csrf_token": client.token()})
    client.follow()
    assert size(client) == "normal"
    client.get("/?text-size=large", 303)
    client.start()
    still_clock.go_on(minutes=46)
    client.get("/hiccups/emergency/1", 400)
    assert size(client) == "normal"
    assert client.client.get_cookie(COOKIE) is None


def test_one_s_own_screen_keeps_the_size(client: LookingClient) -> None:
    client.get("/?text-size=large", 303)
    client.start()
    client.finish()
    client.follow()
    assert size(client) == "large"


@pytest.mark.parametrize(("kiosk", "allowed"), [(False, False), (True, True)])
def test_pages_can_be_read_aloud_where_nobody_else_listens(
    own_app: Callable[..., Flask], kiosk: bool, allowed: bool
) -> None:
    shown = LookingClient(own_app(kiosk=kiosk, kiosk_read_aloud=allowed)).get("/")
    (button,) = shown.tree.iterfind(".//button[@data-stop]")
    assert button.get("type") == "button"
    assert "hidden" in button.attrib  # until a script finds a voice


def test_a_shared_screen_stays_silent(own_app: Callable[..., Flask]) -> None:
    assert "data-stop" not in LookingClient(own_app(kiosk=True)).get("/").text
