"""The stop: an emergency interrupts the form with one instruction.

It stands at the address, and under the title, of the page that would have come. So the
history of a shared machine does not tell that anything was ticked.
"""

from __future__ import annotations

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue

from assessment.core import journey
from assessment.core.findings import Urgency
from assessment.core.summary import Warning
from assessment.core.visit import Visit
from assessment.web import places, session
from assessment.web.summaries import alarm, new_warnings
from assessment.web.views.cut_short import NOW


def init_app(app: Flask) -> None:
    """Give "I understand" its address."""
    app.add_url_rule(
        "/<topic_id>/understood", "understood", understood, methods=["POST"]
    )


def stop(visit: Visit, title: str) -> str:
    """What to do now, in place of the page with this title."""
    topic, warnings = session.current_topic(), new_warnings(visit)
    first, also = _instructions(warnings, alarm(visit))
    return render_template(
        "pages/stop.html",
        title=title,
        first=first,
        also=also,
        warnings=warnings,
        while_waiting=topic.urgency[Urgency.EMERGENCY].while_waiting,
        action=places.of("understood"),
        back_url=_behind(visit, warnings[0].id),
        now_name=NOW,
    )


def _instructions(
    new: tuple[Warning, ...], standing: Warning | None
) -> tuple[Warning, list[Warning]]:
    """What to do first, and what else.

    Who was told to call an ambulance is never told after it to make their own way.
    """
    ambulance = session.current_topic().country.numbers["emergency"]

    def comes(warning: Warning) -> bool:
        return ambulance in warning.call and warning.comes

    def goes(warning: Warning) -> bool:
        return not warning.comes and warning.call == (ambulance,)

    first = new[0]
    if standing is not None and comes(standing) and goes(first):
        first = standing
    others = (warning for warning in new if warning.do != first.do)
    return first, [one for one in others if not (comes(first) and goes(one))]


@places.for_visit
def understood(visit: Visit) -> ResponseReturnValue:
    """ "I understand" leads on, or to the summary at once for who asks for that.

    A warning that came up meanwhile, and was not shown, stands before both.
    """
    shown = request.form.get("shown", "").split()
    topic = session.current_topic()
    visit = journey.understand(topic, visit, shown)
    if NOW in request.form:
        visit = journey.cut_short(topic, visit)
    session.keep(visit)
    if visit.cut_short and places.may_see_results(visit):
        return places.see_other(places.of("results"))
    return places.see_other(places.way_on(visit))


def _behind(visit: Visit, flag_id: str) -> str:
    """The address of the answers that the warning rests on; empty without any."""
    topic = session.current_topic()
    flag = next(f for f in journey.interrupts(topic, visit) if f.id == flag_id)
    page = journey.page_behind(topic, visit, flag)
    return places.to_change(page) if page else ""
