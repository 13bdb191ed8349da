"""Foremost: which of what was found is told, and what of it comes first."""

from __future__ import annotations

from collections.abc import Iterable

from assessment.core.assess import Assessment, CauseResult, RedFlagResult
from assessment.core.topic import Topic

# Unless more must not be missed; the paper shows the first three and those.
MOST_CAUSES = 4
FEW_CAUSES = 2  # always shown; no more when all of them fit badly


def calls_first(topic: Topic, results: Iterable[RedFlagResult]) -> list[RedFlagResult]:
    """The signs, most urgent first; among emergencies those that say to call.

    What is told first must never ask for less than what is told after it.
    """
    number = topic.country.numbers["emergency"].label
    return sorted(results, key=lambda r: (-r.flag.urgency, number not in r.flag.do))


def worth_showing(topic: Topic, assessment: Assessment) -> tuple[CauseResult, ...]:
    """The causes to show, in order: all not to be missed, and the best beside them.

    Those not to be missed take places from the others, but never the first two. Those
    of the last band are shown when there is nothing better.
    """
    last = topic.scoring.bands[-1]
    fitting = [result for result in assessment.causes if result.band is not last]
    best = fitting or assessment.causes[:FEW_CAUSES]
    kept = [result for result in assessment.causes if result.must_not_miss]
    for place, result in enumerate(best):
        if result not in kept and (place < FEW_CAUSES or len(kept) < MOST_CAUSES):
            kept.append(result)
    return tuple(result for result in assessment.causes if result in kept)
