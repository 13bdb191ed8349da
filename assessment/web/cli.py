"""Commands for authors: check the rules, list the questions, assess answers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import AppGroup

from assessment.core.assess import Assessment, CauseResult, EvidenceResult, assess
from assessment.core.explain import unique
from assessment.core.medicine_findings import MedicineFindings
from assessment.core.medicines import Medicines, Recognition
from assessment.core.summarise import summarise
from assessment.core.summary import Summary
from assessment.core.topic import Review, Topic
from assessment.core.visit import Visit
from assessment.rulebook import RulebookError, load_topic
from assessment.rulebook.answers_file import AnswersError, read_answers
from assessment.rulebook.diff import (
    Comparison,
    case_files,
    diff,
    unexplained,
    written_down,
)
from assessment.web import clock
from assessment.web.listing import listing
from assessment.web.revisions import topic_at
from assessment.web.site import current_settings, topic_folder

BAD_INPUT = 2
BROKEN_RULES = 1

commands = AppGroup("assessment", help="Work with the rules of a topic.")


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    app.cli.add_command(commands)


@commands.command("check")
def check_command() -> None:
    """Print every problem of the rules; exit with 1 when one is more than a note."""
    # Only who checks the rules needs to count syllables.
    from assessment.rulebook.lint import lint

    problems = lint(_folder(), clock.today(current_settings().time_zone))
    for problem in problems:
        click.echo(problem)
    if not all(problem.is_note for problem in problems):
        sys.exit(BROKEN_RULES)


@commands.command("questions")
@click.option("--format", "form", type=click.Choice(["json"]), default="json")
def questions_command(form: str) -> None:
    """Print steps, questions, options and conditions."""
    click.echo(_json(listing(_topic())))


@commands.command("assess")
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--pdf", type=click.Path(dir_okay=False, path_type=Path))
def assess_command(answers: Path, form: str, pdf: Path | None) -> None:
    """Print what the rules make of a file of answers; exit with 2 if it is unusable."""
    topic = _topic()
    try:
        given, notes = read_answers(answers, topic)
    except AnswersError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        sys.exit(BAD_INPUT)
    for note in notes:
        click.echo(note, err=True)
    found = assess(topic, given)
    visit = Visit(
        topic.id, topic.content_version, clock.now(), answers=found.known.answers
    )
    summary = summarise(topic, visit, found, clock.today(current_settings().time_zone))
    if form == "json":
        click.echo(_json(as_json(topic, found)))
    else:
        click.echo(as_text(topic, found, summary))
    if pdf is not None:
        _write_paper(pdf, summary)


@commands.command("diff")
@click.argument("old")
@click.argument("new")
@click.option(
    "--cases",
    required=True,
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with files of answers, or one with folders named answers below it.",
)
@click.option(
    "--changes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Where lowered urgencies are written down.",
)
def diff_command(
    old: str, new: str, cases: tuple[Path, ...], changes: Path | None
) -> None:
    """Print whom two topics answer differently; exit with 1 for a lowered urgency.

    OLD and NEW are folders of a topic, or git:REVISION. A lowering that is written
    down as "`case or sign` from same_day to routine" passes. The last line says how
    many people were compared, and which changed rules fire in none of them.
    """
    found = _diff(old, new, [path for folder in cases for path in case_files(folder)])
    click.echo(found)
    known = written_down(changes.read_text("utf-8")) if changes else {}
    left = unexplained(found.lowerings, known)
    for name, before, after in left:
        click.echo(f"not written down: `{name}` from {before} to {after}", err=True)
    if left:
        sys.exit(BROKEN_RULES)


def _diff(old: str, new: str, cases: list[Path]) -> Comparison:
    folder = _folder()
    try:
        with topic_at(old, folder) as before, topic_at(new, folder) as after:
            return diff(_topic(before), _topic(after), cases)
    except LookupError as error:
        click.echo(error.args[0], err=True)
    except AnswersError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
    sys.exit(BAD_INPUT)


def as_json(topic: Topic, found: Assessment) -> dict[str, Any]:
    """The assessment for machines."""
    return {
        "topic": topic.id,
        "topic_version": topic.content_version,
        "urgency": found.urgency.id,
        "red_flags": [
            {
                "id": result.flag.id,
                "verdict": result.verdict.name.lower(),
                "urgency": result.flag.urgency.id,
            }
            for result in found.red_flags
        ],
        "causes": [_cause(result) for result in found.causes],
        "medicines": [
            {"typed": name.typed, "read_as": list(name.medicines)}
            for name in found.known.named(topic.medicines.question)
        ],
        "next_steps": [step.id for step in found.next_steps],
        "unknown": list(found.unknown),
    }


def _cause(result: CauseResult) -> dict[str, Any]:
    def findings(results: tuple[EvidenceResult, ...]) -> list[str]:
        return [found.evidence.finding for found in results]

    return {
        "id": result.cause.id,
        "band": result.band.id,
        "score": result.score,
        "for": findings(result.supporting),
        "against": findings(result.against),
        "missing": findings(result.missing),
    }


def as_text(topic: Topic, found: Assessment, summary: Summary) -> str:
    """The summary in a few lines for people, with what stands below every paper."""
    lines = [f"{summary.topic_title}, rules {summary.content_version}"]
    lines += ["", f"How soon: {summary.how_soon.title}"]
    for warning in summary.warnings:
        lines.append(f"  {warning.what}: {'; '.join(warning.because)}")
    lines += ["", "Could not be ruled out:"] if summary.not_ruled_out else []
    lines += [
        f"  {w.what}: {'; '.join(line.title for line in w.to_settle)}"
        for w in summary.not_ruled_out
    ]
    for cause in summary.causes:
        lines += ["", f"{cause.name}: {cause.band}"]
        for title, words in (
            ("for", cause.because),
            ("against", cause.less_typical),
            ("would help to know", cause.would_help),
        ):
            lines += [f"  {title}: {'; '.join(words)}"] if words else []
    lines += _medicines(topic, found, summary.medicines)
    if summary.next_steps:
        lines += ["", "Until then:"]
        lines += [f"  {step.title}. {step.text}" for step in summary.next_steps]
    made = "Made from the person’s own answers. Not a diagnosis."
    return "\n".join([*lines, "", f"{made} {_standing(summary.review)}"])


def _medicines(topic: Topic, found: Assessment, worth: MedicineFindings) -> list[str]:
    """What every typed name was read as, and what is worth asking."""
    catalogue = topic.medicines
    asked = (catalogue.question, *catalogue.named_in)
    typed = [name for question in asked for name in found.known.named(question)]
    if not (typed or worth.told):
        return []
    lines = ["", "Medicines:"]
    lines += unique(f"  “{one.typed}”: {_read_as(one, catalogue)}" for one in typed)
    for note in worth.notes:
        suspect = " (named as the one that changed)" if note.suspect else ""
        lines.append(f"  {note.medicine.name}{suspect}: {note.medicine.shows}")
        lines += [f"    {note.medicine.stopping}"] if note.medicine.stopping else []
    for pair in worth.pairs:
        lines.append(f"  {' + '.join(pair.names)}: {pair.pair.says}")
    return [*lines, f"  {worth.never_stop}"]


def _read_as(name: Recognition, catalogue: Medicines) -> str:
    if name.suggestions:
        return f"perhaps {' or '.join(name.suggestions)}?"
    if not catalogue.linked(name):
        return "not known, or no link is known"
    return " + ".join(catalogue.by_id[id_].name for id_ in name.medicines)


def _standing(review: Review) -> str:
    """Who answers for the rules, in the words of the paper."""
    if review.reviewed:
        return f"Rules reviewed by {review.reviewed_by}."
    if review.withdrawn:
        return "Rules withdrawn: do not use."
    if review.changed and review.reviewed_by:
        return f"Rules changed after {review.reviewed_by} reviewed them."
    return "Rules not reviewed by a clinician."


def _write_paper(path: Path, summary: Summary) -> None:
    # Only who asks for a paper waits for WeasyPrint.
    from assessment.pdf.paper import STYLESHEETS, paper_html
    from assessment.pdf.render import render
    from assessment.web.paper import edition

    html = paper_html(summary, edition=edition(current_settings(), str))
    try:
        path.write_bytes(render(html, STYLESHEETS))
    except OSError as error:
        click.echo(f"{path}: {error.strerror}", err=True)
        sys.exit(BAD_INPUT)


def _folder() -> Path:
    try:
        return topic_folder(current_settings())
    except LookupError as error:
        click.echo(error.args[0], err=True)
        sys.exit(BAD_INPUT)


def _topic(folder: Path | None = None) -> Topic:
    settings = current_settings()
    try:
        return load_topic(
            folder or _folder(), country=settings.country, language=settings.language
        )
    except RulebookError as error:
        for problem in error.problems:
            click.echo(problem, err=True)
        sys.exit(BROKEN_RULES)


def _json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)
