"""Watching a topic: whether something worse ever lowers the urgency of somebody."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from assessment.core.answers import Answers
from assessment.core.assess import Assessment, assess
from assessment.core.conditions import Verdict
from assessment.core.findings import RedFlag, Urgency
from assessment.core.known import Known
from assessment.core.topic import Topic
from tests.cases.outcomes import signs_only
from tests.rules.worse import (
    Change,
    behind_gates,
    hangs_on,
    opened,
    read_by_warnings,
    worse,
)

SEED = 20261121
Answered: TypeAlias = Mapping[str, frozenset[str]]
People: TypeAlias = Mapping[str, Assessment]


class Watch:
    """A topic, and the plain answers that may explain a lower urgency, by rule."""

    def __init__(self, topic: Topic, explained: Mapping[str, Answered]) -> None:
        self.topic = topic
        self._explained = explained
        self._signs_only = signs_only(topic)
        self._at_home = [f for f in topic.red_flags if f.urgency is Urgency.SELF_CARE]
        self._read = sorted(read_by_warnings(topic))

    def assess(self, answers: Answers) -> Assessment:
        """What the warning signs make of somebody."""
        return assess(self._signs_only, answers)

    def lowered_by_one(self, people: People) -> Iterator[str]:
        """In words, each single thing worse that lowers the urgency of somebody."""
        for name, before in people.items():
            for change in worse(self.topic, before.known, self._matter(before)):
                if words := self._lowered(before, change):
                    yield f"{name}: {words}"

    def lowered_behind_gates(self, people: People, most: int) -> Iterator[str]:
        """The same for ticks behind a gate that was denied, `most` of them by lot."""
        draw = random.Random(SEED)  # noqa: S311 (the same draws every time)
        hidden = [
            (name, question, option)
            for name, before in people.items()
            for question, option in behind_gates(
                self.topic, before.known, self._matter(before)
            )
        ]
        for name, question, option in draw.sample(hidden, min(most, len(hidden))):
            before = people[name]
            change = opened(self.topic, before.known, question, option)
            if change is not None and (words := self._lowered(before, change)):
                yield f"{name}: {words}"

    def lowered_by_two(self, people: People, draws: int) -> Iterator[str]:
        """The same for a second thing on top of a first, both drawn by lot."""
        draw = random.Random(SEED)  # noqa: S311 (the same draws every time)
        for name in draw.choices(sorted(people), k=draws):
            first = self._any_worse(draw, people[name], self._read)
            before = self.assess(first.answers) if first else people[name]
            second = self._any_worse(draw, before, self._matter(before))
            if second and (words := self._lowered(before, second)):
                yield f"{name}: {words}"

    def _matter(self, before: Assessment) -> tuple[str, ...]:
        """The questions by which this urgency could fall: its rules all read them."""
        if before.urgency is Urgency.SELF_CARE:
            return ()
        each = [hangs_on(self.topic, r.flag.when) for r in before.decided_by]
        if before.decided_by[0].flag.fallback:
            hung = (hangs_on(self.topic, flag.when) for flag in self._at_home)
            each = [frozenset(chain.from_iterable(hung))]
        return tuple(sorted(frozenset.intersection(frozenset(self._read), *each)))

    def _any_worse(
        self, draw: random.Random, before: Assessment, questions: Sequence[str]
    ) -> Change | None:
        """One answer of the person that is worse by a step, if there is one."""
        drawn = draw.sample(questions, k=min(1, len(questions)))
        changes = [*worse(self.topic, before.known, drawn)]
        return draw.choice(changes) if changes else None

    def _lowered(self, before: Assessment, change: Change) -> str:
        """What the change lowered, in words; empty when it lowered nothing."""
        known = self.topic.know(change.answers)
        rules = [r.flag for r in before.decided_by if not r.flag.fallback]
        if any(_fires(flag, known) for flag in rules):
            return ""
        after = before.urgency
        if before.urgency > Urgency.ROUTINE or any(
            _fires(flag, known) for flag in self._at_home
        ):
            after = self.assess(change.answers).urgency
        if after >= before.urgency or self._is_explained(before, change):
            return ""
        names = ", ".join(result.flag.id for result in before.decided_by)
        what = f"{change.question}: {change.option or 'blank'}"
        return f"{what} takes {before.urgency.id} to {after.id} ({names})"

    def _is_explained(self, before: Assessment, change: Change) -> bool:
        """Whether the answer explains the trouble to every rule that had decided."""
        return all(
            change.option
            in self._explained.get(result.flag.id, {}).get(change.question, ())
            for result in before.decided_by
        )


def _fires(flag: RedFlag, known: Known) -> bool:
    return flag.when.evaluate(known) is Verdict.YES
