"""Care: what the person can take along, and when each part of it is for them.

Return advice, sheets to fill in, measures with their cut-offs, and plain words for
tests. Advice to get help is given unless it plainly is not for the person; whatever
could do harm is held back unless it plainly is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from assessment.core.conditions import ALWAYS, Condition, Verdict
from assessment.core.findings import NextStep, Urgency
from assessment.core.known import Known

YES, NO = Verdict.YES, Verdict.NO


@dataclass(frozen=True, slots=True)
class ReturnAdvice:
    """A reason to get help sooner that goes with what was said."""

    id: str
    text: str
    sources: tuple[str, ...]
    when: Condition = ALWAYS
    up_to: Urgency = Urgency.SAME_DAY


@dataclass(frozen=True, slots=True)
class Note:
    """A caution on a sheet; it is left out only where it plainly does not apply."""

    text: str
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sheet: lines to read, and a table whose missing cells are blank."""

    heading: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    when: Condition = ALWAYS

    @property
    def full_rows(self) -> tuple[tuple[str, ...], ...]:
        """The rows, each with as many cells as there are columns."""
        width = len(self.columns)
        return tuple((*row, *("",) * (width - len(row))) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to use at home; it is given with the next step that it goes with."""

    id: str
    title: str
    goes_with: str  # the next step whose gate is the sheet's gate
    sources: tuple[str, ...]
    parts: tuple[Part, ...]
    lead: str = ""
    agreed: str = ""  # what somebody has to agree to first, beside a box to tick
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class CutOff:
    """A figure at which a measure means something, for those whom it is about."""

    means: str
    at_least: int | None = None
    below: int | None = None
    when: Condition = ALWAYS

    def met(self, figure: float) -> bool:
        """Whether the figure is on the side that the cut-off is about."""
        if self.below is not None:
            return figure < self.below
        return self.at_least is not None and figure >= self.at_least


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that a question asks for, or a sum of scores, and how to read it."""

    id: str
    name: str
    reads: str  # a question that asks for a number, or a fact that is a sum
    unit: str
    limits: str  # what it does not tell
    credit: str  # what its owner asks to have said
    sources: tuple[str, ...]
    cut_offs: tuple[CutOff, ...]
    untried: str = ""  # said when it was asked for and left out


@dataclass(frozen=True, slots=True)
class Term:
    """A word that doctors use, in plain words."""

    term: str
    says: str
    sources: tuple[str, ...]
    also: tuple[str, ...] = ()  # other words by which it is known


@dataclass(frozen=True, slots=True)
class Care:
    """All of this that a topic has."""

    return_advice: tuple[ReturnAdvice, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    measures: tuple[Measure, ...] = ()
    glossary: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureResult:
    """A measure as it was taken; without a figure it was asked for and left out."""

    measure: Measure
    figure: int | None
    cut_offs: tuple[CutOff, ...]  # those that may be about the person


def return_advice(
    advice: Iterable[ReturnAdvice], urgency: Urgency, known: Known
) -> tuple[ReturnAdvice, ...]:
    """The reasons to get help sooner that may be about this person."""
    return tuple(
        one
        for one in advice
        if urgency <= one.up_to and one.when.evaluate(known) is not NO
    )


def sheets(
    all_sheets: Iterable[Sheet], steps: Iterable[NextStep], known: Known
) -> tuple[Sheet, ...]:
    """The sheets that go with the steps, each with the parts that are for the person.

    A part is given only when its condition holds; a note unless it plainly does not.
    """
    given = {step.id for step in steps}
    return tuple(
        replace(
            sheet,
            notes=tuple(n for n in sheet.notes if n.when.evaluate(known) is not NO),
            parts=tuple(p for p in sheet.parts if p.when.evaluate(known) is YES),
        )
        for sheet in all_sheets
        if sheet.goes_with in given
    )


def measured(measures: Iterable[Measure], known: Known) -> tuple[MeasureResult, ...]:
    """The measures that were taken, and those that say so when they were not.

    A sum of which a part was left open is not a figure.
    """
    found = []
    for measure in measures:
        if not known.put(measure.reads):
            continue
        figure = _figure(measure.reads, known)
        if figure is not None or measure.untried:
            about = [c for c in measure.cut_offs if c.when.evaluate(known) is not NO]
            found.append(MeasureResult(measure, figure, tuple(about)))
    return tuple(found)


def _figure(name: str, known: Known) -> int | None:
    """The number, or the sum; None while it could be more than one."""
    bounds = known.bounds(name)
    if bounds is None or bounds[0] != bounds[1]:
        return None
    return int(bounds[0])


def terms_in(glossary: Iterable[Term], texts: Iterable[str]) -> tuple[Term, ...]:
    """The terms with which a word of the texts begins, in their own order."""
    whole = "\n".join(texts)

    def begins_a_word(beginning: str) -> bool:
        found = re.search(rf"(?<!\w){re.escape(beginning)}", whole, re.IGNORECASE)
        return found is not None

    return tuple(
        one for one in glossary if any(map(begins_a_word, (one.term, *one.also)))
    )
