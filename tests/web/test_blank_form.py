"""The command that writes the form to fill in by hand, and says where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.cli import FlaskGroup
from pypdf import PdfReader

from assessment.web import create_app
from assessment.web.settings import Settings
from tests.web.conftest import RULES


def run(folder: Path, *words: str, rules: Path = RULES) -> Result:
    settings = Settings(rules=rules, state=folder / "state")
    group = FlaskGroup(create_app=lambda: create_app(settings))
    return CliRunner().invoke(group, ["assessment", "blank-form", *words])


def test_it_writes_the_form_into_the_current_folder_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(tmp_path)
    assert (done.exit_code, done.output.split(":")[0]) == (0, "blank-form.pdf")
    assert "How old are you?" in PdfReader("blank-form.pdf").pages[0].extract_text()
    assert [path.name for path in tmp_path.iterdir()] == ["blank-form.pdf"]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "form.pdf"
    done = run(tmp_path, "--pdf", str(path))
    assert (done.exit_code, done.output) == (2, f"{path}: No such file or directory\n")


def test_broken_rules_give_no_form(tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    topic = tmp_path / "rules" / "hiccups" / "topic.yaml"
    topic.write_text(topic.read_text().replace("minutes: 3", "minuets: 3"))
    path = tmp_path / "form.pdf"
    done = run(tmp_path, "--pdf", str(path), rules=tmp_path / "rules")
    assert done.exit_code == 1
    assert "unknown-key" in done.output
    assert not path.exists()
