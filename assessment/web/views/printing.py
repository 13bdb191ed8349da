"""Printing: one press on a shared screen, and the truth about what came of it."""

from __future__ import annotations

from flask import Flask, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.core.visit import Visit
from assessment.printing import Trouble
from assessment.web import places, session
from assessment.web.printer import Printer
from assessment.web.session import current_session
from assessment.web.site import current_site
from assessment.web.summaries import alarm
from assessment.web.views.results import paper_asked_for

# Seconds that a page waits for the printer: a little more than the watcher's patience.
WAIT = 9.0


def init_app(app: Flask) -> None:
    """Give printing its addresses."""
    app.add_url_rule("/<topic_id>/print", "print_paper", print_paper, methods=["POST"])
    app.add_url_rule(
        "/<topic_id>/printing", "printing", printing, methods=["GET", "POST"]
    )


@places.for_visit
def print_paper(visit: Visit) -> ResponseReturnValue:
    """Make the paper and send it to the printer."""
    printer = _printer()
    if not places.may_see_results(visit):
        return places.see_other(places.way_on(visit))
    content = paper_asked_for(visit)
    if not isinstance(content, bytes):
        return content
    printer.start(current_session().secret, content)
    return places.see_other(places.of("printing"))


@places.for_visit
def printing(visit: Visit) -> ResponseReturnValue:
    """Wait for the printer a little, and say what came of it."""
    job = _printer().job_of(current_session().secret)
    if job is None:
        return places.see_other(places.of("results"))
    session.leave_turn()
    if request.method == "POST":
        job.stop()
        return places.see_other(places.of("printing"))
    state = job.wait(WAIT)
    return render_template(
        "pages/printing.html",
        state=state.value,
        why=_why(job.trouble),
        gone=job.gone,
        action=places.of("printing"),
        again_url=places.of("print_paper"),
        results_url=places.of("results"),
        take_home_url=places.of("take_home") if current_site().gives_codes else "",
        finish_url=url_for("finish"),
        alarm=alarm(visit),
    )


def _printer() -> Printer:
    printer = current_site().printer
    if printer is None:
        abort(404)
    return printer


def _why(trouble: Trouble) -> str:
    """What is wrong, for the person and for the staff whom they ask."""
    return {
        Trouble.PAPER: _("The printer has no paper."),
        Trouble.STUCK: _("Paper is stuck in the printer, or its lid is open."),
        Trouble.INK: _("The printer has no ink."),
        Trouble.OFFLINE: _("The printer is off, or not connected."),
        Trouble.STOPPED: _("The printer is switched off for now."),
        Trouble.MISSING: _("We cannot find the printer."),
        Trouble.FAILED: _("The printer gave up."),
        Trouble.SLOW: _("The printer does not answer."),
    }[trouble]
