"""Preview: the whole topic on one page, for those who write its rules."""

from __future__ import annotations

from flask import Flask, Response, render_template

from assessment.core.conditions import Condition
from assessment.core.findings import Cause, Urgency
from assessment.core.questionnaire import Page
from assessment.core.stated import stated_level, stated_sign
from assessment.core.summary import CauseCard, Point
from assessment.core.told import Told, told
from assessment.core.topic import Topic
from assessment.rulebook.places import medicine_names
from assessment.web.controls import Control, build_control
from assessment.web.forms import Entry
from assessment.web.reloading import current_watch
from assessment.web.settings import Settings
from assessment.web.site import KEY, current_site


def init_app(app: Flask) -> None:
    """Give the preview its addresses, where the settings want it."""
    settings: Settings = app.extensions[f"{KEY}-settings"]
    if settings.preview:
        app.add_url_rule("/preview", "preview", preview)
        app.add_url_rule("/preview/version", "preview_version", version)


def preview() -> str:
    """Everything that is asked and said, with the names and places of the rules."""
    topic, places = current_site().topic, current_watch().places

    def in_words(condition: Condition) -> Told:
        return told(condition, topic)

    return render_template(
        "pages/preview.html",
        version=version().get_data(as_text=True),
        at=lambda name: places[name].short if name in places else "",
        medicines=medicine_names(places),
        # Those that come with a list of medicines stand in no file.
        facts=[f for f in topic.facts.values() if f"facts.{f.id}" in places],
        in_words=in_words,
        controls=lambda page: _controls(topic, page),
        levels=[stated_level(topic, level) for level in sorted(Urgency, reverse=True)],
        interrupt=lambda flag: stated_sign(topic, flag),
        stops=Urgency.EMERGENCY,
        card=lambda cause: _card(topic, cause),
    )


def version() -> Response:
    """A word that changes with the files, for a page that waits for that."""
    return Response(current_watch().version, mimetype="text/plain")


def _controls(topic: Topic, page: Page) -> list[Control]:
    """The questions of the page, each with all that anybody may be offered."""
    return [
        build_control(question, question.options, Entry(), "", topic.medicines)
        for question in page.questions
    ]


def _card(topic: Topic, cause: Cause) -> CauseCard:
    """The card of a cause with all that could speak for and against it."""
    points = [
        (one.supports, Point(one.finding, (one.finding,), (one.finding,), one.sources))
        for one in cause.evidence
    ]
    return CauseCard(
        id=cause.id,
        name=cause.name,
        title=cause.action or cause.plain_name,
        named_for_doctor_only=cause.named_for_doctor_only,
        must_not_miss=False,
        band=topic.scoring.bands[0].label,
        supporting=tuple(point for supports, point in points if supports),
        against=tuple(point for supports, point in points if not supports),
        missing=(),
        unexplained=(),
        tests=cause.tests,
        seen_by=cause.seen_by,
        sources=tuple(dict.fromkeys(k for _, p in points for k in p.sources)),
    )
