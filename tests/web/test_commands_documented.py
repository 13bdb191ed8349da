"""Every example in docs/commands.md prints what is shown there."""

from __future__ import annotations

import re
import shlex
import shutil
from datetime import date
from pathlib import Path

import pytest

from assessment.pdf import render
from assessment.storage import SQLiteStore
from assessment.web import clock, create_app, sweeper
from assessment.web.settings import Settings
from tests.web.command import run_command

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docs" / "commands.md").read_text("utf-8")
COMMAND = "$ .venv/bin/flask --app wsgi assessment "
EXAMPLES = [
    example.removeprefix(COMMAND).partition("\n")[::2]
    for example in re.findall(r"```console\n(.*?)```", TEXT, re.DOTALL)
]
LEFT_OUT = "…\n"  # the rest of a line, and lines


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like the project's, on the day of the examples."""
    for name, of in (("before", "rules"), ("tests", "tests")):
        (tmp_path / name).symlink_to(ROOT / of)
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(clock, "today", lambda zone: date(2026, 11, 21))
    return tmp_path


def without_changing_parts(printed: str) -> str:
    """The same without line numbers and versions, which any edit of the rules moves."""
    return re.sub(r"\([0-9a-f]{8}\)", "(00000000)", re.sub(r":\d+\b", ":0", printed))


@pytest.mark.parametrize(("words", "shown"), EXAMPLES, ids=[w for w, _ in EXAMPLES])
def test_an_example_prints_what_is_shown(
    folder: Path, words: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # What earlier tests served is swept on, and would note that its store has gone.
    monkeypatch.setattr(sweeper, "sweep", lambda store, counts: None)
    if words.startswith("catalogue"):  # a minute; what it draws is tested elsewhere
        monkeypatch.setattr(render, "render", lambda html, stylesheets: b"%PDF-")
    if words.startswith("purge"):  # of a site that has been started
        (folder / "state").mkdir(mode=0o700)
        SQLiteStore(folder / "state" / "visits.sqlite3").close()
    done = run_command(
        *shlex.split(words),
        rules=folder / "rules",
        topic="muscle-weakness",
        state=folder / "state",
    )
    parts = map(re.escape, without_changing_parts(shown).split(LEFT_OUT))
    expected = r"(?:.*\n)+".join(parts)
    assert re.fullmatch(expected, without_changing_parts(done.output))


def test_every_command_has_an_example(folder: Path) -> None:
    commands = create_app(Settings(state=folder)).cli.commands["assessment"].commands  # type: ignore[attr-defined]
    assert {words.split()[0] for words, _ in EXAMPLES} == {*commands}
