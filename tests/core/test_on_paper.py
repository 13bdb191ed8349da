"""Tests of what paper says by itself: conditions in words, and lone emergencies."""

import pytest

from assessment.core.conditions import (
    ALWAYS,
    All,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Not,
    NotSaid,
)
from assessment.core.conditions import Any as AnyOf
from assessment.core.findings import Urgency
from assessment.core.on_paper import Numbered, lone_signs, only_if
from tests.core.made_up import QUESTIONNAIRE, TOPIC

ASKED = {q.id: Numbered(n, q) for n, q in enumerate(QUESTIONNAIRE, 1)}
NOISE = Chosen("areas", ("noise",))
OLD = InRange("age", at_least=10)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (NOISE, "you ticked “Noises” in question 4"),
        (
            Chosen("speed", ("sudden", "slow")),
            "you ticked “All at once” or “Slowly” in question 3",
        ),
        (
            Chosen("speed", ("sudden", "slow", "unsure")),
            "you ticked anything but “I would rather not say” in question 3",
        ),
        (NotSaid("areas", ("none",)), "you did not tick “None of these” in question 4"),
        (Not(NOISE), "you did not tick “Noises” in question 4"),
        (OLD, "your answer to question 2 is 10\u00a0years or more"),
        (InRange("age", below=1), "your answer to question 2 is below 1\u00a0year"),
        (InRange("age", below=2), "your answer to question 2 is below 2\u00a0years"),
        (
            InRange("age", at_least=2, below=10),
            "your answer to question 2 is 2\u00a0years or more and below 10\u00a0years",
        ),
        (
            All((NOISE, OLD)),
            "you ticked “Noises” in question 4, "
            "and your answer to question 2 is 10\u00a0years or more",
        ),
        (
            AnyOf((NOISE, Chosen("where", ("hand",)))),
            "you ticked “Noises” in question 4, or you ticked “Hand” in question 6",
        ),
    ],
)
def test_a_plain_condition_is_said_in_words(condition: Condition, words: str) -> None:
    assert only_if(condition, ASKED, str) == f"Only if {words}."


@pytest.mark.parametrize(
    "condition",
    [
        ALWAYS,
        Chosen("shape", ("silent",)),
        InRange("mood", at_least=4),
        Chosen("alarm", ("=a medicine",)),
        AnyOf((NOISE, All((OLD, NOISE)))),
        AnyOf((NOISE, Chosen("shape", ("silent",)))),
        All((NOISE,) * 4),
        Not(OLD),
        AtLeast(1, (NOISE,)),
    ],
    ids=["always", "fact", "sum", "mark", "nested", "half", "long", "not", "count"],
)
def test_what_is_not_plain_is_left_out_so_that_too_much_is_asked(
    condition: Condition,
) -> None:
    assert only_if(condition, ASKED, str) == ""


def test_an_emergency_by_itself_comes_from_the_rules_and_needs_no_gate() -> None:
    now = Urgency.EMERGENCY
    assert lone_signs(TOPIC, ASKED["alarm"].question, now) == {"smoke", "flames"}
    assert lone_signs(TOPIC, ASKED["tact"].question, now) == {"stop"}
    assert lone_signs(TOPIC, ASKED["speed"].question, now) == frozenset()
