"""Components: every one of them in every state, for those who work on the pages."""

from __future__ import annotations

from flask import Flask, render_template

from assessment.web import specimens
from assessment.web.settings import Settings
from assessment.web.site import KEY, current_site


def init_app(app: Flask) -> None:
    """Give the page its address, where the settings want it."""
    settings: Settings = app.extensions[f"{KEY}-settings"]
    if settings.components:
        app.add_url_rule("/components", "components", components)


def components() -> str:
    """The page; nothing on it is about anybody."""
    number = current_site().topic.country.numbers["emergency"]
    controls = specimens.controls()
    return render_template(
        "pages/components.html",
        controls=controls,
        trouble=[(f"#{one.first_id}", one.error) for one in controls if one.error],
        alarm=specimens.warning(number),
        levels=specimens.levels(number),
        steps=specimens.STEPS,
        causes=specimens.causes(),
        sources=specimens.SOURCES,
        medicines=specimens.medicine_findings(),
        since=specimens.since(),
        sheet=specimens.sheet(),
        reviews=specimens.reviews(),
        lines=specimens.lines(),
    )
