"""Results: the summary as a page, as a paper, as a page to print, and as data."""

from __future__ import annotations

from flask import Flask, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from assessment.core.visit import Visit
from assessment.pdf.pool import PoolFailed
from assessment.web import errors, journal, places, session
from assessment.web.earlier import not_compared
from assessment.web.exports import RECORD, export
from assessment.web.paper import make_paper
from assessment.web.site import current_site
from assessment.web.summaries import assessed

LARGE = "large"


def init_app(app: Flask) -> None:
    """Give the results, the paper and the page to print their addresses."""
    app.add_url_rule("/<topic_id>/results", "results", results)
    app.add_url_rule("/<topic_id>/summary.pdf", "paper", paper, methods=["POST"])
    app.add_url_rule("/<topic_id>/answers.json", "data", data, methods=["POST"])
    # The same page laid out to print, which needs no free place in the pool.
    app.add_url_rule("/<topic_id>/paper", "print_page", results)


@places.for_visit
def results(visit: Visit) -> ResponseReturnValue:
    """Show the summary, once everything is answered."""
    if not places.may_see_results(visit):
        return places.see_other(places.way_on(visit))
    return render_template(
        "pages/results.html",
        summary=assessed(visit)[1],
        not_compared=not_compared(),
        paper_url=places.of("paper"),
        large=LARGE,
        data_url=places.of("data"),
        print_url=places.of("print_page"),
        finish_url=url_for("finish"),
        check_url=places.of("check"),
    )


@places.for_visit
def paper(visit: Visit) -> ResponseReturnValue:
    """The summary as a PDF to keep or print."""
    if not places.may_see_results(visit):
        return places.see_other(places.way_on(visit))
    session.leave_turn()
    try:
        large = request.form.get("print") == LARGE
        content = make_paper(*assessed(visit), gettext, large=large)
    except PoolFailed as error:
        journal.failed(error)
        return _busy()
    return _to_keep(content, "application/pdf", "summary.pdf")


@places.for_visit
def data(visit: Visit) -> ResponseReturnValue:
    """Give the answers as data to keep; not where others could find the file."""
    site = current_site()
    if site.settings.kiosk:
        abort(404)
    if not places.may_see_results(visit):
        return places.see_other(places.way_on(visit))
    file = export(RECORD, site.topic, *assessed(visit), gettext)
    return _to_keep(file.content, file.media_type, file.name)


def _to_keep(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _busy() -> Response:
    words = errors.Words(
        _("The paper is not ready"),
        _("Many people print just now. Your answers are kept. Try again in a moment, "
          "or open the summary as a page and print that."),
    )  # fmt: skip
    actions = [
        (_("Open it as a page to print"), places.of("print_page")),
        (_("Back to my summary"), places.of("results")),
    ]
    return errors.problem(503, words, actions)
