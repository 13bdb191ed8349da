"""Answers that are worse by one thing: a tick more, a step up, or doubt for a "no"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

from assessment.core.answers import Answer, Answers
from assessment.core.body import split_mark
from assessment.core.conditions import Condition, names
from assessment.core.known import Known
from assessment.core.questionnaire import Kind, Option, Question
from assessment.core.topic import Topic

# Mildest first. Scales that have scores are ordered by them.
ORDERED: Mapping[str, tuple[str, ...]] = {
    # What goes on getting worse is worse than what stays, and that than what eases.
    "tempo": ("better", "same", "worse_slow", "worse_fast"),
    # What is newer has had less time to show where it leads.
    "onset_when": ("longer", "year", "three_months", "month", "week", "today"),
    "onset_speed": (
        "slow_years",
        "weeks_months",
        "days_4weeks",
        "hours_days",
        "sudden",
    ),
    "new_change": ("answer_no", "last_month", "last_week"),
    "attack_now": ("earlier", "last_day", "now"),
    "attack_length": ("seconds", "minutes", "hours", "days"),
    # Signs that still come and go may be of the whole body: they have no place here.
    "emerg_gone": ("answer_no", "longer", "last_7_days"),
    "falls": ("none", "one", "two_plus", "injured"),
    "self_harm": ("answer_no", "thoughts", "now_plan"),
    # The dangers of the months after a birth are among those of pregnancy.
    "pregnancy": ("answer_no", "post_birth", "pregnant"),
    "med_timing": ("answer_no", "later", "within_3m"),
    "alcohol": ("low", "medium", "high"),
}
NO = {"answer_no", "none"}


@dataclass(frozen=True)
class Change:
    """One thing that is worse."""

    question: str
    option: str  # what is chosen now; a region without its side on a body map
    answers: Answers


def read_by_warnings(topic: Topic) -> frozenset[str]:
    """The questions that some warning sign reads, itself or through a fact."""
    read = chain.from_iterable(names(flag.when) for flag in topic.red_flags)
    return frozenset(chain.from_iterable(topic.questions_of(name) for name in read))


def hangs_on(topic: Topic, condition: Condition) -> frozenset[str]:
    """The questions that the condition can hang on, the gates before them included."""
    found: set[str] = set()
    left = [*names(condition)]
    while left:
        for name in topic.questions_of(left.pop()) - found:
            found.add(name)
            question = topic.questionnaire.question_by_id[name]
            left += names(question.show_when)
            left += chain.from_iterable(names(g.show_when) for g in question.groups)
            left += chain.from_iterable(names(o.show_when) for o in question.options)
    return frozenset(found)


def worse(topic: Topic, known: Known, questions: Iterable[str]) -> Iterator[Change]:
    """Every answer to these questions that is worse by one step."""
    for name in questions:
        if name in known.answers:
            question = topic.questionnaire.question_by_id[name]
            yield from _more(question, known)
            yield from _steps_up(topic, question, known)
            yield from _doubts(question, known)


def behind_gates(
    topic: Topic, known: Known, questions: Iterable[str]
) -> Iterator[tuple[Question, Option]]:
    """What these questions did not offer, since a broader question was denied."""
    for name in questions:
        question = topic.questionnaire.question_by_id[name]
        if question.kind in (Kind.MULTI, Kind.MEDICINE_LIST):
            offered = known.offered(question.id)
            for option in question.options:
                if option not in offered and not option.exclusive:
                    yield question, option


def opened(
    topic: Topic, known: Known, question: Question, option: Option
) -> Change | None:
    """The option ticked, and the gate that it stands behind; None without a gate."""
    more = _tick(question, known.answers, option.id)
    for gate_id in sorted(_doors(question, option)):
        gate = topic.questionnaire.question_by_id.get(gate_id)
        if gate is None or gate.kind is not Kind.MULTI:
            continue
        for door in gate.options:
            tried = topic.know(_tick(gate, more, door.id))
            if option.id in tried.chosen(question.id):
                return Change(question.id, option.id, tried.answers)
    return None


def _doors(question: Question, option: Option) -> frozenset[str]:
    """What decides whether the option is offered."""
    groups = (group for group in question.groups if group.id == option.group)
    conditions: tuple[Condition, ...] = (
        question.show_when,
        option.show_when,
        *(group.show_when for group in groups),
    )
    return frozenset(chain.from_iterable(names(each) for each in conditions))


def _tick(question: Question, answers: Answers, mark: str) -> Answers:
    """The answers with one option more; what excludes others goes."""
    said = answers.get(question.id, Answer())
    kept = (
        each
        for each in said.options
        if not question.option_by_id[split_mark(each)[1]].exclusive
    )
    more = replace(said, options=tuple(dict.fromkeys((*kept, mark))))
    return answers.set(question.id, more)


def _more(question: Question, known: Known) -> Iterator[Change]:
    if not question.kind.many_options:
        return
    said = known.answers[question.id].options
    for option in known.offered(question.id):
        if option.exclusive or option.leaves_open:
            continue
        for side in ("left:", "right:") if option.sided else ("",):
            mark = f"{side}{option.id}"
            if mark not in said:
                yield Change(
                    question.id, option.id, _tick(question, known.answers, mark)
                )


def _steps_up(topic: Topic, question: Question, known: Known) -> Iterator[Change]:
    scored = sorted((o.score, o.id) for o in question.options if o.score is not None)
    order = ORDERED.get(question.id) or tuple(option for _, option in scored)
    said = known.answers[question.id].options[:1]
    if said and said[0] in order:
        for option in order[order.index(said[0]) + 1 :]:
            answers = known.answers.set(question.id, Answer((option,)))
            # A step that takes another answer away is more than a step.
            if topic.know(answers).answers == answers:
                yield Change(question.id, option, answers)


def _doubts(question: Question, known: Known) -> Iterator[Change]:
    said = known.answers[question.id].options
    exclusive = {option.id for option in question.options if option.exclusive}
    if not exclusive.union(NO).isdisjoint(said):
        for option in question.options:
            if option.leaves_open:
                doubt = Answer((option.id,))
                yield Change(
                    question.id, option.id, known.answers.set(question.id, doubt)
                )
        if not question.required:
            yield Change(question.id, "", known.answers.set(question.id, Answer()))
