"""The command that writes the form to fill in by hand, and says where."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.web.command import Run
from tests.web.conftest import RULES


def test_it_writes_the_form_into_the_current_folder_and_says_so(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("blank-form")
    assert (done.exit_code, done.output.split(":")[0]) == (0, "blank-form.pdf")
    assert "How old are you?" in PdfReader("blank-form.pdf").pages[0].extract_text()
    assert [path.name for path in tmp_path.iterdir()] == ["blank-form.pdf"]


def test_a_folder_that_is_not_there_is_named(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "form.pdf"
    done = run("blank-form", "--pdf", str(path))
    assert (done.exit_code, done.output) == (2, f"{path}: No such file or directory\n")


def test_broken_rules_give_no_form(run: Run, tmp_path: Path) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    topic = tmp_path / "rules" / "hiccups" / "topic.yaml"
    topic.write_text(topic.read_text().replace("minutes: 3", "minuets: 3"))
    path = tmp_path / "form.pdf"
    done = run("blank-form", "--pdf", str(path), rules=tmp_path / "rules")
    assert done.exit_code == 1
    assert "unknown-key" in done.output
    assert not path.exists()
