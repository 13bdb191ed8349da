"""Implied conditions: what is called implied is so, by form and by trying it out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.body import Marks
from assessment.core.conditions import (
    All,
    Any,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Not,
    NotSaid,
    Verdict,
    verdict_of,
)
from assessment.core.facts import Fact, FactValue
from assessment.rulebook.implied import implies

A, B, AB = (Chosen("x", tuple(options)) for options in ("a", "b", "ab"))
OLD, OLDER = InRange("age", at_least=50), InRange("age", at_least=60, below=90)
FACTS = {"side": Fact("side", "", (FactValue("a", "", All((A, OLD))),))}
FACT = Chosen("side", ("a",))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A, A),
        (A, AB),
        (All((A, OLD)), A),
        (A, Any((OLD, A))),
        (Any((A, B)), AB),
        (OLDER, OLD),
        (NotSaid("x", ("a", "b")), NotSaid("x", ("b",))),
        (Not(AB), Not(A)),
        (AtLeast(2, (A, OLD)), AtLeast(1, (A, OLD, B))),
        (FACT, OLD),
        (All((A, OLD)), FACT),
        (All((A, All((OLD,)))), All((OLD, A))),
    ],
)
def test_what_follows_is_found(one: Condition, other: Condition) -> None:
    assert implies(one, other, FACTS)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (AB, A),
        (A, All((A, OLD))),
        (AtLeast(2, (A, A)), AtLeast(2, (A,))),
        (Any((A, OLD)), A),
        (OLD, OLDER),
        (NotSaid("x", ("b",)), NotSaid("x", ("a", "b"))),
        (Not(A), Not(AB)),
        (AtLeast(1, (A, OLD)), AtLeast(2, (A, OLD))),
        (A, FACT),
        (OLD, FACT),
        (A, Chosen("y", ("a",))),
    ],
)
def test_what_does_not_follow_is_not_claimed(one: Condition, other: Condition) -> None:
    assert not implies(one, other, FACTS)


class Said:
    """Answers to `x`, `y` and `age`, any of them open."""

    def __init__(self, chosen: dict[str, frozenset[str] | None], age: int) -> None:
        self._chosen = chosen
        self._age = age

    def holds(self, name: str, *options: str) -> Verdict:
        return max(self._holds(name, option) for option in options)

    def _holds(self, name: str, option: str) -> Verdict:
        if name in FACTS:
            value = FACTS[name].value(option)
            return value.when.evaluate(self) if value else Verdict.NO
        chosen = self._chosen[name]
        return Verdict.UNKNOWN if chosen is None else verdict_of(option in chosen)

    def answered(self, name: str) -> bool:
        return self._chosen[name] is not None

    def bounds(self, name: str) -> tuple[float, float]:
        return self._age, self._age

    def marks(self, name: str) -> Marks | None:
        return None


options = st.lists(st.sampled_from("abc"), min_size=1, max_size=2).map(tuple)
leaf = st.one_of(
    st.builds(Chosen, st.sampled_from("xy"), options),
    st.builds(NotSaid, st.sampled_from("xy"), options),
    st.builds(InRange, st.just("age"), st.sampled_from((None, 40, 50)), st.just(60)),
    st.just(FACT),
)
condition = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Any, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(AtLeast, st.integers(1, 2), st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)
answers = st.builds(
    Said,
    st.fixed_dictionaries(
        {name: st.none() | st.frozensets(st.sampled_from("abc")) for name in "xy"}
    ),
    st.sampled_from((30, 45, 55, 70)),
)


@given(condition, condition, answers)
def test_what_is_called_implied_is_so(
    one: Condition, other: Condition, said: Said
) -> None:
    if implies(one, other, FACTS) and one.evaluate(said) is Verdict.YES:
        assert other.evaluate(said) is Verdict.YES
