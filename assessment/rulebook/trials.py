"""Trials: whether scenarios come out as they say, and which rules nobody tries out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import ne
from typing import Any, NamedTuple

from assessment.core.assess import Assessment, assess
from assessment.core.conditions import ALWAYS
from assessment.core.foremost import worth_showing
from assessment.core.topic import Topic
from assessment.rulebook.answers_file import AnswersError
from assessment.rulebook.compose import Text
from assessment.rulebook.findings import level
from assessment.rulebook.lint_scenarios import CAUSES, SIGNS, STEPS
from assessment.rulebook.problems import Place
from assessment.rulebook.scenarios import Scenario, answers_of

NEAR = 2  # answers in which a near miss may differ from whom the rule is about
FIRES, FITS, GIVEN = "red_flags", "causes", "next_steps"
# What scenarios expect of a kind of rule, and the opposite.
EXPECTED = {FIRES: SIGNS, FITS: CAUSES, GIVEN: STEPS}
DOES = {
    FIRES: "it fires",
    FITS: "it is among the causes that are shown",
    GIVEN: "it is given",
}
DOES_NOT = {FITS: "not among the causes that are shown", GIVEN: "not given"}
NOBODY = {
    FIRES: "no scenario expects it in `fires`",
    FITS: "no scenario expects it in `suggests`",
    GIVEN: "it is given to nobody in the scenarios",
}
NO_NEAR_MISS = {
    FIRES: "no near miss expects it in `does_not_fire`",
    FITS: "no near miss expects it in `does_not_suggest`",
    GIVEN: "it is given to all who are much alike",
}


class Failure(NamedTuple):
    """One expectation that is not met."""

    place: Place  # where it is expected
    expected: str
    got: str
    rules: tuple[str, ...] = ()  # by the names of `rule_places`

    def as_data(self, places: Mapping[str, Place]) -> dict[str, Any]:
        """The same for machines."""
        return {
            "at": self.place.short,
            "expected": self.expected,
            "got": self.got,
            "rules": {rule: places[rule].short for rule in self.rules},
        }


@dataclass(frozen=True)
class Trial:
    """What the rules made of one scenario."""

    scenario: Scenario
    failures: tuple[Failure, ...]
    there: Mapping[str, frozenset[str]]  # ids by kind: signs, causes, next steps


class Gap(NamedTuple):
    """A rule that the scenarios leave unproven."""

    rule: str
    what: str


def trial(scenario: Scenario, topic: Topic) -> Trial:
    """What the rules make of the person, beside what the scenario expects."""
    try:
        answers, wrong = answers_of(scenario, topic)
    except AnswersError as error:
        wrong = error.problems
    if wrong:
        failures = [
            Failure(Place(p.file, p.line, p.column), "an answer to be given", p.message)
            for p in wrong
        ]
        return Trial(scenario, tuple(failures), {})
    found = assess(topic, answers)
    there = {
        FIRES: frozenset(result.flag.id for result in found.fired),
        FITS: frozenset(r.cause.id for r in worth_showing(topic, found)),
        GIVEN: frozenset(step.id for step in found.next_steps),
    }
    failures = [*_unmet(scenario, there, found), *_urgency(scenario, found)]
    return Trial(scenario, tuple(failures), there)


def _unmet(
    scenario: Scenario, there: Mapping[str, frozenset[str]], found: Assessment
) -> Iterator[Failure]:
    verdicts = {r.flag.id: r.verdict.name.lower() for r in found.red_flags}
    for kind, (wanted, unwanted) in EXPECTED.items():
        for name in scenario.expect.get(wanted, ()):
            if name not in there[kind]:
                got = DOES_NOT.get(kind) or verdicts[name]
                yield _failure(name, f"{wanted} {name}", got, kind)
        for name in scenario.expect.get(unwanted, ()):
            if name in there[kind]:
                yield _failure(name, f"{unwanted} {name}", DOES[kind], kind)


def _failure(name: Text, expected: str, got: str, kind: str) -> Failure:
    return Failure(name.place, expected, got, (f"{kind}.{name}",))


def _urgency(scenario: Scenario, found: Assessment) -> Iterator[Failure]:
    decided = tuple(f"{FIRES}.{result.flag.id}" for result in found.decided_by)
    for part, too_far in (("at_least", -1), ("at_most", 1)):
        for named in scenario.expect.get(part, ()):
            wanted = level(named)
            if (found.urgency - wanted) * too_far > 0:
                expected = f"urgency {part} {named}"
                yield Failure(named.place, expected, found.urgency.id, decided)


def gaps(trials: Collection[Trial], topic: Topic) -> tuple[Gap, ...]:
    """Every rule that applies to no scenario, or of which there is no near miss.

    Of signs and causes that has to be expected; of a next step it is seen.
    """
    signs = [flag.id for flag in topic.red_flags if not flag.fallback]
    causes = [cause.id for cause in topic.causes]
    steps = [step.id for step in topic.next_steps]
    for_all = {step.id for step in topic.next_steps if step.when == ALWAYS}
    people = _People(trials)
    found = []
    for kind, ids in ((FIRES, signs), (FITS, causes), (GIVEN, steps)):
        for rule in ids:
            for_it, against = people.about(kind, rule)
            if not for_it:
                found.append(Gap(f"{kind}.{rule}", NOBODY[kind]))
            elif not (people.near(for_it, against) or rule in for_all):
                found.append(Gap(f"{kind}.{rule}", NO_NEAR_MISS[kind]))
    return tuple(found)


class _People:
    """The scenarios, and how much alike they are."""

    def __init__(self, trials: Collection[Trial]) -> None:
        self._trials = [one for one in trials if one.there]
        scenarios = [one.scenario for one in self._trials]
        asked = sorted({name for scenario in scenarios for name in scenario.said})
        self._said = [tuple(map(one.answer, asked)) for one in scenarios]

    def about(self, kind: str, rule: str) -> tuple[list[int], list[int]]:
        """The numbers of those whom the rule is about, and of those whom it is not."""
        if kind != GIVEN:
            for_it, against = (
                [
                    number
                    for number, one in enumerate(self._trials)
                    if rule in one.scenario.expect.get(part, ())
                ]
                for part in EXPECTED[kind]
            )
            return for_it, against
        given = [n for n, one in enumerate(self._trials) if rule in one.there[kind]]
        return given, [*{*range(len(self._trials))}.difference(given)]

    def near(self, ones: Collection[int], others: Collection[int]) -> bool:
        """Whether two of them differ in few answers."""
        return any(
            sum(map(ne, self._said[one], self._said[other])) <= NEAR
            for one in ones
            for other in others
        )
