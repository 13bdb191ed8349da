"""The documents say what is so: the settings table, the links, the first commands."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from pathlib import Path
from typing import Any

import click
import pytest

from assessment.rulebook import CODES, load_topic
from assessment.rulebook.answers_file import read_answers
from assessment.rulebook.codes import ANSWER_CODES
from assessment.web import create_app
from assessment.web.settings import PROJECT, Settings, variable
from tests.safety.hazards import NODE, exists

ROOT = Path(__file__).parent.parent
DOCUMENTS = [ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/**/*.md")]
COMMAND = ".venv/bin/flask --app wsgi assessment "
OF_A_PROMISE = re.compile(r"::test_((?:[lfbspkac]\d{1,2}_)+)")
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")


def shown(default: Any) -> str:
    """A default as the table shows it: paths from the project's folder."""
    if isinstance(default, Path):
        default = default.relative_to(PROJECT)
    if isinstance(default, tuple):
        default = ",".join(map(str, default))
    if isinstance(default, bool):
        default = str(default).lower()
    return f"`{default}`" if str(default) else ""


def test_the_settings_table_is_that_of_the_code() -> None:
    rows = [
        f"| `{variable(one)}` | {shown(one.default)} | {one.metadata['help']} |"
        for one in fields(Settings)
    ]
    table = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert [line for line in table.splitlines() if "| `ASSESSMENT_" in line] == rows


def test_every_problem_code_is_explained() -> None:
    text = (ROOT / "docs" / "problem-codes.md").read_text("utf-8")
    tables = (*sorted(CODES.items()), *sorted(ANSWER_CODES.items()))
    rows = [f"| `{code}` | {about} |" for code, about in tables]
    assert [line for line in text.splitlines() if line.startswith("| `")] == rows


def test_the_answers_file_of_the_handbook_is_for_the_questions_of_today(
    tmp_path: Path,
) -> None:
    section = (ROOT / "docs" / "rule-language.md").read_text("utf-8")
    section = section.split("## An answers file\n")[1].split("\n## ")[0]
    topic = load_topic(ROOT / "rules" / "muscle-weakness")
    example = section.split("```yaml\n")[1].split("```")[0]
    assert example.startswith(f"version: {topic.migration.version} ")
    path = tmp_path / "answers.yaml"
    path.write_text(example, "utf-8")
    assert read_answers(path, topic)[1] == ()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for link in LINK.findall(document.read_text("utf-8")):
        if not link.startswith("https://"):
            assert (document.parent / link).exists(), link


@pytest.fixture(scope="module")
def group(tmp_path_factory: pytest.TempPathFactory) -> click.Group:
    """All our commands."""
    app = create_app(Settings(state=tmp_path_factory.mktemp("state"), store="memory:"))
    found = app.cli.commands["assessment"]
    assert isinstance(found, click.Group)
    return found


def commands(text: str) -> list[list[str]]:
    """Every command of ours that stands in a block of the text, in words."""
    blocks = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
    lines = blocks.replace("\\\n", " ").splitlines()
    found = (line.partition("assessment ")[2] for line in lines if COMMAND in line)
    return [shlex.split(line, comments=True) for line in found]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_take_what_they_are_given(
    document: Path, group: click.Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("rules", "tests", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    for name in ("somebody.yaml", "ANSWERS.yaml"):  # the reader's own
        (tmp_path / name).touch()
    for name, *words in commands(document.read_text("utf-8")):
        group.commands[name].make_context(name, words)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_goals_that_documents_name_are_those_of_make(document: Path) -> None:
    goals = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M)
    text = document.read_text("utf-8")
    blocks = "\n".join(re.findall(r"```\w*\n(.*?)```", text, re.DOTALL))
    named = re.findall(r"`make ([a-z]+)", text)
    named += re.findall(r"^(?:\$ )?make ([a-z]+)", blocks, re.MULTILINE)
    assert {*named} <= {*goals}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_test_that_is_named_is_there(document: Path) -> None:
    for node in NODE.findall(document.read_text("utf-8")):
        assert exists(node), node


def test_what_asvs_asks_is_listed_once() -> None:
    text = (ROOT / "docs" / "asvs.md").read_text("utf-8")
    listed = re.findall(r"^\| (\d+\.\d+\.\d+) \| ([123]) \|", text, re.MULTILINE)
    assert len(listed) == len({requirement for requirement, _level in listed}) > 100


def rows_of(node: str) -> list[str]:
    """The promises that a test was written for: F9 of `test_f9_…`, often none."""
    found = OF_A_PROMISE.search(node)
    return found[1].upper().split("_")[:-1] if found else []


def test_every_promise_says_how_it_is_kept() -> None:
    text = (ROOT / "docs" / "promises.md").read_text("utf-8")
    told = dict(re.findall(r"^\| ([A-Z]\d+) \| (.*) \|$", text, re.MULTILINE))
    numbers = {"L": 8, "F": 12, "B": 5, "S": 10, "P": 6, "K": 8, "A": 10, "C": 9}
    rows = [f"{row}{n}" for row, most in numbers.items() for n in range(1, most + 1)]
    assert re.findall(r"^\| ([A-Z]\d+) \|", text, re.MULTILINE) == rows
    for row in rows:
        _promise, shown_by, how_far = told[row].split(" | ")
        assert NODE.search(shown_by) or shown_by in ("`make bench`", "not tested")
        assert how_far
    for path in (ROOT / "tests").rglob("test_*.py"):
        for name in re.findall(
            r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE
        ):
            node = f"{path.relative_to(ROOT).as_posix()}::{name}"
            for row in rows_of(node):
                assert f"`{node}`" in told[row], row


def test_the_readme_opens_with_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert [line.split("#")[0].strip() for line in lines[3:5]] == [
        "make run",
        "make test",
    ]
