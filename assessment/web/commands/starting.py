"""The command that begins a new topic."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from assessment.rulebook.starter import StarterError, begin_topic
from assessment.web import clock
from assessment.web.commands.common import leave
from assessment.web.site import current_settings

NEXT = """\
{folder}: a small topic that runs. Its files say what to change. Next:
  export ASSESSMENT_TOPIC={name}
  .venv/bin/flask --app wsgi assessment check
  .venv/bin/flask --app wsgi assessment test
  make preview
and open http://127.0.0.1:8000/preview. docs/authors-guide.md goes on from there."""


@click.command("new-topic")
@click.argument("name")
@with_appcontext
def new_topic_command(name: str) -> None:
    """Begin the topic NAME, such as sore-throat, in the folder of rules."""
    settings = current_settings()
    try:
        folder = begin_topic(settings.rules, name, clock.today(settings.time_zone))
    except StarterError as error:
        leave([str(error)])
    here = Path.cwd()
    shown = folder.relative_to(here) if folder.is_relative_to(here) else folder
    click.echo(NEXT.format(folder=shown, name=name))
