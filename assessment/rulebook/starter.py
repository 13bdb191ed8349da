"""Starter: a small topic that runs, with notes for whoever makes it their own."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from string import Template

from assessment.rulebook.problems import quoted

FILES = Path(__file__).parent / "starter"
NAME = re.compile(r"[a-z][a-z0-9-]{0,59}", re.ASCII)
UNTIL_REVIEW = timedelta(days=180)


class StarterError(Exception):
    """The topic can't be begun, and why."""


def begin_topic(rules: Path, name: str, today: date) -> Path:
    """Write a folder for the topic into the folder of rules, and return it.

    Raises StarterError when the name will not do, is taken, or can't be written.
    """
    if name == "shared":
        what = "`shared` holds what topics share"
        raise StarterError(f"{what}; give the topic another name")
    if not NAME.fullmatch(name):
        what = f"{quoted(name)} is no name for a topic: use small letters, digits and -"
        raise StarterError(f"{what}, as in `sore-throat`")
    folder = rules / name
    if folder.exists():
        raise StarterError(f"{folder} is there already, and stays as it is")
    words = {
        "name": name,
        "title": name.replace("-", " ").capitalize(),
        "review_by": (today + UNTIL_REVIEW).isoformat(),
    }
    try:
        for path in sorted(FILES.rglob("*.yaml")):
            target = folder / path.relative_to(FILES)
            target.parent.mkdir(exist_ok=True)
            text = Template(path.read_text("utf-8")).substitute(words)
            target.write_text(text, "utf-8")
    except OSError as error:
        raise StarterError(f"{error.filename}: {error.strerror}") from error
    return folder
