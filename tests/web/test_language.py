"""Languages: every word of the interface can be translated without touching code."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from assessment.web import i18n
from tests.web.conftest import build
from tests.web.looking import LookingClient

ROOT = Path(__file__).parents[2]
# Who reviews rules reads them in the language in which they are written.
FOR_REVIEWERS = sorted((ROOT / "templates" / "pdf").glob("catalogue*.html"))
TEMPLATES = sorted({*(ROOT / "templates").rglob("*.html")} - {*FOR_REVIEWERS})
CATALOGUE = ROOT / "assessment" / "web" / "translations" / "messages.pot"
NAME = "Previsit"
NOT_WORDS = (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<[^>]*>", r"&\w+;")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_word_that_cannot_be_translated(template: Path) -> None:
    text = template.read_text("utf-8")
    for pattern in NOT_WORDS:
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]+", text.replace(NAME, "")) == []


def test_c8_the_catalogue_has_every_message(tmp_path: Path) -> None:
    """`make messages` writes it again."""
    fresh = tmp_path / "messages.pot"
    subprocess.run(
        ["make", "-s", "messages", f"MESSAGES={fresh}"], cwd=ROOT, check=True
    )
    assert fresh.read_text("utf-8") == CATALOGUE.read_text("utf-8")


@pytest.mark.parametrize("language", ["de", "de_AT"])
def test_c8_a_language_without_words_keeps_the_server_from_starting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    with pytest.raises(SystemExit) as left:
        build(tmp_path, language=language)
    assert left.value.code == 3
    line = f"ASSESSMENT_LANGUAGE: there is no catalogue for {language}"
    assert line in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "en_GB"])
def test_the_language_of_the_rules_needs_no_catalogue(
    tmp_path: Path, language: str
) -> None:
    page = LookingClient(build(tmp_path, language=language)).get("/")
    assert page.tree.get("lang") == language.replace("_", "-")


def test_a_translated_word_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="cy")
    message = catalogue.get("Who is answering?")
    assert message is not None
    message.string = "Pwy sy’n ateb?"
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalogue)
    monkeypatch.setattr(i18n, "TRANSLATIONS", tmp_path)
    client = LookingClient(build(tmp_path / "state", language="cy"))
    page = client.get("/")
    assert "Pwy sy’n ateb?" in page.text
    assert '<html lang="cy"' in page.text
