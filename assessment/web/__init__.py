"""The web: the only room that knows Flask."""

from pathlib import Path

from flask import Flask

from assessment.web import (
    commands,
    errors,
    i18n,
    journal,
    limits,
    metrics,
    paper,
    reloading,
    security,
    session,
    site,
    static,
    sweeper,
    templates,
    text_size,
    views,
    wipe,
)
from assessment.web.settings import Settings

TEMPLATES = Path(__file__).parents[2] / "templates"


def create_app(settings: Settings | None = None) -> Flask:
    """Return the site, with settings from the environment unless they are given.

    Prints every reason and exits when the settings, the rules or the store won't do;
    commands of `flask` get an app all the same, so that they can say what is wrong.
    """
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=None)
    site.init_app(app, settings)
    reloading.init_app(app)
    journal.init_app(app)
    metrics.init_app(app)
    sweeper.init_app(app)
    session.init_app(app)
    limits.init_app(app)
    static.init_app(app)
    security.init_app(app)
    text_size.init_app(app)
    paper.init_app(app)
    errors.init_app(app)
    i18n.init_app(app)
    templates.init_app(app)
    wipe.init_app(app)
    views.init_app(app)
    commands.init_app(app)
    return app
