"""Views: what each address answers."""

from flask import Flask

from assessment.web.views import (
    catalogue,
    check,
    earlier,
    information,
    preview,
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
        withdrawn, start, earlier, question, rest, stop, check, results, information,
        stale, violations, catalogue, preview,
    ):  # fmt: skip
        part.init_app(app)
