"""Doubt: what comes before all else when an emergency sign was left open."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.core.assess import Assessment
from assessment.core.explain import Translate
from assessment.core.findings import Advice, Urgency
from assessment.core.topic import Topic


@dataclass(frozen=True, slots=True)
class Doubt:
    """What to do today where an emergency was left open and the result is later."""

    title: str
    why: str
    then: str  # what the result asks for, once that is settled
    first: Advice


def doubt_to_settle(
    topic: Topic, assessment: Assessment, translate: Translate
) -> Doubt | None:
    """What to do today although the result is later; None without such a doubt."""
    left_open = (result.flag.urgency for result in assessment.not_ruled_out)
    if assessment.urgency >= Urgency.SAME_DAY or Urgency.EMERGENCY not in left_open:
        return None
    urgent = topic.country.numbers.get("urgent")
    whom = translate("your doctor")
    if urgent:
        either = translate("your doctor or %(urgent)s")
        whom = either % {"urgent": urgent.label}
    return Doubt(
        title=translate("Call %(whom)s today") % {"whom": whom},
        why=translate(
            "Some answers were “not sure” or left out, so a sign that needs fast help "
            "could not be ruled out."
        ),
        then=translate("If they say that it can wait: %(do)s.")
        % {"do": topic.urgency[assessment.urgency].title},
        first=Advice(
            translate("Call today"),
            translate("Call %(whom)s. Say which answers you were not sure of.")
            % {"whom": whom},
        ),
    )
