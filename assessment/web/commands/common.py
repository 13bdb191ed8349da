"""What commands share: the topic at hand, and how they leave when it is unusable."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from assessment.core.answers import Answers
from assessment.core.topic import Topic
from assessment.pdf.paper import Edition
from assessment.rulebook import RulebookError, load_topic
from assessment.rulebook.answers_file import AnswersError, read_answers
from assessment.web.paper import edition
from assessment.web.settings import SettingsError
from assessment.web.site import current_settings, topic_folder
from assessment.web.theme import load_theme

Command = Callable[..., Any]
PDF = click.Path(dir_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
BAD_INPUT = 2
BROKEN_RULES = 1


def written_to(default: str) -> Callable[[Command], Command]:
    """The option of a command that writes a PDF in any case."""
    return click.option(
        "--pdf", type=PDF, default=default, show_default=True, help="Where to write it."
    )


def the_folder() -> Path:
    """The folder of the topic; leaves when the settings name none."""
    try:
        return topic_folder(current_settings())
    except LookupError as error:
        leave([error.args[0]])


def the_topic(folder: Path | None = None) -> Topic:
    """The topic in the folder, or that of the settings; leaves when it is broken."""
    settings = current_settings()
    try:
        return load_topic(
            folder or the_folder(), country=settings.country, language=settings.language
        )
    except RulebookError as error:
        leave(error.problems, BROKEN_RULES)


def the_answers(path: Path, topic: Topic) -> Answers:
    """What the file says, with notes printed; leaves when it is unusable."""
    try:
        answers, notes = read_answers(path, topic)
    except AnswersError as error:
        leave(error.problems)
    for note in notes:
        click.echo(note, err=True)
    return answers


def the_edition(*, large: bool = False) -> Edition:
    """How papers are printed here; leaves when something is wrong with the theme."""
    settings = current_settings()
    try:
        theme = load_theme(settings.theme)
    except SettingsError as error:
        leave(error.problems)
    return edition(settings, str, theme, large=large)


def write(path: Path, content: bytes) -> None:
    """Write the file; leaves when it can't be written."""
    try:
        path.write_bytes(content)
    except OSError as error:
        leave([f"{path}: {error.strerror}"])


def leave(problems: Iterable[object], status: int = BAD_INPUT) -> NoReturn:
    """Print one line for each problem, and leave with the status."""
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(status)
