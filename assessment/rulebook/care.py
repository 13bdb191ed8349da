"""Care: return advice, sheets, measures and glossary, with every id followed."""

from __future__ import annotations

from collections.abc import Collection

from assessment.core.care import (
    Care,
    CutOff,
    Measure,
    Note,
    Part,
    ReturnAdvice,
    Sheet,
    Term,
)
from assessment.core.findings import Urgency
from assessment.rulebook.care_shapes import (
    MeasureShape,
    PartShape,
    ReturnAdviceShape,
    SheetShape,
    TermShape,
)
from assessment.rulebook.conditions import ConditionReader
from assessment.rulebook.findings import level
from assessment.rulebook.links import Links
from assessment.rulebook.problems import quoted
from assessment.rulebook.shapes import Content


def care(content: Content, reader: ConditionReader) -> Care:
    """What a person can take along."""
    steps = [str(shape.id) for shape in content.next_steps]
    return Care(
        return_advice=tuple(_return_advice(s, reader) for s in content.return_advice),
        sheets=tuple(_sheet(shape, steps, reader) for shape in content.sheets),
        measures=tuple(_measure(shape, reader) for shape in content.measures),
        glossary=tuple(_term(shape, reader.links) for shape in content.glossary),
    )


def _return_advice(shape: ReturnAdviceShape, reader: ConditionReader) -> ReturnAdvice:
    """A reason to get help sooner; by default for all who are not an emergency."""
    links = reader.links
    up_to = Urgency.SAME_DAY if shape.up_to is None else level(shape.up_to)
    return ReturnAdvice(
        id=str(shape.id),
        text=links.words(shape.text),
        sources=links.to_sources(shape.sources),
        when=reader.rule(shape.when),
        up_to=up_to,
    )


def _sheet(shape: SheetShape, steps: Collection[str], reader: ConditionReader) -> Sheet:
    """A sheet to use at home, that goes with one of the next steps."""
    links = reader.links
    what = "there is no next step"
    links.find(shape.goes_with, steps, "unknown-next-step", what)
    return Sheet(
        id=str(shape.id),
        title=links.words(shape.title),
        goes_with=str(shape.goes_with),
        sources=links.to_sources(shape.sources),
        parts=tuple(_part(part, reader) for part in shape.parts),
        lead=links.words(shape.lead),
        agreed=links.words(shape.agreed),
        notes=tuple(
            Note(links.words(note.text), reader.rule(note.when)) for note in shape.notes
        ),
    )


def _part(shape: PartShape, reader: ConditionReader) -> Part:
    links = reader.links
    for row in shape.rows:
        if len(row) > len(shape.columns):
            what = f"the row has more cells than the {len(shape.columns)} columns"
            links.report.add(row[0].place, "too-many-cells", what)
    if not shape.lines and not shape.rows:
        what = f"the part {quoted(shape.heading)} needs `lines`, or `rows`"
        links.report.add(shape.heading.place, "empty", what)
    return Part(
        heading=links.words(shape.heading),
        lines=links.many_words(shape.lines),
        columns=links.many_words(shape.columns),
        rows=tuple(links.many_words(row) for row in shape.rows),
        when=reader.rule(shape.when),
    )


def _measure(shape: MeasureShape, reader: ConditionReader) -> Measure:
    """A number or a sum of scores, and how to read it."""
    links = reader.links
    subject = links.subject(shape.reads)
    if subject is not None and not subject.is_number:
        what = f"{subject.what} is neither a number nor a sum"
        links.report.add(shape.reads.place, "wrong-for-kind", what)
    return Measure(
        id=str(shape.id),
        name=links.words(shape.name),
        reads=str(shape.reads),
        unit=links.words(shape.unit),
        limits=links.words(shape.limits),
        credit=links.words(shape.credit),
        sources=links.to_sources(shape.sources),
        cut_offs=tuple(
            CutOff(
                links.words(cut_off.means),
                cut_off.at_least,
                cut_off.below,
                reader.rule(cut_off.when),
            )
            for cut_off in shape.cut_offs
        ),
        untried=links.words(shape.untried),
    )


def _term(shape: TermShape, links: Links) -> Term:
    """A word that doctors use, in plain words."""
    return Term(
        links.words(shape.term),
        links.words(shape.says),
        links.to_sources(shape.sources),
        links.many_words(shape.also),
    )
