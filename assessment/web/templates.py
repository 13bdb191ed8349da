"""Templates: what every page can count on."""

from __future__ import annotations

from flask import Flask

from assessment.web import figure
from assessment.web.site import KEY, Site


def init_app(app: Flask) -> None:
    """Give every template the topic, its phone numbers, settings, theme and figure."""
    app.jinja_env.globals["settings"] = app.extensions[f"{KEY}-settings"]
    if KEY in app.extensions:
        show(app)


def show(app: Flask) -> None:
    """Let templates show the site as it is now."""
    site: Site = app.extensions[KEY]
    app.jinja_env.globals.update(
        topic=site.topic,
        numbers=site.topic.country.numbers,
        theme=site.theme,
        figure=figure.views(),
    )
