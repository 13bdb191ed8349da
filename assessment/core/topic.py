"""Topic: everything that is loaded for one symptom, and the version of its content."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from assessment.core.answers import Answers
from assessment.core.care import Care
from assessment.core.conditions import Chosen, Condition, Verdict, leaves, names
from assessment.core.course import TimeCourse
from assessment.core.facts import Fact
from assessment.core.findings import (
    Cause,
    Country,
    NextStep,
    QuestionToAsk,
    RedFlag,
    Scoring,
    Source,
    Urgency,
    UrgencyAdvice,
)
from assessment.core.known import Known
from assessment.core.medicines import NO_MEDICINES, Medicines
from assessment.core.questionnaire import Questionnaire
from assessment.core.visit import Respondent, Visit


@dataclass(frozen=True, slots=True)
class Review:
    """Whether a clinician has reviewed the content."""

    status: str  # draft, reviewed or withdrawn
    reviewed_by: str | None
    reviewed_on: date | None
    review_by: date
    changed: bool = False  # since it was reviewed

    @property
    def reviewed(self) -> bool:
        """Whether a named clinician has signed it as it now is, on a known day."""
        named = self.reviewed_by is not None and self.reviewed_on is not None
        return self.status == "reviewed" and named and not self.changed

    @property
    def withdrawn(self) -> bool:
        """Whether it must not be used."""
        return self.status == "withdrawn"

    def overdue(self, today: date) -> bool:
        """Whether the day by which it is to be read again has passed."""
        return self.review_by < today


@dataclass(frozen=True, slots=True)
class Slot:
    """A labelled place on the doctor's page, filled from the answers to questions."""

    id: str
    title: str
    questions: tuple[str, ...]
    whole: bool = False  # what was not answered is told in its place too
    note: str = ""  # stands after the answers, if there are any
    after_negatives: bool = False  # what is absent is told before this slot
    drawing: TimeCourse | None = None
    ranked_by: str = ""  # a question: which of the first question's options comes first


@dataclass(frozen=True, slots=True)
class Negative:
    """Something whose absence tells the doctor as much as its presence."""

    words: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Compared:
    """Which answers are set beside those of an earlier visit, and what counts."""

    same_person: tuple[str, ...] = ()  # their age in years, and what stays as it is
    mild_to_severe: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # question -> its options in order; one that is left out has no place
    more_is_worse: tuple[str, ...] = ()  # questions for a number
    fewer_is_worse: tuple[str, ...] = ()
    new_or_gone: tuple[str, ...] = ()  # lists, of which each tick counts by itself

    @property
    def questions(self) -> tuple[str, ...]:
        """All of them, in the order in which they are told."""
        figures = (*self.more_is_worse, *self.fewer_is_worse)
        return (*self.mild_to_severe, *figures, *self.new_or_gone)


@dataclass(frozen=True, slots=True)
class Examination:
    """A table that the doctor fills in by hand."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageOne:
    """How the doctor's page is put together from answers."""

    person: tuple[str, ...]  # questions that say who it is about
    one_line: tuple[str, ...]  # questions whose short answers make the one line
    figure: str | None  # the body map that is drawn
    slots: tuple[Slot, ...]
    negatives: tuple[Negative, ...]
    since: Compared | None = None  # without it, no earlier summary is asked for
    examination: Examination | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What became of options of an older question, or with none of any answer to it."""

    question: str
    options: tuple[str, ...]
    stays: bool  # what was chosen stays chosen
    to: Mapping[str, tuple[str, ...]]  # question -> options that are chosen now


@dataclass(frozen=True, slots=True)
class Migration:
    """How answers to older questions become answers to those of a version."""

    version: int = 1
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Topic:
    """One symptom: its questions, rules and words. Nothing in it changes."""

    id: str
    title: str
    intro: str  # the question that the start page answers
    minutes: int
    version: str  # given by the authors
    digest: str  # SHA-256 of the rule files, in hex
    review: Review
    questionnaire: Questionnaire
    facts: Mapping[str, Fact]
    red_flags: tuple[RedFlag, ...]  # most urgent first
    causes: tuple[Cause, ...]
    scoring: Scoring
    urgency: Mapping[Urgency, UrgencyAdvice]
    next_steps: tuple[NextStep, ...]
    questions_to_ask: tuple[QuestionToAsk, ...]  # best first
    page_one: PageOne
    sources: Mapping[str, Source]
    country: Country
    medicines: Medicines = NO_MEDICINES
    migration: Migration = Migration()
    care: Care = field(default_factory=Care)
    voices: tuple[tuple[Condition, Topic], ...] = ()  # see `in_voice`

    @property
    def content_version(self) -> str:
        """The authors' version with the first of the digest: what a paper prints."""
        return f"{self.version} ({self.digest[:8]})"

    @cached_property
    def explains(self) -> Mapping[str, frozenset[tuple[str, str]]]:
        """Cause id to every question and option that goes with it.

        That is what its findings ask for, and what the rules say that it explains. What
        is asked of a fact is asked of the answers behind the fact.
        """
        return {
            cause.id: frozenset(
                asked
                for when in (
                    cause.explains,
                    *(e.when for e in cause.evidence if e.supports),
                )
                for asked in self._asked_by(when)
            )
            for cause in self.causes
        }

    def _asked_by(self, condition: Condition) -> Iterator[tuple[str, str]]:
        for leaf in leaves(condition):
            if isinstance(leaf, Chosen):
                fact = self.facts.get(leaf.name)
                for option in leaf.options:
                    yield leaf.name, option
                    if fact is not None and (value := fact.value(option)) is not None:
                        yield from self._asked_by(value.when)

    def in_voice(self, visit: Visit) -> Topic:
        """The same topic in the words that fit who answers the visit, and for whom.

        Whoever answers for somebody else hears the last of the voices that is sure to
        fit; anybody else is spoken to as the questions stand.
        """
        if visit.respondent is not Respondent.OTHER:
            return self
        known = self.know(visit.answers)
        fitting = (
            topic
            for when, topic in reversed(self.voices)
            if when.evaluate(known) is Verdict.YES
        )
        return next(fitting, self)

    def know(self, answers: Answers) -> Known:
        """What is known from the answers."""

        def work(of: Answers) -> Known:
            return Known(self.questionnaire, self.facts, of, self.medicines)

        # A page asks for it some ten times. What is known keeps these three alive, so
        # that no other can have their identity.
        key = (id(self.questionnaire), id(self.facts), id(self.medicines))
        return answers.worked_out(key, work)

    def questions_of(self, name: str) -> frozenset[str]:
        """The question itself, or every question that the fact is worked out from."""
        fact = self.facts.get(name)
        if fact is None:
            return frozenset({name})
        return frozenset(
            q for inner in fact.questions for q in self.questions_of(inner)
        )

    def questions_in(self, condition: Condition) -> frozenset[str]:
        """The questions that the condition reads, through facts too."""
        return frozenset(q for n in names(condition) for q in self.questions_of(n))

    def private(self, name: str) -> bool:
        """Whether what is said of the question or fact is for the doctor only."""
        asked = self.questionnaire.question_by_id
        return any(asked[question].private for question in self.questions_of(name))
