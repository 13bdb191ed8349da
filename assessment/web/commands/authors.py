"""Commands for authors: why rules were decided, what leads where, the schema."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from assessment.core.assess import assess
from assessment.export.graph import FORMATS
from assessment.export.record import as_bytes
from assessment.rulebook.places import rule_places
from assessment.rulebook.problems import closest, quoted
from assessment.rulebook.reference import reference
from assessment.rulebook.schema import schema
from assessment.rulebook.why import Why, rule_names, rules_called
from assessment.web.commands.common import (
    FILE,
    leave,
    the_answers,
    the_folder,
    the_topic,
)


@click.command("explain")
@click.argument("answers", type=FILE)
@click.option("--rule", default="", help="The id of a warning sign or a cause.")
@with_appcontext
def explain_command(answers: Path, rule: str) -> None:
    """Print why each warning sign and cause did, did not or could not hold."""
    topic = the_topic()
    names = rules_called(rule, topic)
    if rule and not names:
        known = (*rule_names(topic), *(n.split(".")[1] for n in rule_names(topic)))
        hint = closest(rule, known)
        meant = f" (did you mean {hint}?)" if hint else ""
        leave([f"there is no warning sign or cause {quoted(rule)}{meant}"])
    found = assess(topic, the_answers(answers, topic))
    for line in Why(topic, found, rule_places(the_folder())).lines(names):
        click.echo(line)


@click.command("graph")
@click.option("--format", "form", type=click.Choice([*FORMATS]), default="mermaid")
@with_appcontext
def graph_command(form: str) -> None:
    """Print the questions by step and page, and what leads to each."""
    click.echo(FORMATS[form](the_topic()))


@click.command("schema")
@click.option(
    "--format", "form", type=click.Choice(["json", "markdown"]), default="json"
)
@with_appcontext
def schema_command(form: str) -> None:
    """Print the JSON Schema of rule files, for editors, or the reference for people."""
    click.echo(reference() if form == "markdown" else as_bytes(schema()), nl=False)
