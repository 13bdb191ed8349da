"""Assessment: what the rules of a topic make of the answers.

Urgency and causes are two outputs. Urgency is the highest warning sign that fires:
never averaged, and never lowered by another answer. Causes gather weighted evidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assessment.core.answers import Answers
from assessment.core.care import (
    MeasureResult,
    ReturnAdvice,
    Sheet,
    measured,
    return_advice,
    sheets,
)
from assessment.core.conditions import (
    Trace,
    Verdict,
    deciding_leaves,
    leaves,
    trace,
)
from assessment.core.findings import (
    Band,
    Cause,
    Evidence,
    NextStep,
    QuestionToAsk,
    RedFlag,
    Salient,
    Scoring,
    Urgency,
)
from assessment.core.known import Known
from assessment.core.topic import Topic

MOST_QUESTIONS_TO_ASK = 5  # a visit has no time for more

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


@dataclass(frozen=True, slots=True)
class RedFlagResult:
    """A warning sign and whether it is there."""

    flag: RedFlag
    verdict: Verdict
    trace: Trace
    left_open: bool  # unknown because of a question that was asked and not settled


@dataclass(frozen=True, slots=True)
class EvidenceResult:
    """A finding and whether it is there."""

    evidence: Evidence
    verdict: Verdict
    trace: Trace


@dataclass(frozen=True, slots=True)
class CauseResult:
    """A possible cause with what speaks for it, against it, and what is not known."""

    cause: Cause
    score: float  # points, not a probability
    band: Band
    supporting: tuple[EvidenceResult, ...]  # strongest first
    against: tuple[EvidenceResult, ...]
    missing: tuple[EvidenceResult, ...]
    unexplained: tuple[Salient, ...]
    must_not_miss: bool  # the main concern of a sign that needs care today


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything that the rules found."""

    urgency: Urgency
    decided_by: tuple[RedFlagResult, ...]  # the warning signs of that urgency
    red_flags: tuple[RedFlagResult, ...]  # every rule, most urgent first
    causes: tuple[CauseResult, ...]  # best fit first
    next_steps: tuple[NextStep, ...]
    questions_to_ask: tuple[QuestionToAsk, ...]  # best first
    return_advice: tuple[ReturnAdvice, ...]
    sheets: tuple[Sheet, ...]
    measures: tuple[MeasureResult, ...]
    unknown: tuple[str, ...]  # questions asked and not settled
    known: Known

    @property
    def fired(self) -> tuple[RedFlagResult, ...]:
        """The warning signs that are there, most urgent first."""
        return tuple(r for r in self.red_flags if r.verdict is YES)

    @property
    def not_ruled_out(self) -> tuple[RedFlagResult, ...]:
        """Signs left open that need care today, or sooner than what was found."""
        return tuple(
            r
            for r in self.red_flags
            if r.left_open
            and (r.flag.urgency >= Urgency.SAME_DAY or r.flag.urgency > self.urgency)
        )


def assess(topic: Topic, answers: Answers) -> Assessment:
    """What the rules of the topic make of the answers. Never raises for any answers."""
    known = topic.know(answers)
    results = tuple(look_for(flag, known) for flag in topic.red_flags)
    urgency, decided_by = _decide(results, known)
    clear = not any(r.left_open and r.flag.urgency >= Urgency.SAME_DAY for r in results)
    steps = tuple(
        step
        for step in topic.next_steps
        if (clear or not step.all_clear) and _suits(step, urgency, known)
    )
    to_ask = [q for q in topic.questions_to_ask if q.when.evaluate(known) is YES]
    if urgency is Urgency.EMERGENCY:
        to_ask = []  # whoever calls for help now has no list to go through
    return Assessment(
        urgency=urgency,
        decided_by=decided_by,
        red_flags=results,
        causes=rank(topic, known, results),
        next_steps=steps,
        questions_to_ask=tuple(to_ask[:MOST_QUESTIONS_TO_ASK]),
        return_advice=return_advice(topic.care.return_advice, urgency, known),
        sheets=sheets(topic.care.sheets, steps, known),
        measures=measured(topic.care.measures, known),
        unknown=tuple(q.id for q in topic.questionnaire if known.left_open(q.id)),
        known=known,
    )


def main_concerns(results: Iterable[RedFlagResult]) -> frozenset[str]:
    """The causes that signs which fired, and need care today, are mainly about."""
    return frozenset(
        result.flag.concern[0]
        for result in results
        if result.verdict is YES
        and result.flag.urgency >= Urgency.SAME_DAY
        and result.flag.concern
    )


def concerns(results: Iterable[RedFlagResult]) -> frozenset[str]:
    """The causes that signs which fired are about."""
    return frozenset(
        cause
        for result in results
        if result.verdict is YES
        for cause in result.flag.concern
    )


def look_for(flag: RedFlag, known: Known) -> RedFlagResult:
    """Whether the warning sign is there, and why."""
    verdict = flag.when.evaluate(known)
    if verdict is NO:
        return RedFlagResult(flag, verdict, Trace(flag.when, verdict), False)
    traced = trace(flag.when, known)
    left_open = any(known.unsettled(leaf.name) for leaf, _ in deciding_leaves(traced))
    return RedFlagResult(flag, verdict, traced, verdict is UNKNOWN and left_open)


def _decide(
    results: tuple[RedFlagResult, ...], known: Known
) -> tuple[Urgency, tuple[RedFlagResult, ...]]:
    """The highest urgency that fires, and the rules that set it.

    Looking after it at home is suggested only when the person was not in doubt about
    any emergency; the fallback speaks when nothing else does.
    """
    fired = [r for r in results if r.verdict is YES and not r.flag.fallback]
    doubt = any(
        r.verdict is UNKNOWN and r.flag.urgency is Urgency.EMERGENCY and r.left_open
        for r in results
    )
    floor = Urgency.ROUTINE if doubt else Urgency.SELF_CARE
    urgency = max((r.flag.urgency for r in fired), default=Urgency.SELF_CARE)
    if fired and urgency >= floor:
        return urgency, tuple(r for r in fired if r.flag.urgency is urgency)
    return Urgency.ROUTINE, tuple(r for r in results if r.flag.fallback)


def _suits(step: NextStep, urgency: Urgency, known: Known) -> bool:
    """Advice is given only where its gate is open and what forbids it is ruled out."""
    return (
        step.at_least <= urgency <= step.up_to
        and step.when.evaluate(known) is YES
        and (step.unless is None or step.unless.evaluate(known) is NO)
    )


def rank(
    topic: Topic, known: Known, signs: Sequence[RedFlagResult] = ()
) -> tuple[CauseResult, ...]:
    """The causes that may be suggested, best fit first; equals by how common, then id.

    A rare cause needs more points, unless one of the warning signs is about it.
    """
    named, about = main_concerns(signs), concerns(signs)
    present = tuple(
        salient
        for salient in topic.scoring.salient
        if known.holds(salient.name, salient.option) is YES
    )
    found = [
        result
        for cause in topic.causes
        if (result := _weigh(topic, cause, known, present, named)) is not None
        and (cause.id in about or enough(result, topic.scoring))
    ]
    found.sort(
        key=lambda r: (-r.score, -topic.scoring.prior[r.cause.how_common], r.cause.id)
    )
    return tuple(found)


def enough(result: CauseResult, scoring: Scoring) -> bool:
    """Whether a cause this rare is suggested with these points."""
    floor = scoring.floor.get(result.cause.how_common)
    return floor is None or result.score >= floor


def _weigh(
    topic: Topic,
    cause: Cause,
    known: Known,
    present: tuple[Salient, ...],
    named: frozenset[str],
) -> CauseResult | None:
    """The cause with its score; None when it may not be suggested."""
    if cause.requires.evaluate(known) is not YES:
        return None
    scoring, explained = topic.scoring, topic.explains[cause.id]
    verdicts = [
        (evidence, evidence.when.evaluate(known)) for evidence in cause.evidence
    ]
    there = [evidence for evidence, verdict in verdicts if verdict is YES]
    supporting = [evidence for evidence in there if evidence.supports]
    carried = any(carries(evidence, scoring) for evidence in supporting)
    if not carried and cause.id not in named:
        return None
    against = [evidence for evidence in there if not evidence.supports]
    missing = [
        evidence
        for evidence, verdict in verdicts
        if verdict is UNKNOWN and evidence.strength >= scoring.least_support
    ]
    unexplained = tuple(s for s in present if (s.name, s.option) not in explained)
    score = (
        scoring.prior[cause.how_common]
        + _support(supporting, scoring)
        - sum(scoring.points[evidence.strength] for evidence in against)
        - min(scoring.salient_cap, sum(salient.weight for salient in unexplained))
    )
    return CauseResult(
        cause=cause,
        score=round(score, 3),
        band=next((b for b in scoring.bands if score >= b.at_least), scoring.bands[-1]),
        supporting=_results(supporting, YES, known),
        against=_results(against, YES, known),
        missing=_results(missing, UNKNOWN, known),
        unexplained=unexplained,
        must_not_miss=cause.id in named,
    )


def _results(
    evidence: list[Evidence], verdict: Verdict, known: Known
) -> tuple[EvidenceResult, ...]:
    strongest_first = sorted(evidence, key=lambda e: -e.strength)
    return tuple(
        EvidenceResult(e, verdict, trace(e.when, known)) for e in strongest_first
    )


def _support(supporting: list[Evidence], scoring: Scoring) -> float:
    """Points for; of findings about one kind of thing the later ones count less."""
    by_kind: defaultdict[str, list[float]] = defaultdict(list)
    for evidence in supporting:
        first = next((leaf.name for leaf in leaves(evidence.when)), "")
        kind = scoring.evidence_groups.get(first, first)
        by_kind[kind].append(scoring.points[evidence.strength])
    factors = scoring.repeat_factors
    return sum(
        points * factors[min(place, len(factors) - 1)]
        for same in by_kind.values()
        for place, points in enumerate(sorted(same, reverse=True))
    )


def carries(evidence: Evidence, scoring: Scoring) -> bool:
    """Whether the finding suggests its cause by itself: strong, not just who or when.

    Somebody's age, or how fast it came, says nothing about what is wrong.
    """
    asked = {leaf.name for leaf in leaves(evidence.when)}
    return evidence.strength >= scoring.least_support and not (
        asked <= scoring.never_alone
    )
