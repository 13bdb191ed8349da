"""Conditions: three values, and a trace that agrees with the verdict."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.answers import Answer
from assessment.core.body import Relation
from assessment.core.conditions import (
    All,
    Any,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Marked,
    Not,
    NotSaid,
    Trace,
    Verdict,
    leaves,
    names,
    trace,
)
from tests.core.made_up import TOPIC, answers, chose

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN

SUDDEN = Chosen("speed", ("sudden",))


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (chose("sudden"), YES),
        (chose("slow"), NO),
        (chose("unsure"), UNKNOWN),
        (chose("secret"), UNKNOWN),
        (Answer(), UNKNOWN),
        (None, UNKNOWN),
    ],
    ids=["chosen", "another", "not sure", "declined", "left blank", "not asked"],
)
def test_chosen_is_no_only_when_the_person_said_otherwise(
    answer: Answer | None, verdict: Verdict
) -> None:
    known = TOPIC.know(answers(speed=answer))
    assert SUDDEN.evaluate(known) is verdict
    assert Not(SUDDEN).evaluate(known) is Verdict(2 - verdict)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (chose("sudden"), NO),
        (chose("slow"), YES),
        (chose("unsure"), YES),
        (chose("secret"), YES),
        (Answer(), UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_only_a_plain_statement_makes_an_exception(
    answer: Answer | None, verdict: Verdict
) -> None:
    known = TOPIC.know(answers(speed=answer))
    assert NotSaid("speed", ("sudden",)).evaluate(known) is verdict


@pytest.mark.parametrize(
    ("age", "verdict"), [(9, NO), (10, YES), (19, YES), (20, NO), (None, UNKNOWN)]
)
def test_a_range_includes_its_floor_and_excludes_its_ceiling(
    age: int | None, verdict: Verdict
) -> None:
    known = TOPIC.know(answers(age=None if age is None else Answer(number=age)))
    assert InRange("age", at_least=10, below=20).evaluate(known) is verdict


@pytest.mark.parametrize(
    ("glum", "bored", "verdict"),
    [
        ("s3", "s1", YES),
        ("s0", "s3", NO),
        ("s3", None, UNKNOWN),
        (None, "s0", NO),
        (None, None, UNKNOWN),
    ],
)
def test_a_sum_is_settled_once_the_open_scores_cannot_change_it(
    glum: str | None, bored: str | None, verdict: Verdict
) -> None:
    known = TOPIC.know(
        answers(
            glum=chose(glum) if glum else None, bored=chose(bored) if bored else None
        )
    )
    assert InRange("mood", at_least=4).evaluate(known) is verdict


def _fixed(verdict: Verdict) -> Condition:
    """A condition that comes to the verdict for the calm answers."""
    return {
        YES: Chosen("speed", ("slow",)),
        NO: Chosen("speed", ("sudden",)),
        UNKNOWN: Chosen("tact", ("stop",)),
    }[verdict]


@pytest.mark.parametrize("verdicts", list(product(Verdict, repeat=3)))
def test_connectives_follow_kleene(verdicts: tuple[Verdict, ...]) -> None:
    known = TOPIC.know(answers())
    parts = tuple(_fixed(verdict) for verdict in verdicts)
    assert All(parts).evaluate(known) is min(verdicts)
    assert Any(parts).evaluate(known) is max(verdicts)
    ranked = sorted(verdicts, reverse=True)
    for count in (1, 2, 3):
        assert AtLeast(count, parts).evaluate(known) is ranked[count - 1]


def test_nothing_to_meet_is_met_and_nothing_to_choose_from_is_not() -> None:
    known = TOPIC.know(answers())
    assert All(()).evaluate(known) is YES
    assert Any(()).evaluate(known) is NO


leaf = st.sampled_from(
    [
        Chosen("speed", ("sudden",)),
        Chosen("noise", ("hum", "squeal")),
        Chosen("shape", ("silent",)),
        NotSaid("where", ("nowhere",)),
        InRange("age", at_least=10),
        InRange("mood", below=3),
        Marked("where", Relation.BOTH_SIDES, ("hand",)),
    ]
)
conditions = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: Any(tuple(parts))),
        inner.map(Not),
        st.tuples(st.integers(1, 3), st.lists(inner, max_size=3)).map(
            lambda pair: AtLeast(pair[0], tuple(pair[1]))
        ),
    ),
    max_leaves=8,
)


@given(conditions)
def test_double_negation_and_de_morgan_hold(condition: Condition) -> None:
    known = TOPIC.know(answers(speed=chose("unsure"), glum=None))
    verdict = condition.evaluate(known)
    assert Not(Not(condition)).evaluate(known) is verdict
    other = Chosen("noise", ("hum",))
    assert Not(All((condition, other))).evaluate(known) is Any(
        (Not(condition), Not(other))
    ).evaluate(known)


@given(conditions)
def test_every_verdict_in_a_trace_is_that_of_its_condition(
    condition: Condition,
) -> None:
    known = TOPIC.know(answers(speed=None))

    def agrees(traced: Trace) -> None:
        assert traced.verdict is traced.condition.evaluate(known)
        for part in traced.parts:
            agrees(part)

    agrees(trace(condition, known))


@given(conditions)
def test_names_are_those_of_the_leaves(condition: Condition) -> None:
    assert names(condition) == {leaf.name for leaf in leaves(condition)}
