"""Commands: `flask assessment …`, one module for each family of them."""

from flask import Flask
from flask.cli import AppGroup

from assessment.web.commands.answers import assess_command, export_command
from assessment.web.commands.authors import (
    explain_command,
    graph_command,
    schema_command,
)
from assessment.web.commands.blank_form import blank_form_command
from assessment.web.commands.catalogue import catalogue_command
from assessment.web.commands.comparing import diff_command
from assessment.web.commands.rules import check_command, questions_command
from assessment.web.commands.running import (
    doctor_command,
    purge_command,
    settings_command,
)
from assessment.web.commands.scenarios import test_command
from assessment.web.commands.starting import new_topic_command


def init_app(app: Flask) -> None:
    """Add the commands to `flask`."""
    group = AppGroup(
        "assessment", help="Work with the rules of a topic, and run the site."
    )
    group.add_command(check_command)
    group.add_command(test_command)
    group.add_command(questions_command)
    group.add_command(assess_command)
    group.add_command(export_command)
    group.add_command(diff_command)
    group.add_command(blank_form_command)
    group.add_command(explain_command)
    group.add_command(graph_command)
    group.add_command(schema_command)
    group.add_command(new_topic_command)
    group.add_command(catalogue_command)
    group.add_command(settings_command)
    group.add_command(doctor_command)
    group.add_command(purge_command)
    app.cli.add_command(group)
