"""Site: what serving needs, opened once: rules, forms, stores and the paper's pool."""

from __future__ import annotations

import hmac
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, cast

import click
from flask import Flask, current_app

from assessment.core.topic import Topic
from assessment.pdf.paper import STYLESHEETS
from assessment.pdf.pool import RenderPool
from assessment.rulebook import RulebookError, all_topics, default_topics, load_topic
from assessment.storage import (
    VALKEY_SCHEMES,
    MemoryStore,
    SealedVisits,
    SecretFileError,
    SQLiteStore,
    Store,
    StoreUnavailable,
    load_or_create_secret,
)
from assessment.web import clock
from assessment.web.attempts import Attempts
from assessment.web.forms import PageForm, build_forms
from assessment.web.printer import Printer, open_printer
from assessment.web.settings import MEMORY, Settings, SettingsError, read_settings
from assessment.web.theme import Theme, load_theme
from assessment.web.turns import Turns

KEY = "assessment"
# gunicorn gives up on a worker that leaves with this status; any other it starts anew.
NEVER_BOOTS = 3


@dataclass(frozen=True)
class Site:
    """Everything that requests share."""

    settings: Settings
    theme: Theme
    topic: Topic
    forms: Mapping[tuple[str, int], type[PageForm]]  # by step and number of the page
    store: Store
    visits: SealedVisits
    copies: SealedVisits  # of visits that a code opens
    attempts: Attempts
    form_key: bytes  # signs the tokens of forms
    turns: Turns
    papers: RenderPool
    printer: Printer | None  # None where the browser prints

    @property
    def gives_codes(self) -> bool:
        """Whether a visit can be gone on with elsewhere, by a code."""
        return self.settings.resume_days > 0

    @property
    def asks_for_earlier(self) -> bool:
        """Whether a file may be picked here, and there is anything to compare."""
        return not self.settings.kiosk and self.topic.page_one.since is not None


def init_app(app: Flask, settings: Settings | None) -> None:
    """Open the site for serving; print every reason and exit when it can't be."""
    try:
        settings = settings or read_settings(os.environ)
        app.extensions[f"{KEY}-settings"] = settings
        if not _for_a_command():
            app.extensions[KEY] = _open(settings)
    except (SettingsError, RulebookError) as error:
        refuse([*map(str, error.problems), "Mend these, then start again."])
    except (SecretFileError, StoreUnavailable, LookupError) as error:
        refuse([str(error.args[0])])


def refuse(problems: Iterable[str]) -> NoReturn:
    """Print one line for each problem and leave, never to be started again as is."""
    print("Previsit can't start:", *problems, sep="\n", file=sys.stderr)
    raise SystemExit(NEVER_BOOTS)


def current_site() -> Site:
    """The site of the app that is serving."""
    return cast(Site, current_app.extensions[KEY])


def current_settings() -> Settings:
    """The settings of the app, also when it runs a command."""
    return cast(Settings, current_app.extensions[f"{KEY}-settings"])


def topic_folder(settings: Settings) -> Path:
    """The folder of the topic that is asked about.

    Raises LookupError when the settings leave open which one that is.
    """
    if settings.topic:
        return _named(settings.rules, settings.topic)
    topics = default_topics(settings.rules)
    if len(topics) != 1:
        found = ", ".join(folder.name for folder in topics) or "none"
        raise LookupError(f"ASSESSMENT_TOPIC: name one topic; there is {found}")
    return topics[0]


def _named(rules: Path, name: str) -> Path:
    """The folder of the topic of this name; raises LookupError when there is none."""
    folder = rules / name
    if not folder.is_dir():
        there = ", ".join(topic.name for topic in all_topics(rules)) or "none"
        raise LookupError(
            f"ASSESSMENT_TOPIC: no topic is called {name}; there is {there}"
        )
    return folder


def _for_a_command() -> bool:
    """Whether a command of `flask` other than `run` builds the app.

    A command has to work beside a broken rulebook, to say what is wrong with it.
    """
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name != "run"


def _open(settings: Settings) -> Site:
    theme = load_theme(settings.theme)
    topic = load_topic(
        topic_folder(settings), country=settings.country, language=settings.language
    )
    files = settings.secrets or (settings.state / "secret",)
    peppers = [load_or_create_secret(path) for path in files]
    store = open_store(settings)
    return Site(
        settings=settings,
        theme=theme,
        topic=topic,
        forms=build_forms(topic.questionnaire),
        store=store,
        visits=SealedVisits(store, peppers),
        copies=SealedVisits(store, peppers, "copy"),
        attempts=Attempts(),
        form_key=hmac.digest(peppers[0], b"forms 1", "sha256"),
        turns=Turns(),
        papers=RenderPool(
            children=settings.pdf_children,
            waiting=settings.pdf_waiting,
            seconds=settings.pdf_seconds,
            megabytes=settings.pdf_megabytes,
            stylesheets=STYLESHEETS,
        ),
        printer=open_printer(settings),
    )


def open_store(settings: Settings) -> Store:
    """The store that the settings name. Raises StoreUnavailable, or LookupError."""
    if settings.store == MEMORY:
        return MemoryStore()
    if settings.store.startswith(tuple(VALKEY_SCHEMES)):
        # Only who wants it waits for its library.
        from assessment.storage.valkey import ValkeyStore

        return ValkeyStore(settings.store, clock=lambda: clock.now())
    if settings.store_file is None:
        raise LookupError("ASSESSMENT_STORE: name a file, or memory:")
    return SQLiteStore(settings.store_file)
