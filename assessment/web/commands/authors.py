"""Commands for authors: why rules were decided, what leads where, the schema."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from assessment.core.answers import Answers
from assessment.core.assess import assess
from assessment.core.topic import Topic
from assessment.export.graph import FORMATS
from assessment.export.record import as_bytes
from assessment.rulebook.answers_file import AnswersError
from assessment.rulebook.places import rule_places
from assessment.rulebook.problems import closest, quoted
from assessment.rulebook.reference import reference
from assessment.rulebook.scenarios import answers_of
from assessment.rulebook.schema import schema
from assessment.rulebook.why import Why, rule_names, rules_called
from assessment.web.commands.common import (
    FILE,
    leave,
    the_answers,
    the_folder,
    the_topic,
)
from assessment.web.commands.scenarios import the_scenarios


@click.command("explain")
@click.argument("answers", type=FILE, required=False)
@click.option("--scenario", default="", help="The id of a scenario, for its answers.")
@click.option("--rule", default="", help="The id of a warning sign or a cause.")
@with_appcontext
def explain_command(answers: Path | None, scenario: str, rule: str) -> None:
    """Print why each warning sign and cause did, did not or could not hold.

    The answers come from the file ANSWERS, or are those of a scenario.
    """
    topic = the_topic()
    names = rules_called(rule, topic)
    if rule and not names:
        known = (*rule_names(topic), *(n.split(".")[1] for n in rule_names(topic)))
        hint = closest(rule, known)
        meant = f" (did you mean {hint}?)" if hint else ""
        leave([f"there is no warning sign or cause {quoted(rule)}{meant}"])
    if bool(answers) == bool(scenario):
        leave(["name a file of answers, or a scenario with --scenario"])
    said = the_answers(answers, topic) if answers else _answers_of(scenario, topic)
    found = assess(topic, said)
    for line in Why(topic, found, rule_places(the_folder())).lines(names):
        click.echo(line)


def _answers_of(name: str, topic: Topic) -> Answers:
    """The answers of the scenario; leaves when they can't be had."""
    people = {one.id: one for one in the_scenarios(topic, the_folder())}
    if name not in people:
        hint = closest(name, people)
        meant = f" (did you mean {hint}?)" if hint else ""
        leave([f"there is no scenario {quoted(name)}{meant}"])
    try:
        return answers_of(people[name], topic)[0]
    except AnswersError as error:
        leave(error.problems)


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
