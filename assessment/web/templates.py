"""Templates: what every page can count on."""

from __future__ import annotations

from flask import Flask

from assessment.web import figure
from assessment.web.site import KEY


def init_app(app: Flask) -> None:
    """Give every template the topic, its phone numbers, the settings and the figure."""
    app.jinja_env.globals["settings"] = app.extensions[f"{KEY}-settings"]
    if KEY in app.extensions:
        topic = app.extensions[KEY].topic
        app.jinja_env.globals.update(
            topic=topic, numbers=topic.country.numbers, figure=figure.views()
        )
