"""The language of the interface: gettext by Flask-Babel."""

from __future__ import annotations

import gettext
from pathlib import Path

from babel.core import Locale
from flask import Flask
from flask_babel import Babel

from assessment.web.settings import Settings
from assessment.web.site import KEY, refuse

TRANSLATIONS = Path(__file__).parent / "translations"
OWN_LANGUAGE = "en"  # in which the interface and the rules are written


def init_app(app: Flask) -> None:
    """Give templates and code their gettext; refuse to serve a language without one."""
    settings: Settings = app.extensions[f"{KEY}-settings"]
    if KEY in app.extensions and not _is_known(settings.language):
        refuse([f"ASSESSMENT_LANGUAGE: there is no catalogue for {settings.language}"])
    Babel(
        app,
        default_locale=settings.language,
        default_timezone=settings.time_zone,
        default_translation_directories=str(TRANSLATIONS),
    )
    app.jinja_env.globals["lang"] = settings.language.replace("_", "-")


def _is_known(language: str) -> bool:
    """Whether the pages can be shown in it: `de` serves `de_AT` too."""
    own = Locale.parse(language).language == OWN_LANGUAGE
    return own or gettext.find("messages", str(TRANSLATIONS), [language]) is not None
