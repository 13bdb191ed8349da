"""Commands about the rules themselves: check them, list the questions."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from assessment.export.record import as_bytes
from assessment.web import clock
from assessment.web.commands.common import BROKEN_RULES, the_folder, the_topic
from assessment.web.commands.problems import FORMATS
from assessment.web.listing import listing
from assessment.web.site import current_settings


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS]),
    default="plain",
    help="One line each, JSON, or annotations for the pages of a GitHub pull request.",
)
@click.option(
    "--dates/--no-dates",
    "by_date",
    default=True,
    help="Whether a review that is overdue makes the check fail.",
)
@with_appcontext
def check_command(form: str, by_date: bool) -> None:
    """Print every problem of the rules; exit with 1 when one is more than a note."""
    # Only who checks the rules needs to count syllables.
    from assessment.rulebook.lint import lint

    problems = lint(the_folder(), clock.today(current_settings().time_zone))
    for line in FORMATS[form](problems):
        click.echo(line)
    passes = {"review-overdue"} if not by_date else set()
    if not all(problem.is_note or problem.code in passes for problem in problems):
        sys.exit(BROKEN_RULES)


@click.command("questions")
@click.option("--format", "form", type=click.Choice(["json"]), default="json")
@with_appcontext
def questions_command(form: str) -> None:
    """Print steps, questions, options and conditions."""
    click.echo(as_bytes(listing(the_topic())), nl=False)
