"""Places: the addresses of pages, and where somebody belongs next."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core import journey
from assessment.core.questionnaire import Page
from assessment.core.visit import Visit
from assessment.storage import StoreUnavailable
from assessment.web import text_size
from assessment.web.session import (
    MOST_TRIES,
    VisitChanged,
    current_session,
    finish,
    load_again,
)
from assessment.web.site import current_site

View = Callable[..., ResponseReturnValue]
# In an address: these say nothing of the page, or of any answer.
CLOSED = "closed"
AGAIN = "again"
CHANGE = "change"
RESUMED = "resumed"


def at(page: Page | None) -> str:
    """The address of a page of questions; of check-your-answers for None."""
    if page is None:
        return of("check")
    topic_id = current_site().topic.id
    return url_for("question", topic_id=topic_id, step=page.step, number=page.number)


def to_change(page: Page) -> str:
    """The address at which an answered page can be changed, also after a warning."""
    return f"{at(page)}?{CHANGE}"


def of(name: str) -> str:
    """The address of one of the topic's other pages."""
    return url_for(name, topic_id=current_site().topic.id)


def away_from(page: Page, name: str) -> str:
    """The address to rest at, or to get a code at, which leads back to the page."""
    topic_id = current_site().topic.id
    return url_for(name, topic_id=topic_id, step=page.step, number=page.number)


def way_on(visit: Visit) -> str:
    """Where the person belongs: at what is left to answer, or the check.

    A new warning stands there in place of the page, so that nothing leads past it.
    """
    return at(journey.first_incomplete(current_site().topic, visit))


def may_see_results(visit: Visit) -> bool:
    """Whether everything is answered, and every warning was understood."""
    topic = current_site().topic
    return not journey.interrupts(topic, visit) and (
        journey.first_incomplete(topic, visit) is None
    )


def closed(visit: Visit) -> ResponseReturnValue:
    """A redirect on from a page that is no longer asked, which the next page says."""
    return see_other(f"{way_on(visit)}?{CLOSED}")


def notice_on_arrival() -> str:
    """What to say to whose page was closed by another window, or who comes back."""
    if AGAIN in request.args:
        return _("That page was from before, so it was not kept.")
    if CLOSED in request.args:
        return _("We no longer ask what was on that page, so it was not kept.")
    if RESUMED in request.args and current_site().settings.kiosk:
        return _("Welcome back. Your answers are here. This code is used up: to go on "
                 "elsewhere, get a new one before you stop.")  # fmt: skip
    if RESUMED in request.args:
        return _("Welcome back. Your answers are here. If anything changed since, "
                 "change it at the end, before you see your summary.")  # fmt: skip
    return ""


def see_other(address: str) -> ResponseReturnValue:
    """A redirect after which the browser asks with GET."""
    return redirect(address, 303)


def for_visit(view: View) -> View:
    """Give the view the visit; without one, say kindly that it is gone.

    When another server changes the visit meanwhile, the view gets it as it is then, and
    answers the request anew: views change nothing but the visit, and that at the end.
    """

    @wraps(view)
    def guarded(topic_id: str, **place: Any) -> ResponseReturnValue:
        if topic_id != current_site().topic.id:
            abort(404)
        for _try in range(MOST_TRIES):
            visit = current_session().visit
            if visit is None:
                return without_visit()
            try:
                return view(visit, **place)
            except VisitChanged:
                load_again()
        raise StoreUnavailable("other requests change the visit all the time")

    return guarded


def without_visit() -> ResponseReturnValue:
    """To the start for who was never here; an explanation for who comes back late."""
    if not current_session().begun:
        return see_other(url_for("start"))
    return expired()


def expired() -> ResponseReturnValue:
    """The page for somebody whose visit is gone; a shared screen forgets the key, too.

    Raises StoreUnavailable there.
    """
    text_size.reset()
    if current_site().settings.kiosk:
        finish()
    return render_template("pages/expired.html"), 400
