"""Views: what each address answers."""

from flask import Flask

from assessment.web.views import (
    check,
    code,
    components,
    cut_short,
    earlier,
    information,
    kiosk,
    later,
    preview,
    printing,
    question,
    rest,
    results,
    stale,
    start,
    stop,
    violations,
    withdrawn,
)


def init_app(app: Flask) -> None:
    """Give every address its view."""
    for part in (
        withdrawn, start, code, earlier, question, rest, later, stop, cut_short, check,
        results, printing, information, kiosk, stale, violations, components,
        preview,
    ):  # fmt: skip
        part.init_app(app)
