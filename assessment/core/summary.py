"""Summary: exactly what the results page, the paper and every export show.

It is the one thing that all of them read, so that they cannot disagree. Its words are
ready to print.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from assessment.core.care import Sheet, Term
from assessment.core.course import Course
from assessment.core.doubt import Doubt
from assessment.core.explain import unique, unique_sentences
from assessment.core.findings import (
    Advice,
    NextStep,
    PhoneNumber,
    QuestionToAsk,
    Source,
    Urgency,
)
from assessment.core.lines import Line, State
from assessment.core.medicine_findings import MedicineFindings
from assessment.core.since import Since
from assessment.core.topic import Examination, Review
from assessment.core.visit import Respondent

MOST_TOLD = 3  # signs whose instructions stand at the top
SILENT = (State.BLANK, State.DECLINED)


@dataclass(frozen=True, slots=True)
class Warning:
    """A warning sign that fired, or that could not be ruled out."""

    id: str
    urgency: Urgency
    what: str  # for the doctor
    do: str
    more: str
    because: tuple[str, ...]  # what the person said
    aloud: tuple[str, ...]  # the same without answers to private questions
    to_settle: tuple[Line, ...]  # questions left open
    shown_at: int | None  # when the form was stopped for it; seconds since 1970, UTC
    call: tuple[PhoneNumber, ...]
    sources: tuple[str, ...]  # keys

    @property
    def comes(self) -> bool:
        """Whether it says to call for help that comes, and not to make one's way."""
        return any(number.label in self.do for number in self.call)

    @property
    def doubted(self) -> bool:
        """Whether it is open because the person was not sure, not for silence alone."""
        return any(line.state not in SILENT for line in self.to_settle)


@dataclass(frozen=True, slots=True)
class Instruction:
    """What signs ask for in the same words, and what each of them adds."""

    do: str  # empty where the title says it already
    more: tuple[str, ...]
    call: tuple[PhoneNumber, ...]

    @property
    def named(self) -> tuple[PhoneNumber, ...]:
        """The numbers that its words name."""
        words = " ".join((self.do, *self.more))
        return tuple(number for number in self.call if number.label in words)


@dataclass(frozen=True, slots=True)
class Point:
    """One thing for, against or missing: the finding, and the person's own words."""

    finding: str  # for the doctor
    words: tuple[str, ...]
    aloud: tuple[str, ...]  # for the person: without answers to private questions
    sources: tuple[str, ...]
    background: bool = False  # only who the person is, such as their age


@dataclass(frozen=True, slots=True)
class CauseCard:
    """A possible cause as it is shown."""

    id: str
    name: str  # for the doctor
    title: str  # for the person: the plain name, or what to ask for
    named_for_doctor_only: bool
    must_not_miss: bool
    band: str  # how well it fits, in words
    supporting: tuple[Point, ...]
    against: tuple[Point, ...]
    missing: tuple[Point, ...]
    unexplained: tuple[str, ...]  # what this cause would not explain
    tests: tuple[str, ...]
    seen_by: tuple[str, ...]
    sources: tuple[str, ...]
    about_medicines: bool = False  # a medicine is among what fits

    @property
    def because(self) -> tuple[str, ...]:
        """What the person said that fits, each thing once, strongest first.

        Who they are is told only when there is nothing else.
        """
        told = [point for point in self.supporting if not point.background]
        return unique(w for point in told or self.supporting for w in point.aloud)

    @property
    def less_typical(self) -> tuple[str, ...]:
        """What the person said that does not fit, each thing once."""
        return unique(words for point in self.against for words in point.aloud)

    @property
    def would_help(self) -> tuple[str, ...]:
        """The questions whose answers would help, each once."""
        return unique(words for point in self.missing for words in point.words)


@dataclass(frozen=True, slots=True)
class Filled:
    """A titled part of the doctor's page, or a step of the answers."""

    id: str
    title: str
    lines: tuple[Line, ...]
    whole: bool = False  # what was not answered is told in its place too
    note: str = ""
    after_negatives: bool = False
    course: Course | None = None
    lead: str = ""  # the question that the title alone stands for
    ranked: bool = False  # the words of its first line stand in the person's order


@dataclass(frozen=True, slots=True)
class Negatives:
    """What was looked for: what is absent, and what is still open."""

    absent: tuple[str, ...]
    screened: tuple[str, ...]  # absent, as far as one broad question can tell
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HowSoon:
    """How soon to be seen, why, and what to do."""

    urgency: Urgency
    title: str
    why: str
    ladder: tuple[tuple[str, bool], ...]  # every level, soonest first; True: this one
    now: tuple[Advice, ...]
    while_waiting: tuple[str, ...]
    sooner: tuple[str, ...]  # get help sooner if …
    decided_by: tuple[Warning, ...]  # the signs that set it
    doubt: Doubt | None = None  # it comes before all else

    @property
    def headline(self) -> str:
        """What to do, in the words that stand above all others."""
        return self.doubt.title if self.doubt else self.title

    @property
    def steps(self) -> tuple[Advice, ...]:
        """What to do now, in order."""
        return (self.doubt.first, *self.now) if self.doubt else self.now

    @property
    def because(self) -> tuple[str, ...]:
        """What was said that set it, each thing once; nothing that is private."""
        return unique(w for warning in self.decided_by for w in warning.aloud)

    @property
    def instructions(self) -> tuple[Instruction, ...]:
        """What the first of the signs that set it ask for."""
        return self._instructions(self._told)

    @property
    def further(self) -> tuple[Instruction, ...]:
        """What the other signs that set it ask for, and the first do not."""
        told = self._told
        heard = {words for sign in told for words in (sign.do, sign.more)}
        if self.urgency is Urgency.EMERGENCY and told and told[0].comes:
            # Who was told to call is never told after it to make their own way.
            own_way = (s for s in self.decided_by if s.call == told[0].call)
            heard |= {sign.do for sign in own_way if not sign.comes}
        rest = (sign for sign in self.decided_by if sign not in told)
        return self._instructions(rest, heard)

    @property
    def _told(self) -> tuple[Warning, ...]:
        first = self.decided_by[:MOST_TOLD]
        # In an emergency one thing is to be done, not one of two.
        alone = self.urgency is Urgency.EMERGENCY
        return tuple(s for s in first if not alone or s.do == first[0].do)

    def _instructions(
        self, signs: Iterable[Warning], heard: Collection[str] = ()
    ) -> tuple[Instruction, ...]:
        by_words: dict[str, list[Warning]] = {}
        for sign in signs:
            by_words.setdefault(sign.do, []).append(sign)
        found = (
            Instruction(
                "" if do in heard or do.rstrip(".") == self.title else do,
                unique_sentences(
                    s.more for s in same if s.more and s.more not in heard
                ),
                tuple(dict.fromkeys(number for sign in same for number in sign.call)),
            )
            for do, same in by_words.items()
        )
        return tuple(one for one in found if one.do or one.more)


@dataclass(frozen=True, slots=True)
class PageOne:
    """What the doctor reads in the first minute."""

    one_line: str
    person: tuple[Line, ...]
    slots: tuple[Filled, ...]
    negatives: Negatives
    figure: tuple[str, ...]  # the marks to draw: a region, or `side:region`
    figure_words: str
    figure_told: bool  # whether the one line names the places already
    examination: Examination | None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a figure means for those whom a cut-off is about."""

    words: str
    met: bool


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure with its figure in words, for the doctor."""

    id: str
    name: str
    value: str
    readings: tuple[Reading, ...]  # none where it was not tried
    limits: str
    credit: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A test, or somebody to see, with the places of the causes that ask for it."""

    words: str
    causes: tuple[int, ...]  # counted from 1


def wanted(
    causes: Iterable[CauseCard], what: Callable[[CauseCard], tuple[str, ...]]
) -> tuple[Wanted, ...]:
    """What the causes ask for, each once; what most of them ask for comes first."""
    places: dict[str, list[int]] = {}
    for place, cause in enumerate(causes, start=1):
        for words in what(cause):
            places.setdefault(words, []).append(place)
    found = [Wanted(words, tuple(causes)) for words, causes in places.items()]
    return tuple(sorted(found, key=lambda one: -len(one.causes)))


def _titles(signs: Iterable[Warning]) -> tuple[str, ...]:
    return unique(line.title for sign in signs for line in sign.to_settle)


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that is shown, in words."""

    topic_title: str
    content_version: str
    review: Review
    made_on: date
    respondent: Respondent
    how_soon: HowSoon
    warnings: tuple[Warning, ...]  # every sign that fired, most urgent first
    not_ruled_out: tuple[Warning, ...]
    page_one: PageOne
    causes: tuple[CauseCard, ...]
    next_steps: tuple[NextStep, ...]
    questions_to_ask: tuple[QuestionToAsk, ...]
    medicines: MedicineFindings
    sheets: tuple[Sheet, ...]
    measures: tuple[Measured, ...]
    tests_in_words: tuple[Term, ...]  # tests that the person may hear about
    answers: tuple[Filled, ...]
    sources: Mapping[str, Source]  # those cited, by key
    numbers: Mapping[str, PhoneNumber]
    since: Since | None = None  # what changed since an earlier summary, if one came
    since_another: bool = False  # one came, and may be somebody else's
    cut_short: bool = False  # after a warning; what was not reached was not asked

    @property
    def alarming(self) -> tuple[Warning, ...]:
        """The signs that need care today."""
        return tuple(w for w in self.warnings if w.urgency >= Urgency.SAME_DAY)

    @property
    def to_settle(self) -> tuple[str, ...]:
        """The questions that would rule out what is left open, each once."""
        return _titles(self.not_ruled_out)

    @property
    def doubted(self) -> tuple[Warning, ...]:
        """The signs that the person was not sure about."""
        return tuple(sign for sign in self.not_ruled_out if sign.doubted)

    @property
    def doubted_by_question(self) -> Mapping[tuple[str, ...], list[Warning]]:
        """These signs by the questions that would rule them out."""
        found: dict[tuple[str, ...], list[Warning]] = {}
        for sign in self.doubted:
            found.setdefault(unique(q.title for q in sign.to_settle), []).append(sign)
        return found

    @property
    def doubts(self) -> tuple[str, ...]:
        """The questions that would rule these out, each once."""
        return _titles(self.doubted)

    @property
    def unanswered(self) -> tuple[Line, ...]:
        """The questions whose silence leaves the other signs open, each once."""
        silent = (sign for sign in self.not_ruled_out if not sign.doubted)
        return tuple(dict.fromkeys(line for sign in silent for line in sign.to_settle))

    @property
    def cards_for_person(self) -> tuple[CauseCard, ...]:
        """The causes as the person sees them: the same action stands once."""
        by_title: dict[str, CauseCard] = {}
        for card in self.causes:
            by_title.setdefault(card.title, card)
        return tuple(by_title.values())
