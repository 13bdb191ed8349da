"""What is known from the answers: which questions show, and what conditions may ask.

Questions are looked at once, in the order in which they are asked, and each decides
whether it shows from the ones before it. So an answer that a change made unreachable
falls away here, with all that hung on it, and looking again changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assessment.core.answers import Answer, Answers
from assessment.core.body import Marks, split_mark
from assessment.core.conditions import Verdict, names
from assessment.core.facts import Fact
from assessment.core.medicines import NO_MEDICINES, Medicines, Recognition
from assessment.core.questionnaire import (
    STAYS_UNKNOWN,
    Kind,
    Option,
    Page,
    Question,
    Questionnaire,
)

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


class Known:
    """The answers as conditions see them. Build a new one when an answer changes."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        facts: Mapping[str, Fact],
        answers: Answers,
        medicines: Medicines = NO_MEDICINES,
    ) -> None:
        self._questionnaire = questionnaire
        self._facts = facts
        self._medicines = medicines
        self._named: dict[str, tuple[Recognition, ...]] = {}
        self._maybe: dict[str, frozenset[str]] = {}
        self._fact_verdicts: dict[tuple[str, str], Verdict] = {}
        self._chosen: dict[str, frozenset[str]] = {}
        self._numbers: dict[str, int] = {}
        self._marks: dict[str, Marks] = {}
        self._said: set[str] = set()
        self._open: set[str] = set()
        self._apart: set[str] = set()
        self._denied: set[str] = set()
        self._offered: dict[str, tuple[Option, ...]] = {}
        self._hidden: dict[str, frozenset[str]] = {}
        kept: dict[str, Answer] = {}
        for question in questionnaire:
            shows = question.show_when.evaluate(self)
            if shows is YES:
                answer = self._offer(question, answers.get(question.id))
                if answer is not None:
                    kept[question.id] = answer
            elif shows is NO:
                self._pass_over(question)
        self.answers = Answers(kept)

    def _offer(self, question: Question, answer: Answer | None) -> Answer | None:
        """Note what is offered; give back what of the answer still stands."""
        offered = question.options
        if question.offers_vary:
            gates = self._option_gates(question)
            offered = tuple(o for o in question.options if gates[o.id] is YES)
            hidden = (option for option, gate in gates.items() if gate is NO)
            self._hidden[question.id] = frozenset(hidden)
        self._offered[question.id] = offered
        if answer is None or answer.blank:
            return answer
        ids = {option.id for option in offered}
        options = tuple(mark for mark in answer.options if split_mark(mark)[1] in ids)
        left = Answer(options, answer.number, answer.typed, answer.meant)
        if left.blank:
            return None
        self._note(question, left)
        return left

    def _option_gates(self, question: Question) -> dict[str, Verdict]:
        """Whether each option is for this person, by its own gate and its group's."""
        groups = {g.id: g.show_when.evaluate(self) for g in question.groups}
        return {
            option.id: min(
                option.show_when.evaluate(self), groups.get(option.group or "", YES)
            )
            for option in question.options
        }

    def _note(self, question: Question, answer: Answer) -> None:
        chosen = frozenset(split_mark(mark)[1] for mark in answer.options)
        self._said.add(question.id)
        if answer.number is not None:
            self._numbers[question.id] = answer.number
        if question.kind is Kind.BODY_MAP:
            self._marks[question.id] = Marks.of(answer.options)
        if chosen:
            self._chosen[question.id] = chosen
        if any(question.option_by_id[option].leaves_open for option in chosen):
            self._open.add(question.id)
        if answer.typed:
            self._note_medicines(question, answer)

    def _note_medicines(self, question: Question, answer: Answer) -> None:
        """Names that were typed count as if their options were ticked."""
        medicines = self._medicines
        names = medicines.recognise(question.id, answer)
        if not names:
            return
        self._named[question.id] = names
        read = frozenset(m for name in names for m in medicines.counts_as(name))
        asked = self._questionnaire.question_by_id[medicines.question]
        ticked = self._chosen.get(asked.id, frozenset())
        if read:
            # Whoever names one does not mean "none", whatever else was ticked.
            none = {option.id for option in asked.options if option.exclusive}
            self._chosen[asked.id] = read | (ticked - none)
            # What was worked out before a suspect was named may be different now.
            self._fact_verdicts.clear()
        self._maybe[asked.id] = self._maybe.get(asked.id, frozenset()).union(
            *(medicines.may_count_as(name) for name in names)
        )

    def named(self, question_id: str) -> tuple[Recognition, ...]:
        """The medicines that were typed in answer to the question."""
        return self._named.get(question_id, ())

    def named_as(self, question_id: str, options: frozenset[str]) -> tuple[str, ...]:
        """The medicines that were typed and count as one of these options of it."""
        if question_id != self._medicines.question:
            return ()
        return tuple(
            name.typed
            for names in self._named.values()
            for name in names
            if not options.isdisjoint(self._medicines.counts_as(name))
        )

    def _pass_over(self, question: Question) -> None:
        """A question that is plainly not for this person, or whose gate was denied."""
        if question.when_hidden == STAYS_UNKNOWN:
            return
        if question.when_hidden is None:
            self._apart.add(question.id)
        else:
            self._denied.add(question.id)
            self._said.add(question.id)
            self._chosen[question.id] = frozenset({question.when_hidden})

    def shows(self, question_id: str) -> bool:
        """Whether the question is asked, given the answers before it."""
        return question_id in self._offered

    def put(self, name: str) -> bool:
        """Whether the question was put, or every question that the fact is made of."""
        fact = self._facts.get(name)
        if fact is None:
            return self.shows(name)
        return all(self.put(inner) for inner in fact.questions)

    def shown_on(self, page: Page) -> tuple[Question, ...]:
        """The questions of the page that are asked."""
        return tuple(question for question in page.questions if self.shows(question.id))

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages that ask anything, in order."""
        return tuple(page for page in self._questionnaire.pages if self.shown_on(page))

    def offered(self, question_id: str) -> tuple[Option, ...]:
        """The options that are offered; none when the question is not asked."""
        return self._offered.get(question_id, ())

    def denied_at_gate(self, question_id: str) -> bool:
        """Whether an earlier "no" answered the question."""
        return question_id in self._denied

    def left_open(self, question_id: str) -> bool:
        """Whether it was asked, and the person was not sure or gave no answer."""
        return (
            question_id in self._open
            or bool(self._maybe.get(question_id))
            or (question_id in self._offered and question_id not in self._said)
        )

    def unsettled(self, name: str) -> bool:
        """Whether it, or what it needs or stands behind, was put and left open."""
        return bool(self.open_behind(name))

    def open_behind(self, name: str) -> frozenset[str]:
        """The questions that were put and left open, and that would settle the name.

        For a question that was not asked because its gate is open, that is the gate.
        What is left unasked out of tact hangs on no gate.
        """
        fact = self._facts.get(name)
        if fact is not None:
            return frozenset(q for n in fact.questions for q in self.open_behind(n))
        if self.left_open(name):
            return frozenset({name})
        question = self._questionnaire.question_by_id[name]
        if self.shows(name) or name in self._apart or name in self._denied:
            return frozenset()
        if question.when_hidden == STAYS_UNKNOWN:
            return frozenset()
        gates = names(question.show_when)
        return frozenset(q for gate in gates for q in self.open_behind(gate))

    def chosen(self, name: str) -> frozenset[str]:
        """The options that are chosen, or the values of the fact that are true."""
        fact = self._facts.get(name)
        if fact is None:
            return self._chosen.get(name, frozenset())
        return frozenset(
            value.id for value in fact.values if self.holds(name, value.id) is YES
        )

    def holds(self, name: str, *options: str) -> Verdict:
        """Whether one of the options was chosen, or one of the fact's values is true.

        All at once: rules ask this some thousands of times for one person.
        """
        if name in self._facts:
            return self._fact_holds(name, options)
        chosen = self._chosen.get(name)
        if chosen is not None and not chosen.isdisjoint(options):
            return YES
        if name in self._maybe and not self._maybe[name].isdisjoint(options):
            return UNKNOWN
        # A name typed elsewhere may have chosen one of a list that was left blank.
        answered = chosen is not None and name in self._said
        if name in self._apart or (answered and name not in self._open):
            return NO
        hidden = self._hidden.get(name, frozenset())
        return NO if hidden.issuperset(options) else UNKNOWN

    def _fact_holds(self, name: str, values: Sequence[str]) -> Verdict:
        highest = NO
        for value_id in values:
            verdict = self._fact_verdicts.get((name, value_id))
            if verdict is None:
                value = self._facts[name].value(value_id)
                verdict = value.when.evaluate(self) if value else NO
                self._fact_verdicts[name, value_id] = verdict
            if verdict is YES:
                return YES
            highest = max(highest, verdict)
        return highest

    def answered(self, name: str) -> bool:
        """Whether anything was said to the question, or to one that the fact needs."""
        fact = self._facts.get(name)
        if fact is None:
            return name in self._said
        return any(self.answered(inner) for inner in fact.questions)

    def bounds(self, name: str) -> tuple[float, float] | None:
        """The lowest and highest that a number, or the sum of a fact, can be."""
        fact = self._facts.get(name)
        if fact is None:
            number = self._numbers.get(name)
            return None if number is None else (number, number)
        spans = [self._score_span(question) for question in fact.sum_of]
        return sum(low for low, _ in spans), sum(high for _, high in spans)

    def _score_span(self, question_id: str) -> tuple[int, int]:
        if question_id in self._apart:
            return 0, 0
        question = self._questionnaire.question_by_id[question_id]
        scores = {o.id: o.score for o in question.options if o.score is not None}
        chosen = self._chosen.get(question_id, frozenset()) & scores.keys()
        if chosen:
            score = max(scores[option] for option in chosen)
            return score, score
        return min(scores.values(), default=0), max(scores.values(), default=0)

    def marks(self, name: str) -> Marks | None:
        """The places marked on a body map; None when it is not answered for sure."""
        return None if name in self._open else self._marks.get(name)
