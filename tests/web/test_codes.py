"""Codes: a visit goes on elsewhere, nothing is lost, and nobody else gets in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from assessment.storage import (
    MemoryStore,
    SealedVisits,
    StoreUnavailable,
    new_code,
    read_code,
    secret_of,
)
from assessment.web import copies
from assessment.web.attempts import MOST_FROM_ONE, WINDOW
from assessment.web.qr import qr_picture
from tests.web.conftest import CALM, Clock
from tests.web.looking import LookingClient, filled_in, words

DAY = 24 * 60  # minutes
LATER: dict[str, Any] = {"go__on__later": "1"}
UNKNOWN = "We do not know this code. It may be too old, thrown away or used up."
SLIP = "Check each letter and figure. One is wrong, missing or too many."

Build = Callable[..., Flask]


@pytest.fixture
def shared(own_app: Build) -> Build:
    """Builds servers that share one store and one secret, as a clinic's do."""

    def build(**settings: Any) -> Flask:
        return own_app(store="", **settings)

    return build


def code_on(client: LookingClient) -> str:
    """The code that the page shows."""
    return words(client.page.tree.find(".//p[@class='code']"))


def ask_for_code(client: LookingClient) -> str:
    """From a page of questions, for a code; gives it."""
    client.press(**LATER)
    client.follow()
    client.press()
    client.follow()
    return code_on(client)


def enter(
    client: LookingClient, code: str, status: int = 303, **more: Any
) -> LookingClient:
    """Type the code where it is asked for."""
    client.get("/code")
    client.press(status, code=code, wipe=None, key=None, **more)
    return client


def opens(app: Flask, code: str) -> bool:
    """Whether the code opens anything."""
    client = LookingClient(app)
    client.get("/code")
    return client.press(None, code=code).status == 303


def half_done(app: Flask) -> tuple[LookingClient, str]:
    """Somebody who stopped on the second page, and their code."""
    client = LookingClient(app)
    client.start()
    client.answer(CALM[0])
    client.press(age="40", speed="slow", **LATER)
    client.follow()
    client.press()
    client.follow()
    return client, code_on(client)


def test_nothing_is_lost_on_the_way(app: Flask) -> None:
    _, code = half_done(app)
    client = enter(LookingClient(app), code)
    assert client.page.location == "/hiccups/you/1?resumed"
    client.follow()
    assert client.page.notice.startswith("Welcome back.")
    fields = filled_in(client.page.tree.find(".//form"))
    assert (fields["age"], fields["speed"]) == ("40", "slow")
    client.answer(*CALM[1:])
    assert client.page.heading == "Check your answers"


def test_what_was_changed_after_the_code_is_there_too(app: Flask) -> None:
    client, code = half_done(app)
    client.get("/hiccups/you/1")
    client.answer(*CALM[1:4])
    other = enter(LookingClient(app), code)
    assert other.page.location.startswith(client.page.response.request.path)


def test_the_code_is_the_same_when_it_is_asked_for_again(app: Flask) -> None:
    client, code = half_done(app)
    client.get("/hiccups/you/1")
    client.press(**LATER)
    client.follow()
    assert code_on(client) == code


def test_the_browser_that_was_left_changes_the_copy_no_more(app: Flask) -> None:
    left, code = half_done(app)
    enter(LookingClient(app), code)
    left.get("/hiccups/you/1")
    left.answer({"age": "41", "speed": "slow"})
    client = enter(LookingClient(app), code)
    client.follow()
    assert filled_in(client.page.tree.find(".//form"))["age"] == "40"
    # Whoever asks there again gets a code of its own.
    left.get("/hiccups/you/1")
    assert ask_for_code(left) != code


def test_at_home_it_opens_again_until_the_visit_is_finished(app: Flask) -> None:
    _, code = half_done(app)
    enter(LookingClient(app), code)
    client = enter(LookingClient(app), code)
    client.finish()
    client.follow()
    assert "Nothing that you told us is kept" in client.page.text
    assert not opens(app, code)


def test_the_browser_that_asked_for_it_wipes_it_by_finishing(app: Flask) -> None:
    client, code = half_done(app)
    client.finish()
    assert not opens(app, code)


def test_on_a_shared_screen_it_works_once(shared: Build) -> None:
    home, kiosk = shared(), shared(kiosk=True)
    _, code = half_done(home)
    client = enter(LookingClient(kiosk), code)
    client.follow()
    assert filled_in(client.page.tree.find(".//form"))["age"] == "40"
    assert not opens(kiosk, code)
    assert not opens(home, code)


def test_of_many_screens_that_open_it_at_once_one_alone_does(shared: Build) -> None:
    _, code = half_done(shared())
    screens = [shared(kiosk=True) for _ in range(3)]
    with ThreadPoolExecutor(6) as pool:
        opened = list(pool.map(lambda kiosk: opens(kiosk, code), screens * 2))
    assert opened.count(True) == 1


def test_a_copy_wiped_while_a_page_is_kept_stays_wiped(
    shared: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, code = half_done(shared())
    other, replace_copy = shared(), SealedVisits.replace

    def wiped_first(visits: SealedVisits, *more: Any) -> Any:
        if visits is site.copies:
            site.copies.delete(secret_of(read_code(code)))
        return replace_copy(visits, *more)

    client.get("/hiccups/you/1")
    site: Any = client.client.application.extensions["assessment"]
    monkeypatch.setattr(SealedVisits, "replace", wiped_first)
    client.answer(CALM[1])
    assert not opens(other, code)


def test_what_was_begun_on_a_shared_screen_goes_on_at_home(shared: Build) -> None:
    home, kiosk = shared(), shared(kiosk=True)
    client, code = half_done(kiosk)
    client.press()
    assert client.follow().heading == "Thank you. This screen has forgotten you."
    assert "Only your code opens your answers now." in client.page.text
    # Somebody else's visit on that screen changes nothing.
    LookingClient(kiosk).start()
    at_home = enter(LookingClient(home), code)
    at_home.finish()
    assert "Nothing that you told us is kept" in at_home.follow().text
    assert not opens(home, code)


def test_a_visit_goes_away_and_its_code_stays(
    shared: Build, still_clock: Clock
) -> None:
    client, code = half_done(shared())
    still_clock.go_on(minutes=46)
    client.get("/hiccups/you/1", 400)
    assert enter(LookingClient(shared()), code).page.status == 303


def test_after_seven_days_it_opens_nothing(app: Flask, still_clock: Clock) -> None:
    _, code = half_done(app)
    still_clock.go_on(minutes=7 * DAY - 1)
    other = enter(LookingClient(app), code)
    # Going on with it does not make it live longer.
    other.follow()
    other.answer(CALM[0], *CALM[1:2])
    still_clock.go_on(minutes=1)
    assert enter(LookingClient(app), code, 422).page.trouble == [UNKNOWN]


@pytest.mark.parametrize("minutes", [60, 12 * 60])
def test_signs_of_danger_are_asked_again_after_half_a_day(
    app: Flask, still_clock: Clock, minutes: int
) -> None:
    _, code = half_done(app)
    still_clock.go_on(minutes=minutes)
    client = enter(LookingClient(app), code)
    step = "emergency" if minutes > 60 else "you"
    assert client.page.location == f"/hiccups/{step}/1?resumed"


def test_who_has_answered_everything_finds_the_summary(
    finished_client: LookingClient, app: Flask, still_clock: Clock
) -> None:
    finished_client.get("/hiccups/results")
    finished_client.get("/hiccups/take-home")
    assert finished_client.page.heading == "Open it elsewhere"
    finished_client.press()
    finished_client.follow()
    still_clock.go_on(minutes=2 * DAY)
    client = enter(LookingClient(app), code_on(finished_client))
    assert client.page.location == "/hiccups/results"
    client.follow()
    client.press(200)
    assert client.page.response.mimetype == "application/pdf"


def test_a_summary_is_not_taken_home_before_it_is_there(client: LookingClient) -> None:
    client.start()
    assert client.get("/hiccups/take-home", 303).location == "/hiccups/emergency/1"


def test_who_starts_over_is_told_that_the_code_still_opens_the_rest(app: Flask) -> None:
    client, code = half_done(app)
    client.get("/")
    assert "Your code still opens them." in client.press(409, respondent="self").text
    client.press()
    assert client.follow().heading != "You have already begun"
    assert opens(app, code)


def test_thrown_away_by_whoever_has_it(app: Flask) -> None:
    client, code = half_done(app)
    other = LookingClient(app)
    other.get("/code")
    other.press(code=code, wipe="1")
    assert other.follow().notice.startswith("The code is thrown away")
    assert not opens(app, code)
    # The visit goes on without writing it again.
    client.get("/hiccups/you/1")
    client.answer(CALM[1])
    assert not opens(app, code)


def test_thrown_away_by_the_visit_that_asked_for_it(app: Flask) -> None:
    client, code = half_done(app)
    client.press(throw__away="1")
    assert client.follow().heading == "Go on later or elsewhere"
    assert not opens(app, code)
    client.press()
    client.follow()
    assert code_on(client) != code
    assert opens(app, code_on(client))


def test_one_persons_code_opens_only_their_visit(app: Flask) -> None:
    (_, code), (_, other) = half_done(app), half_done(app)
    client, own = half_done(app)
    enter(client, other)
    assert opens(app, code)
    assert opens(app, own)


def test_a_thousand_guesses_come_to_nothing(own_app: Build, still_clock: Clock) -> None:
    app = own_app()
    _, code = half_done(app)
    client = LookingClient(app)
    refused = app.extensions["assessment-metrics"].limited.labels("codes")
    client.get("/code")
    statuses = []
    for _ in range(1000):
        fields = {"csrf_token": client.token(), "code": new_code()}
        response = client.client.post("/code", data=fields)
        statuses.append(response.status_code)
    assert statuses == [422] * MOST_FROM_ONE + [429] * (1000 - MOST_FROM_ONE)
    # From there not even a right one is tried; elsewhere nobody is kept out.
    assert enter(client, code, 429).page.heading == "Please wait before you try again"
    assert "in an hour" in client.page.text
    assert client.page.response.headers["Retry-After"] == str(WINDOW) == "3600"
    assert refused._value.get() == 1001 - MOST_FROM_ONE
    away = {"REMOTE_ADDR": "192.0.2.7"}
    client.get("/code")
    fields = {"csrf_token": client.token(), "code": code}
    client.post("/code", fields, 303, environ_base=away)
    still_clock.go_on(minutes=WINDOW // 60)
    assert opens(app, code)


def test_a_slip_is_told_and_does_not_count(app: Flask) -> None:
    _, code = half_done(app)
    client = LookingClient(app)
    wrong = code[:-1] + ("0" if code[-1] != "0" else "2")
    for _ in range(MOST_FROM_ONE + 1):
        assert enter(client, wrong, 422).page.trouble == [SLIP]
        assert client.page.title.startswith("Error: ")
    assert filled_in(client.page.tree.find(".//form"))["code"] == wrong
    assert enter(client, f" {code.lower().replace(' ', '-')} ").page.status == 303


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00" * 13, "é" * 13, "\u0130" * 13, "<b>" * 5, "'; --", "0" * 60_000,
     "\u202e" + "0" * 12, "%s%n{{7*7}}", "../../etc", "\ud7ff" * 13],
    ids=range(12),
)  # fmt: skip
def test_strange_codes_are_slips(client: LookingClient, typed: str) -> None:
    for button in ("wipe", None):
        client.get("/code")
        client.press(422, code=typed, wipe=button and "1")
        assert client.page.trouble == [SLIP]
    client.press(200, code=typed, key=typed[:50] or "?")


def test_a_row_that_was_tampered_with_opens_nothing(own_app: Build) -> None:
    app = own_app()
    _, code = half_done(app)
    store: Any = app.extensions["assessment"].store
    assert isinstance(store, MemoryStore)
    for row, (sealed, expires) in [*store._rows.items()]:
        store.put(row, sealed[:-1] + bytes([sealed[-1] ^ 1]), expires)
    assert not opens(app, code)


def test_the_store_alone_shows_nothing(own_app: Build) -> None:
    app = own_app()
    client = LookingClient(app)
    client.start()
    client.answer(*CALM[:6])
    client.press(wishes="canary7491", **LATER)
    client.follow()
    client.press()
    client.follow()
    store: Any = app.extensions["assessment"].store
    code = code_on(client).replace(" ", "")
    for row, (sealed, _) in store._rows.items():
        for word in (b"canary7491", code.encode()):
            assert word not in row + sealed


def test_a_code_is_in_no_address_title_or_log(
    shared: Build, journal_lines: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    home, kiosk = shared(public_url="https://clinic.example"), shared(kiosk=True)
    client, code = half_done(home)
    pieces = {code, code.replace(" ", ""), *code.split()}
    for app in (home, kiosk):
        other = LookingClient(app)
        other.canaries |= pieces
        enter(other, code)
        other.follow()
        if app is home:
            other.answer(*CALM[1:])
        other.get("/hiccups/take-home")
        assert other.page.heading == ("Your code" if app is home else "Take it home")
        enter(other, new_code(), 422)
        enter(other, code[:-1], 422)
    client.canaries |= pieces
    client.get("/hiccups/you/1/later")
    written = "\n".join([*journal_lines, *capfd.readouterr()])
    assert '"route": "code", "method": "POST", "status": 303' in written
    for piece in pieces:
        assert piece not in written


def test_the_picture_holds_the_code_where_no_server_sees_it(own_app: Build) -> None:
    app = own_app(public_url="https://clinic.example")
    client, code = half_done(app)
    address = f"https://clinic.example/code#{code.replace(' ', '')}"
    assert str(qr_picture(address)) in client.page.text
    assert "clinic.example/" not in client.page.text


def test_without_a_public_address_there_is_no_picture(own_app: Build) -> None:
    client, _ = half_done(own_app(kiosk=True))
    assert (
        "<svg class"
        not in client.page.text.partition("<main")[2].partition("</main")[0]
    )
    assert "Ask the staff how to open it at the desk." in client.page.text


def test_a_site_may_give_no_codes(own_app: Build) -> None:
    app = own_app(resume_days=0)
    client = LookingClient(app)
    assert "I have a code" not in client.get("/").text
    client.get("/code", 404)
    client.start()
    assert "Go on later" not in client.page.text
    client.get("/hiccups/emergency/1/later", 404)
    client.get("/hiccups/emergency/1/rest")
    assert "Go on later" not in client.page.text


def test_keys_type_without_a_script(own_app: Build) -> None:
    client = LookingClient(own_app(kiosk=True))
    client.get("/code")
    for key in ("7", "K", "Q", "M", "3", "delete", "4"):
        client.press(200, key=key)
    assert filled_in(client.page.tree.find(".//form"))["code"] == "7KQM 4"
    assert 'name="key"' not in LookingClient(own_app()).get("/code").text


def test_a_stale_form_asks_for_the_code_again(client: LookingClient) -> None:
    client.get("/code")
    client.press(400, csrf_token="stale")
    assert client.page.trouble == ["Please type your code once more."]


def test_when_the_rules_changed_what_still_fits_is_kept(own_app: Build) -> None:
    app = own_app()
    _, code = half_done(app)
    site: Any = app.extensions["assessment"]
    newer = replace(site.topic, version="2")
    app.extensions["assessment"] = replace(site, topic=newer)
    client = enter(LookingClient(app), code)
    client.follow()
    client.answer(CALM[0])
    assert filled_in(client.page.tree.find(".//form"))["age"] == "40"


def test_a_visit_of_another_topic_is_not_opened(own_app: Build) -> None:
    app = own_app()
    _, code = half_done(app)
    site: Any = app.extensions["assessment"]
    app.extensions["assessment"] = replace(site, topic=replace(site.topic, id="cough"))
    assert not opens(app, code)


def test_a_code_can_be_thrown_away_when_the_form_is_withdrawn(own_app: Build) -> None:
    app = own_app()
    _, code = half_done(app)
    site: Any = app.extensions["assessment"]
    review = replace(site.topic.review, status="withdrawn")
    app.extensions["assessment"] = replace(
        site, topic=replace(site.topic, review=review)
    )
    client = LookingClient(app)
    assert 'href="/code"' in client.get("/", 503).text
    client.get("/code")
    client.press(code=code, wipe="1")
    app.extensions["assessment"] = site
    assert not opens(app, code)


def test_a_store_that_fails_is_told(own_app: Build) -> None:
    app = own_app()
    client, code = half_done(app)
    site: Any = app.extensions["assessment"]

    def fail(*_: object) -> None:
        raise StoreUnavailable("full")

    site.store.put = site.store.swap = fail
    assert enter(LookingClient(app), code, 503).page.heading
    client.get("/hiccups/you/1")
    client.press(503, age="41", speed="slow")
    del site.store.put, site.store.swap
    assert enter(LookingClient(app), code).page.status == 303


def test_a_slow_server_does_not_set_the_copy_back(
    shared: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, quick = shared(), shared()
    client, code = half_done(slow)
    client.get("/hiccups/you/1")
    other = LookingClient(quick)
    secret = client.client.get_cookie("previsit")
    assert secret is not None
    other.client.set_cookie("previsit", secret.value)
    other.get("/hiccups/you/1")
    follow, clicks = copies.follow, [lambda: other.press(age="77")]

    def follow_late(*now: Any) -> None:
        if clicks:
            clicks.pop()()
        follow(*now)

    monkeypatch.setattr(copies, "follow", follow_late)
    client.press(age="41")
    opened = enter(LookingClient(slow), code)
    opened.get("/hiccups/you/1")
    client.get("/hiccups/you/1")
    ages = [filled_in(c.page.tree.find(".//form"))["age"] for c in (client, opened)]
    assert ages == ["77", "77"]
