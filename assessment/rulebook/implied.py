"""Implied: whether one condition holds in everybody in whom another one does.

It errs on one side only: what it calls implied is implied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from assessment.core.conditions import (
    All,
    Any,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Not,
    NotSaid,
)
from assessment.core.facts import Fact

INFINITE = float("inf")


def implies(one: Condition, other: Condition, facts: Mapping[str, Fact]) -> bool:
    """Whether the other is sure to be true where the one is."""
    if one == other:
        return True
    if isinstance(one, Any):
        return all(implies(part, other, facts) for part in one.parts)
    if isinstance(other, All):
        return all(implies(one, part, facts) for part in other.parts)
    if isinstance(one, All) and any(implies(p, other, facts) for p in one.parts):
        return True
    if isinstance(other, Any) and any(implies(one, p, facts) for p in other.parts):
        return True
    if isinstance(one, AtLeast) and isinstance(other, AtLeast):
        within = Counter(one.parts) <= Counter(other.parts)
        return one.count >= other.count and within
    if _leaf_implies(one, other):
        return True
    spelled_one, spelled_other = _spelled(one, facts), _spelled(other, facts)
    return (spelled_one, spelled_other) != (one, other) and implies(
        spelled_one, spelled_other, facts
    )


def _leaf_implies(one: Condition, other: Condition) -> bool:
    match one, other:
        case Chosen(), Chosen():
            return one.name == other.name and {*one.options} <= {*other.options}
        case NotSaid(), NotSaid():
            return one.name == other.name and {*one.options} >= {*other.options}
        case InRange(), InRange():
            return one.name == other.name and _within(one, other)
        case Not(), Not():
            return _leaf_implies(other.part, one.part)
    return False


def _within(one: InRange, other: InRange) -> bool:
    floors = [-INFINITE if r.at_least is None else r.at_least for r in (one, other)]
    ceilings = [INFINITE if r.below is None else r.below for r in (one, other)]
    return floors[0] >= floors[1] and ceilings[0] <= ceilings[1]


def _spelled(condition: Condition, facts: Mapping[str, Fact]) -> Condition:
    """The conditions of the fact's values, where the condition asks for a fact."""
    if not isinstance(condition, Chosen) or condition.name not in facts:
        return condition
    values = map(facts[condition.name].value, condition.options)
    return Any(tuple(value.when for value in values if value is not None))
