"""Runs `flask assessment …` within the process."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from click.testing import CliRunner, Result
from flask import Flask
from flask.cli import FlaskGroup

from assessment.web import create_app
from assessment.web.settings import Settings

Run = Callable[..., Result]


def run_command(*words: str, answer: str = "", **settings: Any) -> Result:
    """What the command prints, and how it leaves; `answer` is typed when it asks."""

    def make() -> Flask:
        return create_app(Settings(**settings))

    group = FlaskGroup(create_app=make)
    return CliRunner().invoke(group, ["assessment", *words], input=answer)
