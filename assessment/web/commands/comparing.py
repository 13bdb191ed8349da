"""The command that compares two sets of rules over files of answers."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from assessment.rulebook.answers_file import AnswersError
from assessment.rulebook.diff import (
    Comparison,
    case_files,
    diff,
    unexplained,
    written_down,
)
from assessment.web.commands.common import BROKEN_RULES, leave, the_folder, the_topic
from assessment.web.revisions import topic_at


@click.command("diff")
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
@with_appcontext
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
    folder = the_folder()
    try:
        with topic_at(old, folder) as before, topic_at(new, folder) as after:
            return diff(the_topic(before), the_topic(after), cases)
    except LookupError as error:
        leave([error.args[0]])
    except AnswersError as error:
        leave(error.problems)
