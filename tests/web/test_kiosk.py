"""A shared screen: one tap begins, nobody's answers stay, and there is time enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import CALM, Clock
from tests.web.looking import LookingClient, words

QUESTION = "/hiccups/you/1"
IN_A_VISIT = (
    *("/hiccups/emergency/1", "/hiccups/check", "/hiccups/results", "/hiccups/paper"),
    *("/help", "/privacy", "/about", "/start-over", "/no-such-page"),
)


@pytest.fixture
def kiosk(own_app: Callable[..., Flask]) -> LookingClient:
    """A client at a shared screen."""
    return LookingClient(own_app(kiosk=True))


@pytest.fixture
def begun(kiosk: LookingClient) -> LookingClient:
    """Somebody at the second page of a shared screen."""
    kiosk.start()
    kiosk.answer(CALM[0])
    return kiosk


def store_of(client: LookingClient) -> Any:
    """The rows of the store in memory."""
    app: Any = client.client.application
    return app.extensions["assessment"].store._rows


def cookies_of(client: LookingClient) -> set[str]:
    """The names of the browser's cookies."""
    names = ("previsit", "previsit-text-size")
    return {name for name in names if client.client.get_cookie(name)}


def goes(client: LookingClient) -> tuple[int, str] | None:
    """Where the page leads by itself after how many seconds, script or not."""
    html = client.page.tree
    refresh = html.find("head/noscript/meta")
    if refresh is None:
        assert "data-after" not in html.attrib
        return None
    seconds, _, address = refresh.get("content").partition("; url=")
    assert (seconds, address) == (html.get("data-after"), html.get("data-then"))
    return int(seconds), address


def buttons(client: LookingClient) -> Iterator[tuple[str, str]]:
    """The words and the value of each button of the first form."""
    for button in client.page.tree.find(".//main//form").iterfind("button"):
        yield words(button), button.get("value")


def test_one_tap_begins(kiosk: LookingClient) -> None:
    kiosk.get("/")
    assert list(buttons(kiosk)) == [
        ("Start", "self"),
        ("I am answering for someone else", "other"),
        ("A member of staff is helping me", "staff"),
    ]
    kiosk.press(respondent="self")
    assert kiosk.follow().title.startswith("Step 1 of 4")


def test_the_first_page_says_whom_to_tell(kiosk: LookingClient) -> None:
    text = words(kiosk.get("/").tree.find(".//main"))
    assert "Not well enough for this? Tell the staff." in text
    assert "Tell the staff now. Or ask anyone to call 999." in text
    assert "tel:" not in kiosk.page.text


def test_staff_come_before_any_phone_where_help_is_needed_at_once(
    kiosk: LookingClient,
) -> None:
    kiosk.start()
    kiosk.answer({"signs": ["choke"]})
    kiosk.press()
    kiosk.follow()
    alarm = words(kiosk.page.tree.find(".//aside"))
    still = "This warning still stands: Tell the staff now. Make my summary now"
    assert alarm == still
    kiosk.answer(*CALM[1:])
    page = kiosk.get("/hiccups/results")
    assert page.heading == "Tell the staff now"
    said = words(page.tree.find(".//section"))
    assert "ask anyone near you to call 999. Say that you are choking." in said
    # What is printed goes home: there the rule's own words come first.
    assert kiosk.get("/hiccups/paper").heading == "Call 999 now."


@pytest.mark.parametrize(
    ("signs", "first", "steps"),
    [
        ("faint", "show this to the staff before you go.",
         ["If you cannot be seen here today"]),
        ("none", "if you have no visit yet, ask for one at the desk.", []),
    ],
)  # fmt: skip
def test_the_desk_comes_before_any_phone(
    kiosk: LookingClient, signs: str, first: str, steps: list[str]
) -> None:
    kiosk.start()
    kiosk.answer({"signs": [signs]}, *CALM[1:])
    main = kiosk.get("/hiccups/results").tree.find(".//main")
    (told,) = main.iterfind(".//section/p[@class='screen']")
    assert words(told) == f"You are at the clinic: {first}"
    assert [words(h2) for h2 in main.iterfind(".//h2[@id='now']")] == steps


def test_the_first_page_waits_for_ever_but_forgets_a_text_size(
    kiosk: LookingClient,
) -> None:
    kiosk.get("/")
    assert goes(kiosk) is None
    kiosk.get("/?text-size=largest", 303)
    kiosk.follow()
    assert goes(kiosk) == (90, "/?text-size=normal")
    kiosk.get("/help")
    assert goes(kiosk) == (90, "/?text-size=normal")


def test_a_start_that_went_wrong_is_shown_there(kiosk: LookingClient) -> None:
    kiosk.get("/")
    page = kiosk.press(400, csrf_token="", respondent="self")
    assert page.trouble == ["Please press Start once more."]
    assert page.heading == "Get ready to see a doctor about hiccups"


@pytest.mark.parametrize("path", IN_A_VISIT)
def test_every_page_of_a_visit_asks_after_a_while_and_lets_start_over(
    kiosk: LookingClient, path: str
) -> None:
    kiosk.start()
    kiosk.answer(*CALM)
    page = kiosk.get(path, None)
    assert goes(kiosk) == (90, f"/still-there?at={path}")
    (link,) = page.tree.iterfind(".//*[@class='ease']/*[@data-asks]")
    assert link.get("href") == f"/start-over?at={path}"
    assert page.tree.find(".//dialog[@id='away']") is not None


def test_the_page_with_a_code_says_how_long_it_stays_and_then_goes(
    begun: LookingClient, still_clock: Clock
) -> None:
    begun.get("/hiccups/you/1/later")
    begun.press()
    page = begun.follow()
    assert goes(begun) == (90, "/still-there?at=/hiccups/you/1/later")
    assert page.tree.find(".//dialog[@id='away']") is not None
    terms = [words(dt) for dt in page.tree.iterfind(".//dl//dt")]
    assert terms == ["The code works until", "This screen shows it for"]
    assert words(page.tree.findall(".//dl//dd")[1]).startswith("120 seconds")
    assert page.tree.find(".//button[@data-copy]") is None
    still_clock.time += 120
    assert begun.get("/still-there", 303).location == "/?left"


def test_a_warning_lets_start_over_too(kiosk: LookingClient) -> None:
    kiosk.start()
    kiosk.press(signs=["choke"])
    page = kiosk.follow()
    assert goes(kiosk) == (90, "/still-there?at=/hiccups/you/1")
    assert page.tree.find(".//main//*[@data-asks='over']") is not None


def test_a_warning_that_was_understood_stays_where_a_wipe_is_asked_about(
    kiosk: LookingClient,
) -> None:
    kiosk.start()
    kiosk.answer({"signs": ["choke"]})
    kiosk.press()
    for path in ("/finish", "/start-over", "/still-there"):
        alarm = kiosk.get(path).tree.find(".//*[@class='alarm']")
        assert "This warning still stands" in words(alarm), path


def test_the_count_goes_on_by_the_clock_of_the_server(
    begun: LookingClient, still_clock: Clock
) -> None:
    begun.get(QUESTION)
    for passed, left in ((90, 30), (10, 20), (10, 10), (9, 1)):
        still_clock.time += passed
        page = begun.get(f"/still-there?at={QUESTION}")
        assert words(page.tree.find(".//*[@class='count']")) == str(left)
        after, then = goes(begun) or (0, "")
        assert (after, then) == (min(10, left + 1), f"/still-there?at={QUESTION}")
        assert "Is any of this true" not in page.text
    assert store_of(begun)
    still_clock.time += 1
    assert begun.get("/still-there", 303).location == "/?left"
    assert (store_of(begun), cookies_of(begun)) == ({}, set())
    assert "You have already begun" not in begun.follow().text
    assert begun.page.notice.startswith("The last visit ended because nobody answered.")
    assert goes(begun) == (90, "/?text-size=normal")
    assert begun.get("/still-there", 303).location == "/"


def test_a_warning_outlives_the_wipe_without_a_word_of_the_answers(
    kiosk: LookingClient, still_clock: Clock
) -> None:
    kiosk.start()
    kiosk.answer({"signs": ["choke"]})
    still_clock.time += 121
    assert kiosk.get("/still-there", 303).location == "/tell-staff"
    assert (store_of(kiosk), cookies_of(kiosk)) == ({}, set())
    page = kiosk.follow()
    assert page.heading == "Tell the staff now"
    assert "chok" not in page.text
    assert goes(kiosk) is None
    # Nor does who came by, and pressed Finish, cover it.
    kiosk.start()
    kiosk.answer({"signs": ["choke"]})
    assert kiosk.finish().location == "/tell-staff"
    # Whoever has read it and went on leaves the first page behind.
    kiosk.start()
    kiosk.answer({"signs": ["choke"]})
    kiosk.press()
    still_clock.time += 121
    assert kiosk.get("/still-there", 303).location == "/?left"


def test_k2_who_is_there_has_more_time_as_often_as_they_like(
    begun: LookingClient, still_clock: Clock
) -> None:
    begun.get(QUESTION)
    for _ in range(12):
        still_clock.time += 110
        begun.get(f"/still-there?at={QUESTION}")
        assert begun.press().location == QUESTION
        begun.follow()
    assert begun.page.heading == "You"


def test_what_is_typed_on_a_page_counts_though_no_page_was_sent(
    begun: LookingClient, still_clock: Clock
) -> None:
    begun.get(QUESTION)
    # The page told of a touch at 20 s, and asks for the first time at 130 s.
    still_clock.time += 20
    begun.post("/still-there", {"csrf_token": begun.token()})
    still_clock.time += 140
    begun.get(QUESTION)
    begun.press(age="40", speed="slow")


def test_a_visit_that_was_left_is_gone_though_nothing_asked(
    begun: LookingClient, still_clock: Clock
) -> None:
    begun.get("/?text-size=large", 303)
    still_clock.time += 180
    page = begun.get(QUESTION, 400)
    assert page.heading == "Your answers are no longer here"
    assert (store_of(begun), cookies_of(begun)) == ({}, set())
    assert begun.get(QUESTION, 303).location == "/"


def test_a_touch_that_is_told_too_late_changes_nothing(
    begun: LookingClient, still_clock: Clock
) -> None:
    begun.get("/still-there")
    still_clock.time += 200
    assert begun.press().location == "/"
    assert "Set-Cookie" not in begun.page.response.headers
    assert "You have already begun" not in begun.follow().text


@pytest.mark.parametrize(
    "at",
    [
        *("", "/", "//evil.example/", "https://evil.example", "/nowhere", "/finish"),
        *("/still-there", "/start-over", "/static/base.css", "javascript:alert(1)"),
        "\\evil",
    ],
)
def test_more_time_leads_only_to_pages_of_ours(begun: LookingClient, at: str) -> None:
    begun.get("/still-there", 200, query_string={"at": at})
    assert begun.press().location == QUESTION
    link = begun.get("/start-over", query_string={"at": at}).tree
    assert link.find(".//main//a[@class='button']").get("href") == QUESTION


def test_starting_over_asks_once_and_wipes_everything(begun: LookingClient) -> None:
    begun.get("/help?text-size=large", 303)
    page = begun.get(f"/start-over?at={QUESTION}")
    assert page.heading == "Start over?"
    assert store_of(begun)
    begun.press()
    assert (begun.page.location, store_of(begun), cookies_of(begun)) == ("/", {}, set())
    assert begun.get("/start-over", 303).location == "/"
    assert "nobody answered" not in begun.get("/").text


def test_an_address_wipes_nothing_that_time_has_not(begun: LookingClient) -> None:
    for path in ("/still-there", "/start-over", "/wipe.css", "/finished"):
        begun.client.get(path, headers={"Sec-Fetch-Site": "cross-site"})
    assert begun.get(QUESTION).heading == "You"


def test_the_stylesheet_that_wipes_changes_a_cookie_each_time(app: Flask) -> None:
    values = set()
    for _ in range(3):
        response = app.test_client().get("/wipe.css", headers={"Host": "localhost"})
        assert response.mimetype == "text/css"
        assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
        assert response.headers["Cache-Control"] == "no-store, max-age=0"
        cookie = response.headers["Set-Cookie"].split("; ")
        assert {"HttpOnly", "Path=/", "SameSite=Strict", "Max-Age=60"} <= {*cookie}
        values.add(cookie[0])
    assert len(values) == 3


@pytest.mark.parametrize("shared", [True, False])
def test_pages_after_a_visit_make_the_browser_forget(
    own_app: Callable[..., Flask], still_clock: Clock, shared: bool
) -> None:
    client = LookingClient(own_app(kiosk=shared))
    wipes = '<link rel="stylesheet" href="/wipe.css">'
    assert (wipes in client.get("/").text) is shared
    assert wipes in client.get("/finished").text
    assert wipes not in client.start().text
    still_clock.go_on(minutes=46)
    assert wipes in client.get("/hiccups/emergency/1", 400).text


def test_one_s_own_screen_has_none_of_it(client: LookingClient) -> None:
    client.start()
    assert "kiosk" not in client.page.text
    assert goes(client) is None
    for path in ("/still-there", "/start-over"):
        client.get(path, 404)


def test_a_shared_screen_has_keys_for_what_is_typed(begun: LookingClient) -> None:
    (pad,) = begun.page.tree.iterfind(".//*[@data-types]")
    assert (pad.get("data-types"), "hidden" in pad.attrib) == ("age", True)
    keys = [key.get("data-key") for key in pad.iter("button")]
    assert keys == [*"1234567890", ""]
    begun.answer(CALM[1])
    (pad,) = begun.page.tree.iterfind(".//*[@data-types]")
    keys = [key.get("data-key") for key in pad.iter("button")]
    assert {*keys} == {*"1234567890abcdefghijklmnopqrstuvwxyz,.", " ", "\n", ""}
    assert {key.get("type") for key in pad.iter("button")} == {"button"}


@pytest.mark.parametrize("codes", [0, 7])
@pytest.mark.parametrize("printer", ["", "Desk"])
@pytest.mark.parametrize("shared", [False, True])
def test_what_is_said_of_privacy_is_so_here(
    own_app: Callable[..., Flask],
    monkeypatch: pytest.MonkeyPatch,
    shared: bool,
    printer: str,
    codes: int,
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")  # where nothing answers
    app = own_app(kiosk=shared, printer=printer, resume_days=codes)
    said = words(LookingClient(app).get("/privacy").tree.find(".//main"))
    for part, true in {
        "delete the file": not shared,
        "The saved file": not shared,
        "summary from last time": not shared,
        "close the browser": not shared,
        "your own device": not shared,
        "Take all its pages": shared,
        "We keep no copy.": not shared or bool(printer),
        "we cannot take it back": shared and not printer,
        "we take it back. If we cannot, we tell you.": shared and bool(printer),
        "whoever has your code": bool(codes),
        "“Finish” on this screen does not wipe them.": shared and bool(codes),
        "“Finish” wipes them, too.": bool(codes) and not shared,
    }.items():
        assert (part in said) is true, part


def test_a5_it_says_how_long_it_waits(kiosk: LookingClient) -> None:
    assert "for 120 seconds" in kiosk.get("/privacy").text
    assert "for 90 seconds" in kiosk.get("/help").text
    for path in ("/", "/privacy", "/help"):
        assert "minutes pass" not in kiosk.get(path).text
