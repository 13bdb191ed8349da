"""Summaries: what the rules make of a visit, and the warnings to show on the way."""

from __future__ import annotations

from collections.abc import Collection

from flask_babel import gettext

from assessment.core.assess import Assessment, assess
from assessment.core.journey import interrupts
from assessment.core.summarise import summarise, warnings_for
from assessment.core.summary import Summary, Warning
from assessment.core.visit import Visit
from assessment.web import clock
from assessment.web.session import current_topic
from assessment.web.site import current_settings


def assessed(visit: Visit) -> tuple[Assessment, Summary]:
    """What the rules make of the visit as it is now, and its summary of today."""
    topic = current_topic()
    found = assess(topic, visit.answers)
    today = clock.today(current_settings().time_zone)
    return found, summarise(topic, visit, found, today, gettext)


def new_warnings(visit: Visit) -> tuple[Warning, ...]:
    """The warnings for which the form has to stop; the first is the one to act on."""
    flags = interrupts(current_topic(), visit)
    return _warnings(visit, [flag.id for flag in flags])


def alarm(visit: Visit | None) -> Warning | None:
    """The warning that was understood and still holds; it stays in sight."""
    if visit is None:
        return None
    return next(iter(_warnings(visit, visit.understood)), None)


def _warnings(visit: Visit, ids: Collection[str]) -> tuple[Warning, ...]:
    if not ids:
        return ()
    return warnings_for(current_topic(), visit, ids, gettext)
