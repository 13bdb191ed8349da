"""The author's guide, done by a newcomer who types and pastes just what it says."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from assessment.web import clock
from tests.web.command import run_command

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "authors-guide.md").read_text("utf-8")
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
BLOCK = re.compile(r"(.*?)```(\w+)\n(.*?)```", re.DOTALL)
BELOW = re.compile(r"`(\S+\.yaml)`, below\s+the\s+line `([^`]+)`, put:\s*$")
AT_END = re.compile(r"At the end of `(\S+\.yaml)`, put:\s*$")
NEW_FILE = re.compile(r"a file `(\S+\.yaml)` in the project's folder[^`]*$")
OTHERWISE = re.compile(r"write\s+`(.+?)` in place of `(.+?)`,\s+save")
COMMAND = ".venv/bin/flask --app wsgi assessment "
LEFT_OUT = "…\n"


class Step(NamedTuple):
    """What the guide says before a block, and the block."""

    before: str
    kind: str
    text: str


def steps() -> list[Step]:
    """All blocks of the guide, in order."""
    return [Step(*found) for found in BLOCK.findall(GUIDE)]


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Each command that a block shows, and what it prints."""
    for part in text.split("$ ")[1:]:
        words, _, printed = part.partition("\n")
        yield words, printed


class Newcomer:
    """Somebody with a fresh copy of the project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.topic = ""
        self.changed: Path | None = None

    def paste(self, step: Step) -> None:
        """Put the lines where the guide says."""
        if found := BELOW.search(step.before):
            name, line = found.groups()
            path = self.folder / name
            text = path.read_text("utf-8")
            (there,) = [each for each in text.splitlines() if each.strip() == line]
            path.write_text(text.replace(there, f"{there}\n{step.text.rstrip()}"))
        elif found := AT_END.search(step.before):
            path = self.folder / found[1]
            path.write_text(path.read_text("utf-8") + step.text, "utf-8")
            self.changed = path
        else:
            found = NEW_FILE.search(step.before)
            assert found, step.before[-200:]
            (self.folder / found[1]).write_text(step.text, "utf-8")

    def run(self, words: str) -> str | None:
        """What the command prints; None for one that only sets up or serves."""
        if words.startswith("export ASSESSMENT_TOPIC="):
            self.topic = words.partition("=")[2]
            return None
        if words.startswith("make "):
            assert f"\n{words.removeprefix('make ')}: " in MAKEFILE
            return None
        assert words.startswith(COMMAND)
        return run_command(
            *shlex.split(words.removeprefix(COMMAND)),
            rules=self.folder / "rules",
            topic=self.topic,
            state=self.folder / "state",
        ).output

    def try_otherwise(self, step: Step) -> None:
        """Change a word as the text asks, to see what a failure looks like."""
        if found := OTHERWISE.search(step.before):
            other, right = found.groups()
            assert self.changed
            text = self.changed.read_text("utf-8")
            assert right in text
            self.changed.write_text(text.replace(right, other), "utf-8")


def test_the_guide_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "today", lambda zone: date(2026, 11, 21))
    newcomer, tried = Newcomer(tmp_path), 0
    for step in steps():
        if step.kind == "yaml":
            newcomer.paste(step)
            continue
        newcomer.try_otherwise(step)
        for words, shown in commands(step.text):
            printed = newcomer.run(words)
            if printed is not None:
                tried += 1
                parts = map(re.escape, shown.split(LEFT_OUT))
                expected = r"(?:.*\n)+".join(parts)
                assert re.fullmatch(expected, printed), (words, printed)
    assert tried >= 8
    assert (tmp_path / "catalogue.pdf").read_bytes().startswith(b"%PDF-")


def test_it_is_short_enough_for_a_quarter_of_an_hour() -> None:
    minutes = [int(n) for n in re.findall(r"^## .*\((\d+) minutes?", GUIDE, re.M)]
    assert sum(minutes) == 15
