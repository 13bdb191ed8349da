"""Stated: what the rules say of a sign or a level, before anything of a person."""

from __future__ import annotations

from assessment.core.findings import RedFlag, Urgency
from assessment.core.summary import HowSoon, Warning
from assessment.core.topic import Topic


def stated_sign(topic: Topic, flag: RedFlag) -> Warning:
    """The warning sign with the phone numbers that the country has."""
    numbers = topic.country.numbers
    return Warning(
        id=flag.id,
        urgency=flag.urgency,
        what=flag.what,
        do=flag.do,
        more=flag.more,
        because=(),
        aloud=(),
        to_settle=(),
        shown_at=None,
        call=tuple(numbers[number] for number in flag.call if number in numbers),
        sources=flag.sources,
    )


def stated_level(topic: Topic, urgency: Urgency) -> HowSoon:
    """How soon, why and what to do at that level, set by no sign."""
    advice = topic.urgency[urgency]
    levels = sorted(topic.urgency.values(), key=lambda level: -level.level)
    return HowSoon(
        urgency=urgency,
        title=advice.title,
        why=advice.why,
        ladder=tuple((level.short, level is advice) for level in levels),
        now=advice.now,
        while_waiting=advice.while_waiting,
        sooner=advice.sooner,
        decided_by=(),
    )
