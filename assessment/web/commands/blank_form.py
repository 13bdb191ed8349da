"""The command that writes the form to fill in by hand, for when no screen works."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from assessment.web.commands.common import (
    BROKEN_RULES,
    leave,
    the_edition,
    the_topic,
    write,
    written_to,
)


@click.command("blank-form")
@written_to("blank-form.pdf")
@with_appcontext
def blank_form_command(pdf: Path) -> None:
    """Write all questions as a form to print and fill in by hand."""
    # Only who asks for a paper waits for WeasyPrint.
    from assessment.pdf.blank_form import STYLESHEETS, blank_form_html
    from assessment.pdf.render import render

    topic = the_topic()
    if topic.review.withdrawn:
        leave(["the rules are withdrawn: nobody is to fill them in"], BROKEN_RULES)
    html = blank_form_html(topic, edition=the_edition())
    write(pdf, render(html, STYLESHEETS))
    click.echo(f"{pdf}: to print on paper. Print it again when the rules change.")
