"""Commands about one person's answers: what the rules make of them, and exports."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click
from flask.cli import with_appcontext

from assessment.core.assess import Assessment, assess
from assessment.core.summarise import summarise
from assessment.core.summary import Summary
from assessment.core.topic import Topic
from assessment.core.visit import Earlier, Visit
from assessment.export.record import as_bytes, as_json
from assessment.web import clock
from assessment.web.commands.common import (
    FILE,
    PDF,
    leave,
    the_answers,
    the_edition,
    the_topic,
    write,
)
from assessment.web.commands.in_words import as_text
from assessment.web.earlier import EarlierError, read_earlier
from assessment.web.exports import FORMATS, attachments, export
from assessment.web.site import current_settings


@click.command("assess")
@click.argument("answers", type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--pdf", type=PDF)
@click.option("--large-print", "large", is_flag=True, help="Write the PDF in 18 point.")
@click.option(
    "--since", type=FILE, help="An earlier PDF, or its answers.json, to compare with."
)
@with_appcontext
def assess_command(
    answers: Path, form: str, pdf: Path | None, large: bool, since: Path | None
) -> None:
    """Print what the rules make of a file of answers; exit with 2 if it is unusable."""
    topic = the_topic()
    found, summary = _assessed(answers, topic, since)
    if form == "json":
        click.echo(as_bytes(as_json(topic, found)), nl=False)
    else:
        click.echo(as_text(topic, found, summary))
    if pdf is not None:
        _write_paper(pdf, topic, found, summary, large)


@click.command("export")
@click.argument("answers", type=FILE)
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="json")
@with_appcontext
def export_command(answers: Path, form: str) -> None:
    """Print a file of answers as the data that its paper carries inside."""
    topic = the_topic()
    found, summary = _assessed(answers, topic)
    click.echo(export(form, topic, found, summary, str).content, nl=False)


def _assessed(
    answers: Path, topic: Topic, since: Path | None = None
) -> tuple[Assessment, Summary]:
    """What the rules make of the file; leaves when it is unusable, and prints notes."""
    found = assess(topic, the_answers(answers, topic))
    today = clock.today(current_settings().time_zone)
    visit = Visit(
        topic.id,
        topic.content_version,
        clock.now(),
        answers=found.known.answers,
        earlier=_earlier(since, topic, today) if since else None,
    )
    return found, summarise(topic, visit, found, today)


def _earlier(path: Path, topic: Topic, today: date) -> Earlier:
    """What an earlier summary holds; leaves when it is unusable."""
    try:
        found = read_earlier(path.read_bytes(), topic, today, str)
    except OSError as error:
        leave([f"{path}: {error.strerror}"])
    except EarlierError as error:
        leave([f"{path}: {error}"])
    return replace(found, confirmed=True)


def _write_paper(
    path: Path, topic: Topic, found: Assessment, summary: Summary, large: bool
) -> None:
    # Only who asks for a paper waits for WeasyPrint.
    from assessment.pdf.paper import STYLESHEETS, paper_html
    from assessment.pdf.render import render

    html = paper_html(summary, edition=the_edition(large=large))
    embedded = attachments(current_settings(), topic, found, summary, str)
    write(path, render(html, STYLESHEETS, embedded))
