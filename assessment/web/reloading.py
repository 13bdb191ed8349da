"""Reloading: where rules are being written, they are read again when a file changes.

A broken file is told on every page, and the last rules that were in order stay.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock

from flask import Flask, current_app

from assessment.rulebook import Problem, RulebookError, load_topic
from assessment.rulebook.places import rule_places
from assessment.rulebook.problems import Place
from assessment.web import templates
from assessment.web.forms import build_forms
from assessment.web.settings import Settings
from assessment.web.site import KEY, Site, current_settings, topic_folder

WATCH = f"{KEY}-watch"


class Watch:
    """The rule files as they were last read, and what is wrong with them since."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: tuple[Problem, ...] = ()
        self.places: Mapping[str, Place] = rule_places(folder)
        self._seen = self._stamp()
        self._lock = Lock()

    def look(self) -> None:
        """Read the rules again if a file has changed."""
        with self._lock:
            if (stamp := self._stamp()) != self._seen:
                self._seen = stamp
                self._read()

    @property
    def version(self) -> str:
        """Another one after each change of a file."""
        return f"{hash(self._seen):x}"

    def _read(self) -> None:
        site: Site = current_app.extensions[KEY]
        settings = current_settings()
        try:
            topic = load_topic(
                self.folder, country=settings.country, language=settings.language
            )
        except RulebookError as error:
            self.problems = error.problems
            return
        self.problems, self.places = (), rule_places(self.folder)
        forms = build_forms(topic.questionnaire)
        current_app.extensions[KEY] = replace(site, topic=topic, forms=forms)
        templates.show(current_app)

    def _stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Name, time and size of every file that may matter."""
        found = []
        for folder in (self.folder, self.folder.parent / "shared"):
            for path in folder.rglob("*.yaml"):
                if path.is_file():  # an editor may be about to put it there
                    known = path.stat()
                    found.append((str(path), known.st_mtime_ns, known.st_size))
        return tuple(sorted(found))


def init_app(app: Flask) -> None:
    """Look at the files before every request, where the settings want it."""
    settings: Settings = app.extensions[f"{KEY}-settings"]
    app.jinja_env.globals["rule_problems"] = ()
    if settings.preview and KEY in app.extensions:
        app.extensions[WATCH] = Watch(topic_folder(settings))
        app.before_request(_look)


def _look() -> None:
    watch = current_watch()
    watch.look()
    current_app.jinja_env.globals["rule_problems"] = watch.problems


def current_watch() -> Watch:
    """What is watched by the app that is serving."""
    found: Watch = current_app.extensions[WATCH]
    return found
