"""Check your answers: all of them by step, each with a way to change it."""

from __future__ import annotations

from typing import NamedTuple

from flask import Flask, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from assessment.core import journey
from assessment.core.lines import Line, answer_line
from assessment.core.questionnaire import Step
from assessment.core.visit import Visit
from assessment.web import clock, places, session
from assessment.web.summaries import alarm
from assessment.web.views.stop import stop


class CheckRow(NamedTuple):
    """One answer, where to change it, and words for who cannot see the row."""

    line: Line
    change_url: str
    hidden: str


class CheckSection(NamedTuple):
    """The answers of one step."""

    number: int
    step: Step
    rows: list[CheckRow]


def init_app(app: Flask) -> None:
    """Give check-your-answers and its undo their addresses."""
    app.add_url_rule("/<topic_id>/check", "check", check)
    app.add_url_rule("/<topic_id>/undo", "undo", undo, methods=["POST"])


@places.for_visit
def check(visit: Visit) -> ResponseReturnValue:
    """Show every answer, once all are given and no new warning stands before them."""
    way_on, topic = places.way_on(visit), session.current_topic()
    if way_on != places.of("check"):
        return places.see_other(way_on)
    if journey.interrupts(topic, visit):
        return stop(visit, gettext("Check your answers"))
    asked = topic.questionnaire.question_by_id
    last = [row.page for _, rows in journey.rows(topic, visit) for row in rows][-1:]
    return render_template(
        "pages/check.html",
        titles=[step.title for step in topic.questionnaire.steps],
        sections=_sections(visit),
        cut_short=visit.cut_short,
        go_on_url=places.of("go_on"),
        dropped=[asked[question].title for question in visit.dropped],
        undo_url=places.of("undo"),
        results_url=places.of("results"),
        back_url=places.at(last[0]) if last else url_for("start"),
        alarm=alarm(visit),
        notice=places.notice_on_arrival(),
    )


@places.for_visit
def undo(visit: Visit) -> ResponseReturnValue:
    """Take back the change that made answers fall away."""
    topic = session.current_topic()
    visit = journey.note_warnings(topic, journey.undo(topic, visit), clock.now())
    session.keep(visit)
    return places.see_other(places.way_on(visit))


def _sections(visit: Visit) -> list[CheckSection]:
    topic = session.current_topic()
    known = topic.know(visit.answers)
    numbers = {step.id: n for n, step in enumerate(topic.questionnaire.steps, 1)}
    return [
        CheckSection(
            numbers[step.id],
            step,
            [
                CheckRow(
                    answer_line(row.question, known, gettext, as_chosen=True),
                    places.to_change(row.page),
                    f"“{row.question.title}”",
                )
                for row in rows
            ],
        )
        for step, rows in journey.rows(topic, visit)
    ]
