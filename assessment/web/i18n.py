"""The language of the interface: gettext by Flask-Babel."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import Babel

from assessment.web.settings import Settings
from assessment.web.site import KEY

TRANSLATIONS = Path(__file__).parent / "translations"


def init_app(app: Flask) -> None:
    """Give templates and code their gettext."""
    settings: Settings = app.extensions[f"{KEY}-settings"]
    Babel(
        app,
        default_locale=settings.language,
        default_timezone=settings.time_zone,
        default_translation_directories=str(TRANSLATIONS),
    )
    app.jinja_env.globals["lang"] = settings.language.replace("_", "-")
