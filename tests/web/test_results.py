"""The results page: what to do stands open, and what is longer is folded."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.rules.people import person
from tests.web.conftest import CALM
from tests.web.looking import LookingClient, Page, words
from tests.web.walker import Walker


def results(client: LookingClient, which: str = "results", **changes: str) -> Page:
    """The page of somebody calm, with other answers to the second page."""
    client.start()
    client.answer(CALM[0], {**CALM[1], **changes}, *CALM[2:])
    return client.get(f"/hiccups/{which}")


def folded(page: Page) -> dict[str, str]:
    """The words of each fold by its title."""
    folds = page.tree.findall(".//details")
    return {words(fold.find("summary")): words(fold) for fold in folds}


def test_five_steps_stand_open_and_the_rest_is_folded(client: LookingClient) -> None:
    page = results(client)
    (first, second) = page.tree.findall(".//ul[@class='until']")
    assert len(first.findall("li")) == 5
    assert [words(part) for part in second.find("li")] == ["Sing", "A song."]
    assert "1 more step that may help" in folded(page)


def test_a_doubt_leads_in_the_words_of_the_paper(
    client: LookingClient,
) -> None:
    client.start()
    low = {"bad": "b1", "sleep": "s1"}
    client.answer(*CALM[:4], low, {"night": None}, *CALM[5:])
    page = client.get("/hiccups/results")
    (block,) = page.tree.iterfind(".//section[@class='urgency']")
    headline, why = words(block.find("h1")), words(block.find("p"))
    assert headline == "Call your doctor or NHS 111 today"
    assert block.get("data-level") == "same_day"
    assert block.find("ol") is None
    steps = [words(step) for step in page.tree.iterfind(".//ol[@class='steps']/li/h3")]
    assert steps[0] == "Call today"
    client.post("/hiccups/summary.pdf", {"csrf_token": client.token()}, 200)
    paper = client.client.application.extensions["assessment"].papers.html
    assert headline in paper
    assert why in " ".join(paper.split())
    assert "as an emergency sign could not be ruled out" in paper


def test_a_sheet_is_a_fold_with_what_is_needed_first(client: LookingClient) -> None:
    told = folded(results(client))["Diary of hiccups"]
    assert "Needed first: A doctor agreed." in told
    assert "Stop if You choke." in told
    assert "Tuesday: two; how long: an hour" in told


def test_to_print_the_sheet_is_a_table_with_room_to_write(
    client: LookingClient,
) -> None:
    page = results(client, "paper")
    (table,) = page.tree.findall(".//table")
    rows = [[words(cell) for cell in row] for row in table.iterfind(".//tr")]
    assert rows == [
        ["Day", "How many", "How long"],
        ["Monday", "", ""],
        ["Tuesday", "two", "an hour"],
    ]
    assert [f for f in page.tree.iterfind(".//details") if f.get("open") is None] == []


@pytest.fixture
def low(real_app: Flask) -> Page:
    """The results of somebody with thoughts of self-harm, by the real rules."""
    walker = Walker(LookingClient(real_app), person("adult", self_harm="thoughts"))
    walker.walk()
    return walker.results()


def test_what_to_do_stands_at_the_top_with_its_numbers(low: Page) -> None:
    (top,) = low.tree.findall(".//section[@class='urgency']")
    assert "Call your doctor or Samaritans on 116 123 today." in words(top)
    links = [(words(link), link.get("href")) for link in top.iterfind(".//a")]
    assert links == [
        ("Call Samaritans on 116 123", "tel:116123"),
        ("Call 999", "tel:999"),
    ]


def test_what_other_signs_ask_for_is_folded(real_app: Flask) -> None:
    signs = ["one_side", "chest_pain", "dark_urine"]
    walker = Walker(LookingClient(real_app), person("adult", emerg_now=signs))
    walker.walk()
    page = walker.results()
    (top,) = page.tree.findall(".//section[@class='urgency']")
    assert "Say “possible stroke”" in words(top)
    assert "Stop all exercise." not in words(top)
    assert "Stop all exercise." in folded(page)["What else to do"]


def test_a_private_answer_is_not_quoted(low: Page) -> None:
    told = words(low.tree.find(".//main"))
    assert "Because of your answers." in told
    assert "would not act" not in told


def test_what_to_say_on_the_phone_is_made_of_the_answers(
    client: LookingClient,
) -> None:
    told = folded(results(client))["What to say on the phone"]
    assert "I am calling about this: Hiccups, " in told
    assert "Slowly" in told


def test_return_advice_of_the_situation_comes_first(client: LookingClient) -> None:
    (told,) = results(client).tree.findall(".//section[@class='sooner']/ul")
    assert words(told) == "They last for two days."


def test_tests_are_explained_in_plain_words(client: LookingClient) -> None:
    assert (
        "throat: a look down the throat."
        in folded(results(client, speed="sudden"))["Tests you may hear about"]
    )
