"""Conditions in plain words, as a clinical reviewer reads them."""

from __future__ import annotations

import pytest

from assessment.core.body import Relation
from assessment.core.conditions import (
    ALWAYS,
    All,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Marked,
    Not,
    NotSaid,
)
from assessment.core.conditions import Any as AnyOf
from assessment.core.told import Told, told
from tests.core.made_up import TOPIC

SMOKE = Chosen("alarm", ("smoke",))
OLD = InRange("age", at_least=50)
FACT = next(fact for fact in TOPIC.facts.values() if fact.values)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (ALWAYS, "always"),
        (Chosen("alarm", ("smoke", "flames")), "{alarm}: “Smoke” or “Flames”"),
        (NotSaid("alarm", ("smoke",)), "{alarm}: answered, and not “Smoke”"),
        (OLD, "{age}: 50 or more"),
        (InRange("age", at_least=50, below=60), "{age}: 50 or more, below 60"),
        (Not(SMOKE), "it is known that this is not so: {alarm}: “Smoke”"),
        (All((SMOKE,)), "{alarm}: “Smoke”"),
        (Chosen(FACT.id, (FACT.values[0].id,)),
         f"{FACT.about}: “{FACT.values[0].says}”"),
        (Marked("alarm", Relation.BOTH_SIDES, ("smoke",)),
         "{alarm}: on the left and on the right, marked: “Smoke”"),
        (Marked("alarm", Relation.MORE, ("smoke",), ("flames",)),
         "{alarm}: more marks on “Smoke” than on “Flames”"),
    ],
)  # fmt: skip
def test_a_plain_condition_is_one_line(condition: Condition, words: str) -> None:
    asked = TOPIC.questionnaire.question_by_id
    titles = {name: asked[name].title for name in ("alarm", "age")}
    assert told(condition, TOPIC) == Told(words.format(**titles))


def test_parts_stand_below_what_joins_them() -> None:
    both = (told(SMOKE, TOPIC), told(OLD, TOPIC))
    assert told(All((SMOKE, OLD)), TOPIC) == Told("all of these:", both)
    assert told(AnyOf((SMOKE, OLD)), TOPIC) == Told("any of these:", both)
    counted = told(AtLeast(2, (SMOKE, OLD)), TOPIC)
    assert counted == Told("at least 2 of these:", both)
    inner = Told("any of these:", both)
    denied = told(Not(AnyOf((SMOKE, OLD))), TOPIC)
    assert denied == Told("it is known that this is not so:", (inner,))


@pytest.mark.parametrize("relation", Relation)
def test_every_relation_has_words(relation: Relation) -> None:
    words = told(Marked("alarm", relation, ("smoke",), ("flames",)), TOPIC).words
    assert "“Smoke”" in words
    assert "{" not in words
