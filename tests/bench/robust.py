"""Robustness: the figures again for people who forget, and who deny a broad question.

Forgetful people leave out each option that they would have ticked with a chance of
15 %, in ten draws with fixed seeds; and each tick once, alone. Hurried people deny one
gate once: one option without which a later question, or a part of its list, is not
shown and counts as "none". What they are then asked for the first time stays
unanswered, which no rule reads as "no".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from random import Random

from assessment.core.answers import Answer, Answers
from assessment.core.body import split_mark
from assessment.core.conditions import names
from assessment.core.findings import Urgency
from assessment.core.known import Known
from assessment.core.questionnaire import STAYS_UNKNOWN, Kind, Question
from assessment.core.topic import Topic
from tests.cases.outcomes import outcome
from tests.cases.read import Case, case_sets, read_set

FORGOTTEN = 0.15
DRAWS = 10


@dataclass(frozen=True)
class Changed:
    """A case whose answers went wrong in one way."""

    case: Case
    how: str  # what went wrong, for the list of emergencies lost
    answers: Answers


def without(question: Question, answer: Answer, gone: frozenset[str]) -> Answer:
    """The answer without these options.

    When none is left it is the option that excludes all others; where there is no such
    option the answer stays as it was.
    """
    kept = tuple(option for option in answer.options if option not in gone)
    if not kept and not answer.typed:
        kept = tuple(option.id for option in question.options if option.exclusive)[:1]
    return replace(answer, options=kept) if kept or answer.typed else answer


def ticked(question: Question, answer: Answer) -> tuple[str, ...]:
    """The options of the answer that stand for something that is there."""
    by_id = question.option_by_id
    return tuple(o for o in answer.options if not by_id[split_mark(o)[1]].exclusive)


def forgetful(topic: Topic, answers: Answers, seed: str) -> Answers:
    """The answers with each tick of a list taken away with that chance."""
    draw = Random(seed)  # noqa: S311 (the same draws every time)
    for question in topic.questionnaire:
        if question.kind.many_options and question.id in answers:
            said = answers[question.id]
            gone = (o for o in ticked(question, said) if draw.random() < FORGOTTEN)
            answers = answers.set(question.id, without(question, said, frozenset(gone)))
    return answers


def slips(topic: Topic, answers: Answers) -> Iterator[tuple[str, Answers]]:
    """Each tick of a list, and the answers of a person who forgets that one only."""
    for question in topic.questionnaire:
        if question.kind.many_options and question.id in answers:
            said = answers[question.id]
            for option in ticked(question, said):
                less = without(question, said, frozenset({option}))
                yield option, answers.set(question.id, less)


def denials(topic: Topic, answers: Answers) -> Iterator[tuple[str, str, Answers]]:
    """Gate, option, and the answers of a person who denies it."""
    before = topic.know(answers)
    for gate in gates(topic):
        said = before.answers.get(gate.id, Answer())
        for option in ticked(gate, said):
            less = without(gate, said, frozenset({option}))
            after = topic.know(before.answers.set(gate.id, less))
            if closes(topic, before, after):
                yield gate.id, option, after.answers


def gates(topic: Topic) -> tuple[Question, ...]:
    """The lists that decide whether later ones, or parts of them, are shown."""
    read = {
        name
        for question in topic.questionnaire
        if question.when_hidden not in (None, STAYS_UNKNOWN)
        for condition in (question.show_when, *(g.show_when for g in question.groups))
        for name in names(condition)
    }
    return tuple(
        question
        for question in topic.questionnaire
        if question.id in read and question.kind is Kind.MULTI
    )


def closes(topic: Topic, before: Known, after: Known) -> bool:
    """Whether something is no longer offered."""
    return any(
        len(after.offered(question.id)) < len(before.offered(question.id))
        for question in topic.questionnaire
    )


def report(topic: Topic) -> list[str]:
    """Lines to print, one block a set."""
    lines = []
    for name in case_sets():
        cases = read_set(name, topic)
        forgot = [
            Changed(case, "", forgetful(topic, case.answers, f"{case.id} {draw}"))
            for case in cases
            for draw in range(DRAWS)
        ]
        slipped = [
            Changed(case, option, answers)
            for case in cases
            for option, answers in slips(topic, case.answers)
        ]
        hurried: dict[str, list[Changed]] = {gate.id: [] for gate in gates(topic)}
        for case in cases:
            for gate, option, answers in denials(topic, case.answers):
                hurried[gate].append(Changed(case, option, answers))
        lines += [
            f"Robustness on {len(cases)} {name} cases",
            "                             people  first  three  exact  under   over",
            *_row(topic, "as answered", [Changed(c, "", c.answers) for c in cases]),
            *_row(topic, f"{FORGOTTEN:.0%} of ticks forgotten", forgot),
            *_row(topic, "one tick forgotten", slipped),
            *_row(topic, "one gate denied", [*chain(*hurried.values())]),
        ]
        for gate, changed in hurried.items():
            lines += _row(topic, f"  {gate}", changed)
        lines.append("")
    return lines


def _row(topic: Topic, label: str, changed: list[Changed]) -> list[str]:
    """The figures of these people, and whose emergency was lost, how often and how."""
    if not changed:
        return []
    found = [(one, outcome(topic, one.answers)) for one in changed]
    places = [one.case.place_of_right(result.causes) for one, result in found]
    counts = (
        sum(place == 1 for place in places),
        sum(place is not None for place in places),
        sum(one.case.is_exact(result.urgency) for one, result in found),
        sum(result.urgency < one.case.urgency for one, result in found),
        sum(result.urgency > one.case.urgency for one, result in found),
    )
    shares = "".join(f"{count / len(found):7.0%}" for count in counts)
    lost = Counter(
        f"{one.case.id} {one.how}".strip()
        for one, result in found
        if result.urgency < one.case.urgency is Urgency.EMERGENCY
    )
    times = (f"{who} ({n} times)" if n > 1 else who for who, n in lost.items())
    return [
        f"  {label:26} {len(found):5}{shares}",
        *([f"      emergencies lost: {', '.join(times)}"] if lost else []),
    ]
