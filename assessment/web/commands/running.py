"""Commands for who runs the site: its settings, its health, and wiping."""

from __future__ import annotations

import os
import sys
from dataclasses import fields

import click
from flask.cli import with_appcontext

from assessment.storage import StoreUnavailable
from assessment.web import clock
from assessment.web.commands.common import leave
from assessment.web.settings import MEMORY, Settings, shown, variable
from assessment.web.site import current_settings, open_store

END_OF_TIME = 2**62  # every visit has expired by then
UNWELL = 1


@click.command("settings")
@with_appcontext
def settings_command() -> None:
    """Print every setting, and whether it was set or is the default."""
    settings = current_settings()
    for setting in fields(Settings):
        name = variable(setting)
        whence = "set" if name in os.environ else "default"
        click.echo(f"{whence:<8} {name}={shown(settings, setting)}")


@click.command("doctor")
@with_appcontext
def doctor_command() -> None:
    """Look at all that serving needs; exit with 1 when something is bad."""
    # Only who asks waits for what this needs.
    from assessment.web.checkup import Verdict, check_up

    unwell = False
    for line in check_up(current_settings()):
        click.echo(line)
        unwell = unwell or line.verdict is Verdict.BAD
    if unwell:
        sys.exit(UNWELL)


@click.command("purge")
@click.option("--all", "everything", is_flag=True, help="Also visits that are open.")
@click.option("--yes", is_flag=True, help="Wipe without asking.")
@with_appcontext
def purge_command(everything: bool, yes: bool) -> None:
    """Wipe the visits that have expired, or all of them."""
    settings = current_settings()
    if settings.store == MEMORY:
        leave(["Visits are in the server's memory: stop it, and they are gone."])
    if settings.store_file is None:
        leave(
            [
                "This store wipes expired visits by itself. To wipe all of them, "
                "remove the secret and start the server again."
            ]
        )
    if not settings.store_file.exists():
        leave(
            [
                f"There is no store at {settings.store_file}. Set ASSESSMENT_STATE to "
                "the folder of the server whose visits you want to wipe."
            ]
        )
    if everything and not yes:
        click.confirm("Wipe every visit, also of people who answer now?", abort=True)
    try:
        store = open_store(settings)
        wiped = store.sweep(END_OF_TIME if everything else clock.now())
        store.close()
    except StoreUnavailable as error:
        leave([error])
    click.echo(f"visits wiped: {wiped}")
