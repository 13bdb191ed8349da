"""The way through the pages: forward, back, change, warn, undo, results, finish."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import CALM, Clock
from tests.web.looking import LookingClient, filled_in, words


def test_the_whole_way_from_start_to_finish(finished_client: LookingClient) -> None:
    client = finished_client
    assert client.page.heading == "Check your answers"
    assert "To sleep" in client.page.text
    client.get("/hiccups/results")
    assert "See somebody" in client.page.text
    paper = client.post("/hiccups/summary.pdf", {"csrf_token": client.token()}, 200)
    assert paper.response.mimetype == "application/pdf"
    disposition = paper.response.headers["Content-Disposition"]
    assert disposition == 'attachment; filename="summary.pdf"'
    client.finish()
    assert client.follow().heading == "Thank you. Your answers are wiped."
    assert client.get("/hiccups/results", None).status == 303


def test_finish_asks_once_and_no_loses_nothing(client: LookingClient) -> None:
    assert client.get("/finish", 303).location == "/"
    client.start()
    assert way_back(client) == "/hiccups/emergency/1"
    client.answer(*CALM)
    assert way_back(client) == "/hiccups/results"
    client.finish()
    assert client.follow().heading == "Thank you. Your answers are wiped."


def test_finish_after_the_time_is_over_says_so(
    client: LookingClient, still_clock: Clock
) -> None:
    client.start()
    still_clock.go_on(minutes=46)
    assert client.get("/finish", 400).heading == "Your answers are no longer here"


def way_back(client: LookingClient) -> str:
    """Where “no” leads once Finish was pressed; it is there still."""
    page = client.get("/finish")
    assert page.heading == "Finish?"
    back = page.tree.find(".//main//a[@class='button']").get("href")
    assert client.get(back).status == 200
    return str(back)


def test_finish_makes_the_old_secret_worthless(finished_client: LookingClient) -> None:
    client = finished_client
    secret = client.client.get_cookie("previsit")
    assert secret is not None
    client.finish()
    assert client.client.get_cookie("previsit") is None
    client.client.set_cookie("previsit", secret.value)
    gone = client.get("/hiccups/check", 400)
    assert gone.heading == "Your answers are no longer here"


def test_questions_that_do_not_apply_are_skipped(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0], {"age": "40", "speed": "slow"})
    assert client.page.heading == "Where do you feel them?"
    client.get("/hiccups/you/1")
    client.answer({"age": "1"})
    assert client.page.heading == "Is it a baby?"
    client.get("/hiccups/hiccups/1", 303)
    assert client.page.location == "/hiccups/you/2"


def test_hidden_options_are_neither_shown_nor_taken(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0], {"age": "10", "speed": "slow"})
    assert 'value="baby"' not in client.page.text
    refused = client.press(422, child="baby")
    assert refused.trouble == ["Choose from the answers on this page."]


def test_back_shows_the_page_before_with_its_answers(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:3])
    client.back()
    fields = filled_in(client.page.tree.find(".//form"))
    assert fields["where"] == ["left:hand", "neck"]


def test_a4_back_keeps_what_was_typed(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:6])
    assert client.back(wishes="A long story").heading == "What do you take?"
    client.get("/hiccups/health/2")
    fields = filled_in(client.page.tree.find(".//form"))
    assert fields["wishes"] == "A long story"


def test_back_keeps_what_is_right_and_records_no_blank(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0])
    assert client.back(age="", speed="slow").title.startswith("Step 1 of 4")
    client.answer({})
    fields = filled_in(client.page.tree.find(".//form"))
    assert (fields["age"], fields["speed"]) == ("", "slow")
    client.answer(*CALM[1:4])
    client.back()
    assert client.get("/hiccups/health/1", 303).location == "/hiccups/hiccups/4"


def test_back_from_the_first_page_leads_to_the_start(client: LookingClient) -> None:
    client.start()
    client.press(go__back="1", signs=["faint"])
    assert client.page.location == "/"
    client.get("/hiccups/emergency/1")
    assert filled_in(client.page.tree.find(".//form"))["signs"] == ["faint"]


@pytest.mark.parametrize("signs", [["choke"], ["choke", "none"]])
def test_nobody_goes_back_past_a_warning(
    client: LookingClient, signs: list[str]
) -> None:
    client.start()
    assert client.back(signs=signs).heading == "Call 999 now."


def test_enter_goes_on_because_continue_comes_first(client: LookingClient) -> None:
    buttons = client.start().tree.findall(".//main//form//button")
    assert [words(button) for button in buttons] == [
        *("Continue", "Back", "Have a rest", "Go on later or elsewhere")
    ]


def test_what_may_be_left_blank_says_so(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:2])
    assert "You can skip this one." not in client.page.text
    client.answer(*CALM[2:4])
    assert client.page.text.count("You can skip this one.") == 2


def test_who_answers_for_somebody_is_told_whom_we_mean(client: LookingClient) -> None:
    line = "“I” and “you” here mean the person you are answering for."
    assert line in client.start("other").text
    assert line not in client.start("staff").text


def test_the_check_shows_the_words_that_were_chosen(client: LookingClient) -> None:
    client.start()
    client.answer(*NOISY)
    shown = [words(dd) for dd in client.page.tree.iterfind(".//dl//dd")]
    assert "All at once" not in shown
    assert "I fainted" not in shown
    client.get("/hiccups/emergency/1")
    client.answer({"signs": ["faint"]})
    assert "I fainted" in [words(dd) for dd in client.page.tree.iterfind(".//dl//dd")]


def test_a_second_answer_replaces_the_first(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:2])
    client.get("/hiccups/you/1")
    client.answer({"age": "41", "speed": "unsure"})
    client.get("/hiccups/you/1")
    fields = filled_in(client.page.tree.find(".//form"))
    assert (fields["age"], fields["speed"]) == ("41", "unsure")


NOISY = (
    *CALM[:3],
    {"noises": ["low"]},
    {"noise_kinds": ["hum"]},
    *CALM[4:],
)


def test_a_change_drops_what_it_closes_and_undo_brings_it_back(
    client: LookingClient,
) -> None:
    client.start()
    client.answer(*NOISY)
    client.get("/hiccups/hiccups/2")
    client.answer({"noises": ["none"]})
    assert "A hum" not in client.page.text.replace("One answer", "")
    assert "One answer is no longer used." in client.page.text
    client.press()
    assert "A hum" in client.follow().text


def test_a_change_on_the_way_is_undone_on_the_next_page(client: LookingClient) -> None:
    client.start()
    client.answer(*NOISY[:5])
    client.get("/hiccups/hiccups/2")
    client.answer({"noises": ["none"]})
    assert client.page.notice == (
        "After your change we no longer use your answers to: “Which noises?”."
    )
    undo = client.page.tree.find(".//*[@class='notice']/form")
    assert undo.get("action") == "/hiccups/undo"
    client.press(form=0)
    assert client.follow().heading == "The hiccups"
    assert client.page.notice == ""
    client.get("/hiccups/hiccups/3")
    assert filled_in(client.page.tree.find(".//form"))["noise_kinds"] == ["hum"]


def test_a_change_that_offers_more_asks_again(client: LookingClient) -> None:
    client.start()
    client.answer(*NOISY)
    client.get("/hiccups/hiccups/2")
    client.press(noises=["low", "high"])
    assert client.page.location == "/hiccups/hiccups/3"
    client.follow()
    assert filled_in(client.page.tree.find(".//form"))["noise_kinds"] == ["hum"]
    client.press(noise_kinds=["hum", "squeak"])
    assert client.page.location == "/hiccups/check"


def test_c4_an_emergency_stops_the_form_at_its_question(client: LookingClient) -> None:
    client.start()
    client.answer({"signs": ["choke", "swallow"]})
    assert client.page.heading == "Call 999 now."
    assert "Sit up." in client.page.text
    for path in ("check", "results", "hiccups/1"):
        assert client.get(f"/hiccups/{path}", 303).location == "/hiccups/you/1"
    assert client.follow().heading == "Call 999 now."
    client.press()
    client.follow()
    assert client.page.heading == "You"
    alarm = client.page.tree.find(".//*[@class='alarm']")
    assert "Call 999 now." in "".join(alarm.itertext())


def test_an_emergency_can_be_taken_back(client: LookingClient) -> None:
    client.start()
    client.press(signs=["choke"])
    client.get("/hiccups/emergency/1")
    client.answer({"signs": ["none"]})
    assert client.page.heading == "You"
    assert client.page.tree.find(".//*[@class='alarm']") is None


def test_a_stop_leads_to_the_answer_it_rests_on(client: LookingClient) -> None:
    client.start()
    client.press(signs=["choke"])
    page = client.follow()
    link = next(a for a in page.tree.iterfind(".//main//a") if "by mistake" in words(a))
    client.get(link.get("href"))
    assert filled_in(client.page.tree.find(".//form"))["signs"] == ["choke"]
    assert client.answer({"signs": ["faint"]}).heading == "You"


def test_only_a_warning_that_was_shown_is_understood(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:4], {"bad": "b1", "sleep": "s1"}, {"night": "wakes"})
    shown = client.page
    assert shown.heading == "Call Samaritans, 116 123 now."
    client.get("/hiccups/emergency/1")
    client.press(signs=["choke"])
    client.page = shown
    client.press()
    assert client.follow().heading == "Call 999 now."
    client.press()
    assert client.follow().heading == "What do you take?"


def test_the_danger_wins_over_none_of_these(client: LookingClient) -> None:
    client.start()
    client.answer({"signs": ["none", "choke", "faint"]})
    assert client.page.heading == "Call 999 now."
    client.get("/hiccups/emergency/1")
    fields = filled_in(client.page.tree.find(".//form"))
    assert fields["signs"] == ["choke", "faint"]


def test_a_warning_that_was_understood_stays_on_every_page(
    client: LookingClient,
) -> None:
    client.start()
    client.answer({"signs": ["choke"]})
    client.press()
    for path, status in [
        ("/help", 200), ("/privacy", 200), ("/about", 200), ("/", 200), ("/x", 404),
        ("/finish", 200),
    ]:  # fmt: skip
        page = client.get(path, status)
        assert "Call 999 now." in words(page.tree.find(".//*[@class='alarm']"))


def test_an_emergency_found_late_stops_too(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:4], {"bad": "b1", "sleep": "s1"})
    client.press(night="wakes")
    assert client.follow().heading == "Call Samaritans, 116 123 now."


def warned(client: LookingClient) -> None:
    """Stop at the warning for choking."""
    client.start()
    client.answer({"signs": ["choke"]})


def test_who_is_warned_may_have_the_summary_at_once(client: LookingClient) -> None:
    warned(client)
    client.press(now="1")
    assert client.page.location == "/hiccups/results"
    page = client.follow()
    assert page.heading == "Call 999 now."
    assert "the other questions were not asked" in page.text
    client.post("/hiccups/summary.pdf", {"csrf_token": client.token()}, 200)
    paper = client.client.application.extensions["assessment"].papers.html
    first = paper.partition("Clinician’s notes")[0]
    assert "Cut short because of this warning." in first
    assert "Not answered" not in paper


def test_the_short_way_stays_in_the_strip_and_leads_back(client: LookingClient) -> None:
    warned(client)
    client.press()
    client.follow()
    button = client.page.tree.find(".//*[@class='alarm']//button")
    assert words(button) == "Make my summary now"
    form = client.page.tree.find(f".//form[@id='{button.get('form')}']")
    # Enter in a question presses the first button of the question's own form.
    assert client.page.tree.find(".//form[@method='post']") is not form
    token = {"csrf_token": client.token()}
    assert client.post(form.get("action"), token).location == "/hiccups/results"
    check = client.get("/hiccups/check")
    assert "These are your answers so far." in check.text
    assert check.tree.find(".//*[@class='alarm']//button") is None
    client.press()
    assert client.follow().heading == "You"
    assert client.get("/hiccups/results", 303).location == "/hiccups/you/1"


def test_there_is_no_short_way_without_a_warning_that_stands(
    client: LookingClient,
) -> None:
    client.start()
    token = {"csrf_token": client.token()}
    assert client.post("/hiccups/now", token).location == "/hiccups/emergency/1"
    assert client.get("/hiccups/results", 303).location == "/hiccups/emergency/1"
    warned_again = client.get("/hiccups/emergency/1")
    assert "Make my summary now" not in warned_again.text
    client.press(signs=["choke"])
    assert client.post("/hiccups/now", token).location == "/hiccups/you/1"
    client.follow()
    client.press(now="1")
    client.get("/hiccups/emergency/1?change")
    client.answer({"signs": ["none"]})
    assert client.page.heading == "You"
    assert client.get("/hiccups/results", 303).location == "/hiccups/you/1"


def test_a_new_warning_stops_the_short_way_too(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:4], {"bad": "b1", "sleep": "s1"}, {"night": "wakes"})
    client.press(now="1")
    client.get("/hiccups/emergency/1?change")
    client.answer({"signs": ["choke"]})
    assert client.page.heading == "Call 999 now."
    assert client.get("/hiccups/results", 303).location == "/hiccups/check"


def test_what_must_be_asked_again_comes_before_the_short_way(
    client: LookingClient,
) -> None:
    client.start()
    client.answer({"signs": ["choke"]})
    client.press()
    client.follow()
    client.answer(*CALM[1:3], {"noises": ["low"]})
    client.press(noise_kinds=["hum"])
    client.get("/hiccups/hiccups/2")
    token = {"csrf_token": client.token()}
    client.press(noises=["low", "high"])
    assert client.post("/hiccups/now", token).location == "/hiccups/hiccups/3"
    client.follow()
    client.answer({"noise_kinds": ["hum", "squeak"]})
    assert client.page.heading == "Check your answers"


def test_no_results_before_everything_is_answered(client: LookingClient) -> None:
    client.start()
    for path in ("results", "paper", "check"):
        page = client.get(f"/hiccups/{path}", 303)
        assert page.location == "/hiccups/emergency/1"
    client.get("/hiccups/emergency/1")
    token = {"csrf_token": client.token()}
    refused = client.post("/hiccups/summary.pdf", token)
    assert refused.location == "/hiccups/emergency/1"


def test_a_start_wipes_the_visit_before_it(finished_client: LookingClient) -> None:
    client = finished_client
    before = client.client.get_cookie("previsit")
    client.get("/")
    client.press(409, respondent="other")
    assert client.get("/hiccups/check").heading == "Check your answers"
    client.get("/")
    client.press(409, respondent="other")
    client.press()
    after = client.client.get_cookie("previsit")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert client.get("/hiccups/check", 303).location == "/hiccups/emergency/1"


def test_start_asks_who_is_answering(client: LookingClient) -> None:
    client.get("/")
    client.press(422, respondent=None)
    assert client.page.trouble == ["Choose who is answering."]
    client.press(422, respondent="robot")
    assert client.page.trouble == ["Choose who is answering."]


def test_start_leads_back_into_a_visit(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0])
    assert 'href="/hiccups/you/1"' in client.get("/").text


def test_two_tabs_do_not_mix(client: LookingClient, app: Flask) -> None:
    client.start()
    client.answer(*CALM[:3])
    first, other = client, LookingClient(app)
    cookie = first.client.get_cookie("previsit")
    assert cookie is not None
    other.client.set_cookie("previsit", cookie.value)
    other.get("/hiccups/you/1")
    first.get("/hiccups/hiccups/1")
    other.press(age="50", speed="sudden")
    first.press(where=["right:foot"])
    assert 'value="50"' in first.get("/hiccups/you/1").text
    shown = other.get("/hiccups/hiccups/1")
    assert filled_in(shown.tree.find(".//form"))["where"] == ["right:foot"]


def some_answer(form: Any, dice: random.Random) -> dict[str, Any]:
    """Something that a person could answer to whatever the form asks."""
    chosen: dict[str, Any] = {}
    by_name: dict[str, list[Any]] = {}
    for element in form.iter("input", "textarea"):
        by_name.setdefault(element.get("name"), []).append(element)
    for name, elements in by_name.items():
        kind = elements[0].get("type")
        if kind == "radio":
            chosen[name] = dice.choice(elements).get("value")
        elif kind == "checkbox":
            alone = [e for e in elements if "data-alone" in e.attrib]
            others = [e for e in elements if e not in alone]
            some = dice.sample(others, dice.randint(1, min(3, len(others))))
            some = alone[:1] if alone and dice.random() < 0.5 else some
            chosen[name] = [e.get("value") for e in some]
        elif "data-adds-to" in elements[0].attrib:
            chosen[name] = ""  # a name would not go with "none"
        elif kind == "text":
            chosen[name] = str(dice.randint(0, 100))
        elif elements[0].tag == "textarea" and not chosen.get(name):
            chosen[name] = ""
    return chosen


def test_anybody_gets_through_the_real_questions(real_app: Flask) -> None:
    for seed in range(4):
        dice = random.Random(seed)  # noqa: S311
        client = LookingClient(real_app)
        client.start()
        for _ in range(120):
            if client.page.heading == "Check your answers":
                break
            answers = some_answer(client.page.tree.find(".//form"), dice)
            client.press(**answers)
            client.follow()
        assert client.page.heading == "Check your answers"
        client.get("/muscle-weakness/paper")
        client.get("/muscle-weakness/results")
        client.post("/muscle-weakness/summary.pdf", {"csrf_token": client.token()}, 200)


def test_a4_every_page_says_which_step_it_is_of_how_many(client: LookingClient) -> None:
    client.start()
    steps = [1, 2, 3, 3, 3, 4, 4]
    assert len(steps) == len(CALM)
    for step, answers in zip(steps, CALM, strict=True):
        assert client.page.title.startswith(f"Step {step} of 4")
        (told,) = client.page.tree.findall(".//nav[@class='path']/p")
        (here,) = client.page.tree.findall(".//nav[@class='path']//li[@class='now']")
        assert words(told) == f"Step {step} of 4 {words(here)}"
        assert client.page.heading
        client.answer(answers)


def test_nobody_who_was_told_to_call_is_told_to_make_their_own_way(
    real_app: Flask,
) -> None:
    client = LookingClient(real_app)
    client.start()
    client.answer({"emerg_now": ["swallow"]})
    assert client.page.heading == "Call 999 now."
    client.press()
    client.get("/muscle-weakness/emergency/1?change")
    client.answer({"emerg_now": ["swallow", "rising"]})
    assert client.page.heading == "Call 999 now."
    assert "spreading or worse" in client.page.text
    assert "Go to an emergency department" not in client.page.text
    # Without the first, the second has words of its own.
    client.get("/muscle-weakness/emergency/1?change")
    client.answer({"emerg_now": ["rising"]})
    assert client.page.heading == "Go to an emergency department now."
