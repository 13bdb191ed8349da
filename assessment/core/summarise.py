"""Making the summary from a visit and its assessment, with every word ready to print.

Rule texts are taken as they stand; interface words go through `translate`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from assessment.core.assess import (
    Assessment,
    CauseResult,
    EvidenceResult,
    RedFlagResult,
    look_for,
)
from assessment.core.care import CutOff, MeasureResult, terms_in
from assessment.core.conditions import Chosen, Condition, Leaf, Verdict, leaves
from assessment.core.course import course_over_time
from assessment.core.doubt import doubt_to_settle
from assessment.core.explain import (
    Translate,
    open_questions,
    places_in_words,
    reasons,
    unique,
)
from assessment.core.findings import Source
from assessment.core.foremost import calls_first, worth_showing
from assessment.core.known import Known
from assessment.core.lines import Line, State, answer_line, one_line
from assessment.core.medicine_findings import look_at_medicines
from assessment.core.questionnaire import Kind, Question
from assessment.core.since import may_be_anothers, since_last_time
from assessment.core.stated import stated_level, stated_sign
from assessment.core.summary import (
    CauseCard,
    Filled,
    HowSoon,
    Measured,
    Negatives,
    PageOne,
    Point,
    Reading,
    Summary,
    Warning,
)
from assessment.core.topic import Slot, Topic
from assessment.core.visit import Visit


class _Words:
    """The visit at hand, so that each part of the summary can be put into words."""

    def __init__(
        self, topic: Topic, visit: Visit, known: Known, translate: Translate
    ) -> None:
        self.topic = topic
        self.visit = visit
        self.known = known
        self.translate = translate

    def line(self, question_id: str) -> Line:
        question = self.topic.questionnaire.question_by_id[question_id]
        return answer_line(
            question, self.known, self.translate, cut_short=self.visit.cut_short
        )

    def lines(self, question_ids: Iterable[str]) -> tuple[Line, ...]:
        return tuple(self.line(question_id) for question_id in question_ids)

    def warning(self, result: RedFlagResult) -> Warning:
        stated = stated_sign(self.topic, result.flag)
        stated = replace(stated, shown_at=self.visit.warned.get(result.flag.id))
        if result.verdict is not Verdict.YES:
            return replace(stated, to_settle=self._to_settle(result))
        because, aloud = self._reasons(result), self._reasons(result, aloud=True)
        return replace(stated, because=because, aloud=aloud)

    def _reasons(
        self, result: RedFlagResult | EvidenceResult, *, aloud: bool = False
    ) -> tuple[str, ...]:
        return reasons(
            result.trace, self.topic, self.known, self.translate, aloud=aloud
        )

    def _to_settle(self, result: RedFlagResult) -> tuple[Line, ...]:
        lines = self.lines(question.id for question in self._open(result))
        return tuple(line for line in lines if line.state is not State.NOT_ASKED)

    def not_ruled_out(self, assessment: Assessment) -> tuple[Warning, ...]:
        """The signs left open, by what was asked: a form may have been cut short."""
        left_open = map(self.warning, assessment.not_ruled_out)
        return tuple(sign for sign in left_open if sign.to_settle)

    def _open(self, result: RedFlagResult | EvidenceResult) -> tuple[Question, ...]:
        return open_questions(result.trace, self.topic, self.known)

    def _point(self, result: EvidenceResult) -> Point:
        if result.verdict is Verdict.UNKNOWN:
            # "Any of these?" says nothing alone.
            words = aloud = tuple(
                question.title if question.kind is Kind.MULTI else question.ask
                for question in self._open(result)
            )
        else:
            words, aloud = self._reasons(result), self._reasons(result, aloud=True)
        asked = {leaf.name for leaf in leaves(result.evidence.when)}
        background = asked <= {*self.topic.page_one.person}
        evidence = result.evidence
        return Point(evidence.finding, words, aloud, evidence.sources, background)

    def card(self, result: CauseResult) -> CauseCard:
        cause = result.cause
        asked = self.topic.questionnaire.question_by_id
        points = [
            tuple(self._point(found) for found in results)
            for results in (result.supporting, result.against, result.missing)
        ]
        return CauseCard(
            id=cause.id,
            name=cause.name,
            title=cause.action or cause.plain_name,
            named_for_doctor_only=cause.named_for_doctor_only,
            must_not_miss=result.must_not_miss,
            band=result.band.label,
            supporting=points[0],
            against=points[1],
            missing=points[2],
            unexplained=tuple(
                asked[salient.name].option_by_id[salient.option].words
                for salient in result.unexplained
                if salient.name in asked
            ),
            tests=cause.tests,
            seen_by=cause.seen_by,
            sources=unique(k for part in points for p in part for k in p.sources),
            about_medicines=any(map(self._about_medicines, result.supporting)),
        )

    def _about_medicines(self, result: EvidenceResult) -> bool:
        asked = self.topic.questions_in(result.evidence.when)
        return self.topic.medicines.question in asked

    def how_soon(
        self, assessment: Assessment, warnings: tuple[Warning, ...]
    ) -> HowSoon:
        stated = stated_level(self.topic, assessment.urgency)
        decisive = {result.flag.id for result in assessment.decided_by}
        sooner = (one.text for one in assessment.return_advice)
        return replace(
            stated,
            sooner=(*sooner, *stated.sooner),
            decided_by=tuple(w for w in warnings if w.id in decisive),
            doubt=doubt_to_settle(self.topic, assessment, self.translate),
        )

    def measured(self, result: MeasureResult) -> Measured:
        measure, figure = result.measure, result.figure
        return Measured(
            id=measure.id,
            name=measure.name,
            value=measure.untried if figure is None else f"{figure} {measure.unit}",
            readings=()
            if figure is None
            else tuple(self._reading(one, figure) for one in result.cut_offs),
            limits=measure.limits,
            credit=measure.credit,
            sources=measure.sources,
        )

    def _reading(self, cut_off: CutOff, figure: int) -> Reading:
        under = cut_off.at_least is None
        t = self.translate
        bound = t("under %(figure)s") if under else t("%(figure)s or more")
        shown = bound % {"figure": cut_off.below if under else cut_off.at_least}
        return Reading(f"{cut_off.means} ({shown})", cut_off.met(figure))

    def page_one(self) -> PageOne:
        layout = self.topic.page_one
        return PageOne(
            one_line=one_line(self.topic, self.known, self.translate),
            person=self.lines(layout.person),
            slots=tuple(self._filled(slot) for slot in layout.slots),
            negatives=self._negatives(),
            figure=self._marked(),
            figure_words=self._figure_words(),
            figure_told=layout.figure in layout.one_line,
            examination=layout.examination,
        )

    def _filled(self, slot: Slot) -> Filled:
        lines = self.lines(slot.questions)
        first = self._first_of(slot)
        if lines and first:
            rest = tuple(words for words in lines[0].words if words not in first)
            lines = (replace(lines[0], words=(*first, *rest)), *lines[1:])
        answered = bool(lines) and lines[0].state is State.ANSWERED
        return Filled(
            slot.id,
            slot.title,
            lines,
            slot.whole,
            slot.note if answered else "",
            slot.after_negatives,
            course_over_time(slot.drawing, self.topic.questionnaire, self.known)
            if slot.drawing
            else None,
            slot.questions[0],
            bool(first),
        )

    def _first_of(self, slot: Slot) -> tuple[str, ...]:
        """What the person puts first of what the slot tells; empty when nothing is."""
        line = self.line(slot.ranked_by) if slot.ranked_by else None
        return line.words if line and line.state is State.ANSWERED else ()

    def _negatives(self) -> Negatives:
        found: dict[str, list[str]] = defaultdict(list)
        for negative in self.topic.page_one.negatives:
            verdict = negative.when.evaluate(self.known)
            screened = verdict is Verdict.NO and self._screened(negative.when)
            found["screened" if screened else verdict.name].append(negative.words)
        return Negatives(
            absent=tuple(found["NO"]),
            screened=tuple(found["screened"]),
            open=tuple(found["UNKNOWN"]),
        )

    def _screened(self, condition: Condition) -> bool:
        """Whether some of it, or all, was not put by name, but only the gate before."""
        asked = self.topic.questions_in(condition)
        denied = any(map(self.known.denied_at_gate, asked))
        return denied or not any(map(self._put, leaves(condition)))

    def _put(self, leaf: Leaf) -> bool:
        asked = self.topic.questionnaire.question_by_id
        if isinstance(leaf, Chosen) and leaf.name in asked:
            offered = self.known.offered(leaf.name)
            return any(option.id in leaf.options for option in offered)
        return any(map(self.known.shows, self.topic.questions_of(leaf.name)))

    def _marked(self) -> tuple[str, ...]:
        figure = self.topic.page_one.figure
        answer = self.known.answers.get(figure) if figure else None
        return answer.options if answer else ()

    def _figure_words(self) -> str:
        marks, figure = self._marked(), self.topic.page_one.figure
        if not figure or not marks:
            return ""
        question = self.topic.questionnaire.question_by_id[figure]
        return places_in_words(question, marks, self.translate)

    def all_answers(self) -> tuple[Filled, ...]:
        return tuple(
            Filled(
                step.id,
                step.title,
                self.lines(q.id for page in step.pages for q in page.questions),
            )
            for step in self.topic.questionnaire.steps
        )

    def cited(self, shown: Iterable[tuple[str, ...]]) -> Mapping[str, Source]:
        sources = self.topic.sources
        keys = sorted({key for keys in shown for key in keys})
        return {key: sources[key] for key in keys if key in sources}


def warnings_for(
    topic: Topic, visit: Visit, flag_ids: Collection[str], translate: Translate = str
) -> tuple[Warning, ...]:
    """These warning signs in words, as far as they are there; the loudest first."""
    words = _Words(topic, visit, topic.know(visit.answers), translate)
    results = (look_for(f, words.known) for f in topic.red_flags if f.id in flag_ids)
    there = [result for result in results if result.verdict is Verdict.YES]
    return tuple(words.warning(result) for result in calls_first(topic, there))


def _keys_of_advice(assessment: Assessment) -> list[tuple[str, ...]]:
    """The keys of the sources of everything that the person is advised."""
    return [
        *(step.sources for step in assessment.next_steps),
        *(advice.sources for advice in assessment.return_advice),
        *(sheet.sources for sheet in assessment.sheets),
        *(result.measure.sources for result in assessment.measures),
    ]


def summarise(
    topic: Topic,
    visit: Visit,
    assessment: Assessment,
    made_on: date,
    translate: Translate = str,
) -> Summary:
    """The summary of a visit, dated in the clinic's time zone."""
    words = _Words(topic, visit, assessment.known, translate)
    fired = [result for result in assessment.fired if not result.flag.fallback]
    warnings = tuple(words.warning(result) for result in calls_first(topic, fired))
    causes = tuple(words.card(result) for result in worth_showing(topic, assessment))
    medicines = look_at_medicines(topic, assessment.known)
    shown = [*_keys_of_advice(assessment), medicines.sources]
    shown += [warning.sources for warning in warnings]
    shown += [cause.sources for cause in causes]
    return Summary(
        topic_title=topic.title,
        content_version=topic.content_version,
        review=topic.review,
        made_on=made_on,
        respondent=visit.respondent,
        how_soon=words.how_soon(assessment, warnings),
        warnings=warnings,
        not_ruled_out=words.not_ruled_out(assessment),
        page_one=words.page_one(),
        causes=causes,
        next_steps=assessment.next_steps,
        questions_to_ask=assessment.questions_to_ask,
        medicines=medicines,
        sheets=assessment.sheets,
        measures=tuple(map(words.measured, assessment.measures)),
        tests_in_words=terms_in(
            topic.care.glossary, (test for cause in causes for test in cause.tests)
        ),
        answers=words.all_answers(),
        sources=words.cited(shown),
        numbers=topic.country.numbers,
        since=since_last_time(topic, visit, made_on, translate),
        since_another=may_be_anothers(topic, visit, made_on),
        cut_short=visit.cut_short,
    )
