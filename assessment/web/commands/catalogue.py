"""The command that prints all rules for a clinical reviewer to sign."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
from flask.cli import with_appcontext

from assessment.pdf.catalogue import (
    STYLESHEETS,
    Backing,
    Files,
    VoiceText,
    catalogue_html,
)
from assessment.rulebook.places import medicine_names, rule_places
from assessment.rulebook.registry import Registry, registry
from assessment.rulebook.spoken import spoken_texts
from assessment.web import clock
from assessment.web.commands.common import (
    the_edition,
    the_folder,
    the_topic,
    write,
    written_to,
)
from assessment.web.site import current_settings


@click.command("catalogue")
@written_to("catalogue.pdf")
@with_appcontext
def catalogue_command(pdf: Path) -> None:
    """Write every question, rule, cause and text as a PDF for a reviewer to sign."""
    # Only who asks for a paper waits for WeasyPrint.
    from assessment.pdf.render import render

    settings, folder = current_settings(), the_folder()
    html = catalogue_html(
        the_topic(),
        _backing(folder),
        clock.today(settings.time_zone),
        edition=the_edition(),
    )
    write(pdf, render(html, STYLESHEETS))
    click.echo(f"{pdf}: to read, tick and sign. Print it again when the rules change.")


def _backing(folder: Path) -> Backing:
    """Where the rules stand, and who answers for each file."""
    places = {name: place.short for name, place in rule_places(folder).items()}
    voices = [
        VoiceText(text.voice, text.name, text.words, text.place.short)
        for text in spoken_texts(folder)
    ]
    return Backing(places, medicine_names(places), [*_files(registry(folder))], voices)


def _files(known: Registry) -> Iterator[Files]:
    for name in known.files:
        standing = known.of(name)
        yield Files(name, standing.authors, standing.review)
