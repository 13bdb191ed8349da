"""Names of medicines are read back, asked about where unclear, and never lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import CALM
from tests.web.looking import LookingClient, filled_in, words


@pytest.fixture
def at_pills(client: LookingClient) -> LookingClient:
    """A client that stands at the list of medicines."""
    client.start()
    client.answer(*CALM[:5])
    assert client.page.heading == "What do you take?"
    return client


def typed(client: LookingClient, names: str, **more: str) -> None:
    """Send the list with these names typed, and go where that leads."""
    send(client, {"pills-typed": names, **more})


def send(client: LookingClient, fields: dict[str, Any]) -> str:
    """Send the page with these fields; where it led."""
    client.press(**fields)
    location = client.page.location
    client.follow()
    return location


def test_names_are_read_back_on_the_next_page(at_pills: LookingClient) -> None:
    typed(at_pills, "Pevanti 5 mg; dexamethasone\na blue one")
    assert at_pills.page.heading == "What would you like?"
    assert "We read: “Pevanti 5 mg” as prednisolone; dexamethasone." in (
        at_pills.page.notice
    )
    assert "as you typed it: “a blue one”." in at_pills.page.notice


def test_nothing_typed_is_nothing_read_back(at_pills: LookingClient) -> None:
    at_pills.answer({"pills": ["aspirin"]})
    assert at_pills.page.notice == ""


def test_an_unclear_name_is_asked_about_with_nothing_lost(
    at_pills: LookingClient,
) -> None:
    typed(at_pills, "predni\nZinc", pills="aspirin")
    assert at_pills.page.heading == "What do you take?"
    legend = at_pills.page.tree.find(".//fieldset[@role='radiogroup']/legend")
    assert words(legend) == "You typed “predni”. Did you mean:"
    assert ">prednisolone</span>" in at_pills.page.text
    fields = filled_in(at_pills.page.tree.find(".//form"))
    assert fields["pills"] == ["aspirin"]
    assert fields["pills-typed"] == "predni\nZinc"
    assert fields["pills-meant-0"] == "?"


@pytest.mark.parametrize(
    ("meant", "read"),
    [
        ("prednisolone", "We read: “predni” as prednisolone."),
        ("", "Kept on your paper as you typed it: “predni”."),
        ("?", "Kept on your paper as you typed it: “predni”."),
    ],
)
def test_what_was_meant_is_taken_and_asked_once(
    at_pills: LookingClient, meant: str, read: str
) -> None:
    typed(at_pills, "predni")
    send(at_pills, {"pills-meant-0": meant})
    assert at_pills.page.notice == read


def test_what_was_meant_is_kept_when_the_page_is_sent_again(
    at_pills: LookingClient,
) -> None:
    typed(at_pills, "predni")
    send(at_pills, {"pills-meant-0": "prednisolone"})
    at_pills.back()
    fields = filled_in(at_pills.page.tree.find(".//form"))
    assert fields["pills-meant-0"] == "prednisolone"
    send(at_pills, {})
    assert at_pills.page.notice == "We read: “predni” as prednisolone."


def test_a_name_chosen_from_the_list_joins_those_typed(at_pills: LookingClient) -> None:
    assert '<option value="Pevanti">' in at_pills.page.text
    typed(at_pills, "Zinc", **{"pills-found": "Pevanti"})
    assert at_pills.page.notice == (
        "We read: “Pevanti” as prednisolone. "
        "Kept on your paper as you typed it: “Zinc”."
    )


def test_later_pages_wait_until_the_name_was_asked_about(
    at_pills: LookingClient,
) -> None:
    typed(at_pills, "predni")
    assert at_pills.get("/hiccups/check", 303).location != "/hiccups/check"


def test_a_name_stands_in_no_address_and_no_log(
    at_pills: LookingClient, journal_lines: list[str]
) -> None:
    asked = send(at_pills, {"pills-typed": "predni"})
    after = send(at_pills, {"pills-meant-0": "prednisolone"})
    assert "pred" not in asked + after + "".join(journal_lines)


def to_the_results(client: LookingClient, names: str) -> str:
    """The results of somebody who typed these names, as words."""
    typed(client, names)
    client.answer(CALM[6])
    client.get("/hiccups/results")
    return words(client.page.tree.find(".//main"))


def test_the_result_says_what_is_worth_asking(at_pills: LookingClient) -> None:
    text = to_the_results(at_pills, "Pevanti 5; dexamethasone; Zinc")
    assert "You typed: “Pevanti 5”. It is a steroid. The throat tickles." in text
    assert "Pevanti 5 + dexamethasone: Ask a pharmacist." in text
    assert "Dangerous to stop suddenly. It must end slowly." in text
    assert "Call for help now: You can hardly breathe" in text
    assert "Names that we do not know, or know no link for: Zinc." in text


def test_the_rule_stands_before_what_is_said_of_medicines(
    at_pills: LookingClient,
) -> None:
    text = to_the_results(at_pills, "Pevanti")
    rule = text.index("Do not stop a medicine on your own.")
    assert text.index("Medicines") < rule < text.index("The throat tickles.")


def test_nothing_is_said_of_medicines_when_none_was_typed(
    at_pills: LookingClient,
) -> None:
    assert "Medicines" not in to_the_results(at_pills, "")
