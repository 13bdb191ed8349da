"""Findings: red flags, causes, scoring, advice and sources, with every id followed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from assessment.core.findings import (
    Advice,
    Band,
    Cause,
    Country,
    Evidence,
    NextStep,
    PhoneNumber,
    QuestionToAsk,
    RedFlag,
    Salient,
    Scoring,
    Source,
    Urgency,
    UrgencyAdvice,
)
from assessment.rulebook.care_shapes import (
    NextStepShape,
    QuestionToAskShape,
    UrgencyShape,
)
from assessment.rulebook.compose import Text
from assessment.rulebook.conditions import ConditionReader
from assessment.rulebook.links import Links
from assessment.rulebook.problems import quoted
from assessment.rulebook.scoring_shapes import ScoringShape
from assessment.rulebook.shapes import (
    CauseShape,
    CountryShape,
    EvidenceShape,
    RedFlagShape,
    SourceShape,
)

ALWAYS_CALLED = Text("emergency")


def level(name: str) -> Urgency:
    """The urgency that rules call by this name."""
    return Urgency[name.upper()]


def red_flag(shape: RedFlagShape, reader: ConditionReader) -> RedFlag:
    """A red flag."""
    links = reader.links
    return RedFlag(
        id=str(shape.id),
        what=links.words(shape.what),
        urgency=level(shape.urgency),
        concern=links.to_causes(shape.concern),
        when=reader.rule(shape.when),
        do=links.words(shape.do),
        more=links.words(shape.more),
        call=(
            (str(ALWAYS_CALLED),)
            if shape.call is None
            else links.to_numbers(shape.call)
        ),
        sources=links.to_sources(shape.sources),
        fallback=shape.fallback,
    )


def cause(
    shape: CauseShape, priors: Mapping[str, float], reader: ConditionReader
) -> Cause:
    """A possible cause with its evidence."""
    links = reader.links
    if priors:
        _prior(shape.how_common, priors, links)
    return Cause(
        id=str(shape.id),
        name=links.words(shape.name),
        plain_name=links.words(shape.plain_name),
        group=str(shape.group),
        how_common=str(shape.how_common),
        evidence=tuple(_evidence(item, reader) for item in shape.evidence),
        requires=reader.rule(shape.requires),
        explains=reader.rule(shape.explains),
        action=links.words(shape.action),
        how_common_reason=links.words(shape.how_common_reason),
        typical=links.words(shape.typical),
        danger=links.words(shape.danger),
        tests=links.many_words(shape.tests),
        seen_by=links.many_words(shape.seen_by),
        helps=links.many_words(shape.helps),
    )


def _evidence(shape: EvidenceShape, reader: ConditionReader) -> Evidence:
    links = reader.links
    return Evidence(
        finding=links.words(shape.finding),
        supports=shape.supports is not None,
        strength=shape.supports or shape.against or 0,
        when=reader.rule(shape.when),
        sources=links.to_sources(shape.sources),
        note=links.words(shape.note),
        likelihood_ratio=shape.lr,
        sensitivity=shape.sens,
        specificity=shape.spec,
    )


def scoring(shape: ScoringShape, links: Links) -> Scoring:
    """How evidence adds up."""
    points = shape.points
    for better, band in zip(shape.bands, shape.bands[1:], strict=False):
        if band.at_least >= better.at_least:
            what = f"the band {quoted(band.id)} must begin below the one before it"
            links.report.add(band.id.place, "wrong-order", what)
    return Scoring(
        prior={str(name): prior for name, prior in shape.prior.items()},
        points={1: points.one, 2: points.two, 3: points.three, 4: points.four},
        repeat_factors=tuple(shape.repeat_factors),
        evidence_groups=_evidence_groups(shape, links),
        salient=tuple(
            Salient(str(item.name), str(item.option), item.weight)
            for item in shape.salient
            if (subject := links.subject(item.name))
            and links.option(subject, item.option)
        ),
        salient_cap=shape.salient_cap,
        least_support=shape.least_support,
        never_alone=frozenset(
            str(name) for name in shape.never_alone if links.subject(name)
        ),
        floor=_floor(shape, links),
        bands=tuple(
            Band(str(band.id), links.words(band.label), band.at_least)
            for band in shape.bands
        ),
    )


def _floor(shape: ScoringShape, links: Links) -> dict[str, float]:
    for name in shape.floor:
        _prior(name, shape.prior, links)
    return {str(name): points for name, points in shape.floor.items()}


def _prior(name: Text, known: Collection[str], links: Links) -> None:
    """Report a word for how common something is that the scoring does not have."""
    words = ", ".join(map(quoted, known))
    what = f"the scoring has priors for {words} only, not for"
    links.find(name, known, "unknown-prior", what)


def _evidence_groups(shape: ScoringShape, links: Links) -> dict[str, str]:
    group_of: dict[str, str] = {}
    first: dict[str, Text] = {}
    for group, names in shape.evidence_groups.items():
        for name in names:
            if links.subject(name) is None:
                continue
            if first.setdefault(name, name) is not name:
                where = first[name].place.short
                what = f"{quoted(name)} was first seen at {where}; it has one group"
                links.report.add(name.place, "duplicate-id", what)
            group_of[str(name)] = str(group)
    return group_of


def advice(shape: UrgencyShape, links: Links) -> UrgencyAdvice:
    """The words of a level of urgency."""
    return UrgencyAdvice(
        level=level(shape.level),
        title=links.words(shape.title),
        short=links.words(shape.short),
        why=links.words(shape.why),
        now=tuple(
            Advice(links.words(step.title), links.words(step.text))
            for step in shape.now
        ),
        while_waiting=links.many_words(shape.while_waiting),
        sooner=links.many_words(shape.sooner),
    )


def next_step(shape: NextStepShape, reader: ConditionReader) -> NextStep:
    """A step that the person can take."""
    links = reader.links
    at_least = Urgency.SELF_CARE if shape.at_least is None else level(shape.at_least)
    up_to = Urgency.EMERGENCY if shape.up_to is None else level(shape.up_to)
    if shape.at_least is not None and at_least > up_to:
        what = f"no urgency is at least {at_least.id} and at most {up_to.id}"
        links.report.add(shape.at_least.place, "wrong-value", what)
    return NextStep(
        id=str(shape.id),
        title=links.words(shape.title),
        text=links.words(shape.text),
        sources=links.to_sources(shape.sources),
        when=reader.rule(shape.when),
        unless=None if shape.unless is None else reader.rule(shape.unless),
        at_least=at_least,
        up_to=up_to,
        all_clear=shape.all_clear,
    )


def question_to_ask(
    shape: QuestionToAskShape, reader: ConditionReader
) -> QuestionToAsk:
    """A question to take along."""
    links = reader.links
    return QuestionToAsk(
        id=str(shape.id),
        text=links.words(shape.text),
        sources=links.to_sources(shape.sources),
        when=reader.rule(shape.when),
    )


def source(shape: SourceShape) -> Source:
    """Where statements come from."""
    return Source(
        key=str(shape.key),
        title=str(shape.title),
        publisher=str(shape.publisher),
        year=shape.year,
        url=None if shape.url is None else str(shape.url),
        access=str(shape.access),
        used_for=str(shape.used_for or ""),
        note=str(shape.note or ""),
    )


def country(shape: CountryShape, links: Links) -> Country:
    """Whom to call in a country."""
    links.to_sources(shape.sources)
    if ALWAYS_CALLED not in [number.id for number in shape.numbers if number.dial]:
        what = f"the country {shape.id} has no number {quoted(ALWAYS_CALLED)} to dial"
        links.report.add(shape.id.place, "unknown-number", what)
    numbers = {
        str(number.id): PhoneNumber(str(number.id), str(number.label), str(number.dial))
        for number in shape.numbers
    }
    return Country(str(shape.id), links.words(shape.name), numbers)
