"""Results: the summary as a page, as a paper, as a page to print, and as data."""

from __future__ import annotations

from flask import Flask, Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from assessment.core.visit import Visit
from assessment.pdf.pool import PoolFailed
from assessment.web import errors, journal, limits, places, session
from assessment.web.earlier import not_compared
from assessment.web.exports import RECORD, export
from assessment.web.paper import make_paper
from assessment.web.site import current_site
from assessment.web.summaries import assessed

LARGE = "large"
PRINT_NOW = "now"  # in an address


def init_app(app: Flask) -> None:
    """Give the results, the paper and the page to print their addresses."""
    app.add_url_rule("/<topic_id>/results", "results", results)
    app.add_url_rule("/<topic_id>/summary.pdf", "paper", paper, methods=["POST"])
    app.add_url_rule("/<topic_id>/answers.json", "data", data, methods=["POST"])
    # The same page laid out to print, which needs no free place in the pool. Not where
    # a printer is watched: what a browser prints nobody watches or takes back.
    app.add_url_rule("/<topic_id>/paper", "print_page", results)


@places.for_visit
def results(visit: Visit) -> ResponseReturnValue:
    """Show the summary, once everything is answered."""
    if not places.may_see_results(visit):
        return places.see_other(places.way_on(visit))
    settings, watched = current_site().settings, current_site().printer is not None
    if watched and request.endpoint == "print_page":
        return places.see_other(places.of("results"))
    return render_template(
        "pages/results.html",
        summary=assessed(visit)[1],
        not_compared=not_compared(),
        paper_url=places.of("print_paper" if watched else "paper"),
        by_browser=settings.kiosk and not watched,
        print_now=PRINT_NOW in request.args,
        take_home_url=places.of("take_home") if current_site().gives_codes else "",
        large=LARGE,
        data_url=places.of("data"),
        print_url=places.of("print_page"),
        print_now_url=f"{places.of('print_page')}?{PRINT_NOW}",
        finish_url=url_for("ask_to_finish"),
        check_url=places.of("check"),
    )


@places.for_visit
def paper(visit: Visit) -> ResponseReturnValue:
    """The summary as a PDF to keep or print."""
    if not places.may_see_results(visit):
        return places.see_other(places.way_on(visit))
    content = paper_asked_for(visit)
    if not isinstance(content, bytes):
        return content
    return _to_keep(content, "application/pdf", "summary.pdf")


def paper_asked_for(visit: Visit) -> bytes | Response:
    """The paper, in large print if the form says so; or the page for who has to wait.

    The visit's other pages need not wait for it.
    """
    session.leave_turn()
    try:
        large = request.form.get("print") == LARGE
        with limits.one_paper():
            return make_paper(visit, gettext, large=large)
    except PoolFailed as error:
        journal.failed(error)
        return _not_ready(503, _busy())
    except TooManyRequests:
        return _not_ready(429, None)


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


def _busy() -> errors.Words:
    heading = _("The paper is not ready")
    if current_site().printer is not None:
        return errors.Words(
            heading,
            _("Many people print just now. Your answers are kept. Try again in a "
              "moment."),
        )  # fmt: skip
    return errors.Words(
        heading,
        _("Many people print just now. Your answers are kept. Try again in a moment, "
          "or open the summary as a page and print that."),
    )  # fmt: skip


def _not_ready(code: int, words: errors.Words | None) -> Response:
    actions = [(_("Back to my summary"), places.of("results"))]
    if current_site().printer is None:
        by_browser = (_("Open it as a page to print"), places.of("print_page"))
        actions.insert(0, by_browser)
    return errors.problem(code, words, actions)
