"""Three-valued conditions over answers, and the trace of how each was decided.

What was not asked, and what the person was not sure of, is UNKNOWN; it is never NO.
The connectives are those of Kleene's strong three-valued logic: with NO < UNKNOWN <
YES, `all` is the lowest verdict, `any` the highest, and `not` turns the order round.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from assessment.core.body import Marks, Relation


class Verdict(IntEnum):
    """Whether a condition holds."""

    NO = 0
    UNKNOWN = 1
    YES = 2


def verdict_of(holds: bool) -> Verdict:
    """YES for true, NO for false."""
    return Verdict.YES if holds else Verdict.NO


class Askable(Protocol):
    """What a condition may ask of the answers. A name is a question or a fact."""

    def holds(self, name: str, *options: str) -> Verdict:
        """Whether one option of the question, or one value of the fact, is true."""

    def answered(self, name: str) -> bool:
        """Whether the person gave any answer to it, "not sure" included."""

    def bounds(self, name: str) -> tuple[float, float] | None:
        """The lowest and highest that the number can be; None when nothing is known."""

    def marks(self, name: str) -> Marks | None:
        """The places marked on a body map; None when it was not answered."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """At least one of the options was chosen, or one of the fact's values is true."""

    name: str
    options: tuple[str, ...]

    def evaluate(self, known: Askable) -> Verdict:
        """YES, NO, or UNKNOWN while the question is open."""
        return known.holds(self.name, *self.options)


@dataclass(frozen=True, slots=True)
class NotSaid:
    """The person answered, and said none of these; "not sure" does not count as said.

    It serves exceptions that only a plain statement may make: a warning sign is
    passed over because somebody *said* that it is getting better, never because they
    were not sure.
    """

    name: str
    options: tuple[str, ...]

    def evaluate(self, known: Askable) -> Verdict:
        """NO once one was said, YES when answered without, UNKNOWN when not asked."""
        if known.holds(self.name, *self.options) is Verdict.YES:
            return Verdict.NO
        return Verdict.YES if known.answered(self.name) else Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class InRange:
    """A number is at least one figure (included) and below another (excluded)."""

    name: str
    at_least: float | None = None
    below: float | None = None

    def evaluate(self, known: Askable) -> Verdict:
        """UNKNOWN while what is known allows both."""
        bounds = known.bounds(self.name)
        if bounds is None:
            return Verdict.UNKNOWN
        low, high = bounds
        floor = float("-inf") if self.at_least is None else self.at_least
        ceiling = float("inf") if self.below is None else self.below
        if floor <= low and high < ceiling:
            return Verdict.YES
        return Verdict.NO if high < floor or low >= ceiling else Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class Marked:
    """The places marked on a body map stand in a relation to each other."""

    name: str
    relation: Relation
    places: tuple[str, ...]
    than: tuple[str, ...] = ()

    def evaluate(self, known: Askable) -> Verdict:
        """UNKNOWN while the map is not answered."""
        marks = known.marks(self.name)
        if marks is None:
            return Verdict.UNKNOWN
        return verdict_of(marks.relate(self.relation, self.places, self.than))


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no parts it always holds."""

    parts: tuple[Condition, ...]

    def evaluate(self, known: Askable) -> Verdict:
        """The lowest verdict of the parts."""
        lowest = Verdict.YES
        for part in self.parts:
            verdict = part.evaluate(known)
            if verdict is Verdict.NO:
                return verdict
            lowest = min(lowest, verdict)
        return lowest


@dataclass(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def evaluate(self, known: Askable) -> Verdict:
        """The highest verdict of the parts."""
        highest = Verdict.NO
        for part in self.parts:
            verdict = part.evaluate(known)
            if verdict is Verdict.YES:
                return verdict
            highest = max(highest, verdict)
        return highest


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; while it is unknown, so is this."""

    part: Condition

    def evaluate(self, known: Askable) -> Verdict:
        """The opposite verdict."""
        return Verdict(Verdict.YES - self.part.evaluate(known))


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `count` of the parts hold."""

    count: int
    parts: tuple[Condition, ...]

    def evaluate(self, known: Askable) -> Verdict:
        """UNKNOWN while the open parts could still make the difference."""
        verdicts = [part.evaluate(known) for part in self.parts]
        sure = verdicts.count(Verdict.YES)
        if sure >= self.count:
            return Verdict.YES
        possible = sure + verdicts.count(Verdict.UNKNOWN)
        return Verdict.UNKNOWN if possible >= self.count else Verdict.NO


Leaf = Chosen | NotSaid | InRange | Marked
Branch = All | Any | AtLeast
Condition = Branch | Not | Leaf

ALWAYS = All(())


@dataclass(frozen=True, slots=True)
class Trace:
    """A condition with the verdict it came to, and the same for each of its parts."""

    condition: Condition
    verdict: Verdict
    parts: tuple[Trace, ...] = ()


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The conditions directly inside this one; none for a leaf."""
    if isinstance(condition, Branch):
        return condition.parts
    return (condition.part,) if isinstance(condition, Not) else ()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """Every leaf of the condition, in the order in which it is written."""
    if isinstance(condition, Leaf):
        yield condition
    for part in parts_of(condition):
        yield from leaves(part)


def names(condition: Condition) -> frozenset[str]:
    """The questions and facts that the condition asks about."""
    return frozenset(leaf.name for leaf in leaves(condition))


def trace(condition: Condition, known: Askable) -> Trace:
    """The verdict of the condition and of every part, for explaining it."""
    inner = tuple(trace(part, known) for part in parts_of(condition))
    return Trace(condition, condition.evaluate(known), inner)


def deciding_leaves(traced: Trace) -> Iterator[tuple[Leaf, Verdict]]:
    """The leaves that made the condition what it is, with their own verdicts.

    A part counts when it came to the same verdict as the whole; under `not` the
    opposite one does.
    """
    if isinstance(traced.condition, Leaf):
        yield traced.condition, traced.verdict
        return
    wanted = traced.verdict
    if isinstance(traced.condition, Not):
        wanted = Verdict(Verdict.YES - wanted)
    for part in traced.parts:
        if part.verdict is wanted:
            yield from deciding_leaves(part)
