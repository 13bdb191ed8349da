"""What is told of an earlier visit: no more than the two sets of answers show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from assessment.core.answers import Answer, Answers
from assessment.core.assess import assess
from assessment.core.medicines import Medicine, Medicines, Recognition
from assessment.core.questionnaire import Kind, Page, Questionnaire, Step
from assessment.core.since import (
    Difference,
    Since,
    compare,
    may_be_anothers,
    since_last_time,
)
from assessment.core.summarise import summarise
from assessment.core.topic import Compared
from assessment.core.visit import Earlier
from tests.core.made_up import AREAS, TOPIC, WORDS, answers, chose, visit
from tests.core.strategies import any_answers

DAY = date(2026, 10, 12)
RULES = Compared(
    mild_to_severe={"glum": ("s0", "s1", "s2"), "young": ("free", "boxed")},
    more_is_worse=("age",),
    new_or_gone=("alarm", "noise", "where"),
)


def set_beside(before: Answers, now: Answers, rules: Compared = RULES) -> Since:
    known = TOPIC.know(now)
    return compare(rules, TOPIC, Earlier(DAY, before), known, str)


def since(then: dict[str, Any], now: dict[str, Any]) -> Since:
    """Two calm visits with these changes."""
    return set_beside(answers(**then), answers(**now))


@pytest.mark.parametrize(
    ("then", "now", "another"),
    [
        ({}, {}, False),
        ({"speed": chose("slow")}, {"speed": chose("sudden")}, True),
        ({"speed": chose("slow")}, {"speed": chose("unsure")}, False),
        ({"age": Answer(number=40)}, {"age": Answer(number=41)}, False),
        ({"age": Answer(number=40)}, {"age": Answer(number=39)}, True),
        ({"age": Answer(number=40)}, {"age": Answer(number=42)}, True),
        ({"age": Answer(number=40)}, {"age": None}, False),
    ],
)
def test_who_the_person_is_can_contradict_the_earlier_summary(
    then: dict[str, Any], now: dict[str, Any], another: bool
) -> None:
    rules = Compared(same_person=("age", "speed"))
    topic = replace(TOPIC, page_one=replace(TOPIC.page_one, since=rules))
    earlier = Earlier(DAY, answers(**then), confirmed=True)
    current = visit(**now).with_(earlier=earlier)
    assert may_be_anothers(topic, current, date(2027, 3, 1)) is another
    told = since_last_time(topic, current, date(2027, 3, 1), str)
    assert (told is None) is another


@given(any_answers)
def test_the_same_answers_differ_in_nothing(given_: Answers) -> None:
    assert not set_beside(given_, given_).changed


@given(any_answers, any_answers)
def test_swapped_visits_swap_what_is_told(one: Answers, other: Answers) -> None:
    there, back = set_beside(one, other), set_beside(other, one)

    def turned(changes: tuple[Difference, ...]) -> tuple[Difference, ...]:
        return tuple(Difference(c.id, c.title, c.now, c.before) for c in changes)

    assert (back.worse, back.better) == (turned(there.better), turned(there.worse))
    assert (back.new, back.gone) == (turned(there.gone), turned(there.new))
    assert back.open == there.open


def test_a_later_option_is_worse_and_an_earlier_one_better() -> None:
    found = since({"glum": chose("s0")}, {"glum": chose("s2")})
    assert found.worse == (
        Difference("glum", "Is the bell glum?", ("Level 0",), ("Level 2",)),
    )
    assert since({"glum": chose("s2")}, {"glum": chose("s1")}).better


def test_more_or_fewer_is_worse_as_the_rules_say() -> None:
    before, now = answers(age=Answer(number=12)), answers(age=Answer(number=20))
    assert set_beside(before, now).worse[0].now == ("20\u00a0years",)
    fewer = Compared(fewer_is_worse=("age",))
    assert set_beside(before, now, fewer).better


def test_what_is_newly_ticked_is_new_and_what_is_not_ticked_is_gone() -> None:
    heard = {"areas": chose("noise"), "noise": chose("hum")}
    found = since({"alarm": chose("smoke")}, {"alarm": chose("none"), **heard})
    assert found.new == (Difference("noise", "Which noises?", now=("A hum",)),)
    assert found.gone == (
        Difference("alarm", "Is anything burning?", before=("Smoke",)),
    )


def test_places_are_told_by_side() -> None:
    found = since({"where": chose("left:hand")}, {"where": chose("right:hand", "neck")})
    assert found.new[0].now == ("hand (right); neck",)
    assert found.gone[0].before == ("hand (left)",)


def test_a_side_that_nobody_knows_may_be_the_same_one() -> None:
    found = since({"where": chose("left:hand")}, {"where": chose("unsure_side:hand")})
    assert found.open == ("Where is it?",)
    assert not found.changed
    elsewhere = since({"where": chose("neck")}, {"where": chose("unsure_side:hand")})
    assert elsewhere.new[0].now == ("hand (one side, not sure which)",)


def test_what_was_left_open_is_never_better_and_never_gone() -> None:
    for left in (Answer(), None):
        found = since({"glum": chose("s2"), "alarm": chose("smoke")},
                      {"glum": left, "alarm": left})  # fmt: skip
        assert found.open == ("Is the bell glum?", "Is anything burning?")
        assert not found.changed


def test_an_option_without_a_place_in_the_order_cannot_be_compared() -> None:
    found = since({"glum": chose("s3")}, {"glum": chose("s0")})
    assert found.open == ("Is the bell glum?",)
    assert not found.changed


def test_what_was_not_asked_last_time_is_not_new() -> None:
    now = {"age": Answer(number=1), "young": chose("boxed")}
    found = since({"age": Answer(number=2)}, now)
    assert not found.new + found.worse
    assert found.open == ("Is it still in the box?",)


def test_what_neither_visit_speaks_of_is_not_told() -> None:
    assert since({"glum": Answer()}, {"glum": Answer()}).open == ()


CATALOGUE = Medicines(
    question="pills",
    by_id={"iron": Medicine("iron", "Iron", options=("metal",))},
    read=lambda text: (Recognition(text, ("iron",) if text == "Feroil" else ()),),
)
PILLS = replace(AREAS, id="pills", ask="Pills?", kind=Kind.MEDICINE_LIST, typed=True,
                options=(replace(AREAS.options[0], id="metal", label="A metal"),
                         replace(AREAS.options[0], id="salt", label="A salt"),
                         AREAS.options[-1]))  # fmt: skip
CHEMIST = replace(
    TOPIC,
    questionnaire=Questionnaire((Step("s", "S", (Page("s", 1, (PILLS, WORDS)),)),)),
    medicines=CATALOGUE,
    facts={},
)


def pills(before: Answer, now: Answer) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The medicines that are new and gone."""
    found = compare(
        Compared(new_or_gone=("pills",)),
        CHEMIST,
        Earlier(DAY, Answers({"pills": before})),
        CHEMIST.know(Answers({"pills": now})),
        str,
    )
    new = tuple(words for change in found.new for words in change.now)
    return new, tuple(words for change in found.gone for words in change.before)


def test_medicines_are_told_by_the_name_that_was_read() -> None:
    typed = Answer(typed=("Feroil", "Xyzzy"))
    assert pills(chose("none"), typed) == (("Iron", "“Xyzzy”"), ())
    assert pills(typed, Answer(("salt",), typed=("XYZZY",))) == (("A salt",), ("Iron",))


def test_a_name_is_the_same_as_its_group_that_was_only_ticked() -> None:
    assert pills(chose("metal"), Answer(typed=("Feroil",))) == ((), ())
    assert pills(Answer(typed=("Feroil",)), chose("metal")) == ((), ())


def test_it_is_told_only_when_the_person_said_that_it_is_theirs() -> None:
    topic = replace(TOPIC, page_one=replace(TOPIC.page_one, since=RULES))
    earlier = Earlier(DAY, answers(glum=chose("s1")))
    told = []
    for brought in (None, earlier, replace(earlier, confirmed=True)):
        current = visit().with_(earlier=brought)
        found = assess(topic, current.answers)
        told.append(summarise(topic, current, found, DAY))
    assert [one.since is None for one in told] == [True, True, False]
    assert replace(told[2], since=None) == told[0]
