"""Diff: whom two sets of rules answer differently, and whose urgency is lowered.

A lowered urgency, of a case or of a warning sign itself, has to be named where changes
of the rules are written down, as "`case` from same_day to routine"; each such entry
answers for one lowering. A sign that was taken out went "to gone".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assessment.core.answers import Answers
from assessment.core.assess import assess
from assessment.core.conditions import All, names
from assessment.core.facts import Fact
from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from assessment.rulebook.answers_file import read_answers

LEVEL = "|".join(level.id for level in Urgency)
GONE = "gone"  # the level of a warning sign that was taken out
ENTRY = re.compile(rf"`([\w.-]+)`\s+from\s+({LEVEL})\s+to\s+({LEVEL}|{GONE})\b")
FIRST_CAUSES = 3

Lowering = tuple[str, str, str]  # case or sign, urgency before, urgency after


@dataclass(frozen=True, slots=True)
class Said:
    """What rules say to one person."""

    urgency: Urgency
    causes: tuple[str, ...]  # ids of the first three, best fit first
    used: frozenset[str] = field(compare=False)  # all signs and causes that hold

    def __str__(self) -> str:
        return f"{self.urgency.id} | {' '.join(self.causes) or 'no cause'}"


@dataclass(frozen=True, slots=True)
class Moved:
    """A case, and what two sets of rules say to it."""

    case: Path
    old: Said
    new: Said

    @property
    def lowering(self) -> Lowering | None:
        """What has to be written down, if the urgency is lower."""
        if self.new.urgency >= self.old.urgency:
            return None
        return self.case.stem, self.old.urgency.id, self.new.urgency.id

    def __str__(self) -> str:
        lowered = " LOWERED" if self.lowering else ""
        return f"{self.case}:{lowered}\n  old {self.old}\n  new {self.new}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two sets of rules say differently."""

    people: int  # how many cases were compared
    moved: tuple[Moved, ...]  # those whose urgency or first causes differ
    lowered_signs: tuple[Lowering, ...]
    changed: tuple[str, ...]  # the rules that are not the same, by name
    unused: tuple[str, ...]  # those of them that fire in none of the people

    @property
    def lowerings(self) -> tuple[Lowering, ...]:
        """All that has to be written down."""
        return (*(m.lowering for m in self.moved if m.lowering), *self.lowered_signs)

    def __str__(self) -> str:
        lines = [str(case) for case in self.moved]
        for sign, before, after in self.lowered_signs:
            lines.append(f"red_flags.{sign}: LOWERED from {before} to {after}")
        unused = f" ({' '.join(self.unused)})" if self.unused else ""
        lines.append(
            f"people compared: {self.people}, moved: {len(self.moved)}; rules changed: "
            f"{len(self.changed)}, used by nobody here: {len(self.unused)}{unused}"
        )
        return "\n".join(lines)


def case_files(folder: Path) -> tuple[Path, ...]:
    """The files of answers in the folder, or in every `answers` folder below it."""
    below = sorted(folder.glob("**/answers/*.yaml"))
    return tuple(below or sorted(folder.glob("*.yaml")))


def diff(old: Topic, new: Topic, cases: Iterable[Path]) -> Comparison:
    """Whom the new rules answer differently, in the order given, and what changed.

    A case is a file of answers and goes by its name. Raises AnswersError for one that
    can't be given to the questions of both; rules understand answers to older ones.
    """
    people = [Moved(path, _said(path, old), _said(path, new)) for path in cases]
    used = frozenset[str]().union(*(p.old.used | p.new.used for p in people))
    before, after = _rules(old), _rules(new)
    all_rules = sorted({*before, *after})
    changed = tuple(r for r in all_rules if before.get(r) != after.get(r))
    return Comparison(
        people=len(people),
        moved=tuple(person for person in people if person.old != person.new),
        lowered_signs=lowered_signs(sign_levels(old), sign_levels(new)),
        changed=changed,
        unused=tuple(rule for rule in changed if rule not in used),
    )


def sign_levels(topic: Topic) -> dict[str, Urgency]:
    """The urgency of each warning sign by itself, by id."""
    return {flag.id: flag.urgency for flag in topic.red_flags}


def lowered_signs(
    old: Mapping[str, Urgency], new: Mapping[str, Urgency]
) -> tuple[Lowering, ...]:
    """The signs whose urgency fell, or that are gone: without them it is routine."""
    return tuple(
        (sign, before.id, new[sign].id if sign in new else GONE)
        for sign, before in old.items()
        if new.get(sign, Urgency.ROUTINE) < before
    )


def written_down(changes: str) -> Counter[Lowering]:
    """The lowerings that a record of changes names, and how often."""
    return Counter(ENTRY.findall(changes))


def unexplained(
    lowerings: Iterable[Lowering], changes: Mapping[Lowering, int]
) -> tuple[Lowering, ...]:
    """The lowerings that are not written down as often as they happened, sorted."""
    return tuple(sorted((Counter(lowerings) - Counter(changes)).elements()))


def _said(path: Path, topic: Topic) -> Said:
    answers: Answers = read_answers(path, topic)[0]
    found = assess(topic, answers)
    causes = [result.cause.id for result in found.causes]
    signs = [result.flag.id for result in found.fired]
    used = {*(f"red_flags.{id_}" for id_ in signs), *(f"causes.{c}" for c in causes)}
    return Said(found.urgency, tuple(causes[:FIRST_CAUSES]), frozenset(used))


def _rules(topic: Topic) -> dict[str, object]:
    """Each sign and cause, with the facts that it hangs on."""
    rules: dict[str, object] = {}
    for flag in topic.red_flags:
        rules[f"red_flags.{flag.id}"] = flag, _facts(names(flag.when), topic)
    for cause in topic.causes:
        found_by = (evidence.when for evidence in cause.evidence)
        read = names(All((cause.requires, cause.explains, *found_by)))
        rules[f"causes.{cause.id}"] = cause, _facts(read, topic)
    return rules


def _facts(read: frozenset[str], topic: Topic) -> dict[str, Fact]:
    """The facts of these names, and those that these in turn are worked out from."""
    found: dict[str, Fact] = {}
    for name in read & topic.facts.keys():
        fact = topic.facts[name]
        found |= {name: fact, **_facts(fact.questions, topic)}
    return found
