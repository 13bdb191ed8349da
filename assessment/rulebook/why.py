"""Why: how each warning sign and cause was decided for one person, and where it stands.

A warning sign has one condition. A cause has what it requires, and findings: it is
suggested when what it requires holds and a finding is there that carries it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from assessment.core.assess import Assessment, carries, main_concerns
from assessment.core.conditions import ALWAYS, All, Condition, Trace, Verdict, trace
from assessment.core.conditions import Any as AnyOf
from assessment.core.findings import Cause
from assessment.core.topic import Topic
from assessment.core.tree import INDENT, deciding_line, tree, verdict_word
from assessment.rulebook.problems import Place

RED_FLAGS, CAUSES = "red_flags", "causes"


def rules_called(rule: str, topic: Topic) -> frozenset[str]:
    """The names of the signs and causes of this name or id; none when there is none."""
    return frozenset(n for n in rule_names(topic) if rule in (n, n.split(".")[1]))


def rule_names(topic: Topic) -> tuple[str, ...]:
    """Every warning sign and cause: `red_flags.some_sign`, `causes.some_cause`."""
    signs = (f"{RED_FLAGS}.{flag.id}" for flag in topic.red_flags)
    return (*signs, *(f"{CAUSES}.{cause.id}" for cause in topic.causes))


class Why:
    """Tells why each rule was decided as it was, with its place."""

    def __init__(
        self, topic: Topic, found: Assessment, places: Mapping[str, Place]
    ) -> None:
        self._topic = topic
        self._found = found
        self._places = places
        self._concerns = main_concerns(found.red_flags)
        self._suggested = {result.cause.id for result in found.causes}

    def lines(self, names: Collection[str] = ()) -> Iterator[str]:
        """The rules of these names in full, or of all rules those that are not "no".

        The others have one line, with what decided them.
        """
        for flag in self._topic.red_flags:
            name = f"{RED_FLAGS}.{flag.id}"
            if not names or name in names:
                traced = trace(flag.when, self._found.known)
                heading = f"{name} ({flag.urgency.id}) {self._places[name].short}"
                yield from self._told(heading, traced, self._tree(traced), bool(names))
        for cause in self._topic.causes:
            name = f"{CAUSES}.{cause.id}"
            if not names or name in names:
                yield from self._about(cause, name, bool(names))

    def _about(self, cause: Cause, name: str, in_full: bool) -> Iterator[str]:
        """The cause; its points decide when all that it asks for is there."""
        traced = trace(self._suggested_when(cause), self._found.known)
        heading = f"{name} {self._places[name].short}"
        below = self._cause(cause, in_full)
        if traced.verdict is Verdict.YES and cause.id not in self._suggested:
            rarity = cause.how_common.replace("_", " ")
            yield f"no {heading}: too few points for a cause that is {rarity}"
            yield from (INDENT + line for line in below if in_full)
        else:
            yield from self._told(heading, traced, below, in_full)

    def _told(
        self, heading: str, traced: Trace, below: Iterator[str], in_full: bool
    ) -> Iterator[str]:
        """The heading with what is below it, or with what decided a plain no."""
        heading = f"{verdict_word(traced)} {heading}"
        if in_full or traced.verdict is not Verdict.NO:
            yield heading
            yield from (INDENT + line for line in below)
        else:
            decided = deciding_line(traced, self._topic, self._found.known)
            yield f"{heading}: {decided}"

    def _tree(self, traced: Trace) -> Iterator[str]:
        return tree(traced, self._topic, self._found.known)

    def _suggested_when(self, cause: Cause) -> Condition:
        """What the assessment asks of a cause before it suggests it."""
        if cause.id in self._concerns:
            return cause.requires
        scoring = self._topic.scoring
        carrying = [
            e.when for e in cause.evidence if e.supports and carries(e, scoring)
        ]
        return All((cause.requires, AnyOf(tuple(carrying))))

    def _cause(self, cause: Cause, in_full: bool) -> Iterator[str]:
        if cause.id in self._concerns:
            yield "named by a warning sign that fired"
        if cause.requires != ALWAYS:
            traced = trace(cause.requires, self._found.known)
            yield f"{verdict_word(traced)} requires"
            yield from (INDENT + line for line in self._tree(traced))
        for number, evidence in enumerate(cause.evidence, start=1):
            traced = trace(evidence.when, self._found.known)
            side = "for" if evidence.supports else "against"
            place = self._places[f"{CAUSES}.{cause.id}.evidence.{number}"].short
            heading = (
                f"{side}, strength {evidence.strength}: {evidence.finding} {place}"
            )
            yield from self._told(heading, traced, self._tree(traced), in_full)
