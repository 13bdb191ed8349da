"""The catalogue of rules: everything is in it, with its place, and it is readable."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from pdfua import Severity, validate

from assessment.core.topic import Review
from assessment.pdf.catalogue import (
    STYLESHEETS,
    Backing,
    Files,
    VoiceText,
    catalogue_html,
)
from assessment.pdf.paper import Edition
from assessment.pdf.render import render
from assessment.rulebook import load_topic
from assessment.rulebook.load import compile_rules
from assessment.rulebook.places import medicine_names, rule_places
from assessment.rulebook.problems import Report
from assessment.rulebook.texts import texts
from tests.pdf.test_paper import RULES, pages, squeezed

pytestmark = pytest.mark.slow

DAY = date(2026, 11, 21)
HICCUPS = Path(__file__).parents[1] / "web" / "rules" / "hiccups"
TAG = re.compile("<[^>]*>")


def catalogue(folder: Path, voices: tuple[VoiceText, ...] = ()) -> str:
    """The catalogue of the topic, as HTML."""
    places = {name: place.short for name, place in rule_places(folder).items()}
    review = Review("reviewed", "Dr B. Bell", DAY, date(2027, 1, 2))
    files = [Files("rules/one.yaml", ("Dr A. Bell",), review)]
    topic = load_topic(folder)
    backing = Backing(places, medicine_names(places), files, voices)
    return catalogue_html(topic, backing, DAY, edition=Edition())


@pytest.fixture(scope="module")
def shipped() -> str:
    """That of the shipped rules, without the places where long words may break."""
    return catalogue(RULES).replace("\u200b", "")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That of a small topic, as a PDF."""
    path = tmp_path_factory.mktemp("catalogue") / "catalogue.pdf"
    voices = (VoiceText("en.other", "questions.age.ask", "How old are they?", "x:1"),)
    path.write_bytes(render(catalogue(HICCUPS, voices), STYLESHEETS))
    return path


def test_every_text_of_the_rules_is_in_it(shipped: str) -> None:
    content = compile_rules(RULES, "GB", "", Report()).content
    numbers = load_topic(RULES).country.numbers
    said = squeezed(unescape(TAG.sub("", shipped))).lower()
    elsewhere = ("countries.",)  # only those of the country at hand are in use
    for text in texts(content):
        words = str(text.words)
        for name, number in numbers.items():
            words = words.replace(f"{{{name}}}", number.label)
        if not text.name.startswith(elsewhere):
            assert squeezed(words).lower() in said, text.name


def test_every_rule_has_its_place_boxes_and_sources(shipped: str) -> None:
    topic = load_topic(RULES)
    places = rule_places(RULES)
    names = [f"red_flags.{flag.id}" for flag in topic.red_flags]
    names += [f"causes.{cause.id}" for cause in topic.causes]
    names += [f"questions.{question.id}" for question in topic.questionnaire]
    names += [f"next_steps.{step.id}" for step in topic.next_steps]
    names += [name for name in places if name.startswith("medicine_pairs.")]
    medicines = medicine_names(places)
    told = {
        medicine.id for medicine in topic.medicines.by_id.values() if medicine.shows
    }
    names += [name for id_, name in medicines.items() if id_ in told]
    names += [name for name in places if re.fullmatch(r"medicine_effects\.\w+", name)]
    assert len(told) > 100
    for name in names:
        assert f"{name} · {places[name].short}" in shipped
    for finding in (name for name in places if ".evidence." in name):
        assert f">{places[finding].short}<" in shipped
    for source in topic.sources.values():
        assert f"<td>{source.key}</td>" in shipped
        assert source.used_for in unescape(shipped)
        assert source.note in unescape(shipped)
    assert shipped.count("</i> agree") == shipped.count("</i> change")
    assert shipped.count("</i> agree") >= len(names)


def test_figures_of_findings_are_in_it(shipped: str) -> None:
    findings = [one for cause in load_topic(RULES).causes for one in cause.evidence]
    for label, name in (
        ("Likelihood ratio", "likelihood_ratio"),
        ("Sensitivity", "sensitivity"),
        ("Specificity", "specificity"),
    ):
        known = [getattr(one, name) for one in findings]
        figures = sorted(figure for figure in known if figure is not None)
        printed = re.findall(f"<b>{label}:</b> ([0-9.]+)<", shipped)
        assert figures
        assert sorted(map(float, printed)) == figures


def test_it_holds_conditions_in_words_and_who_is_to_sign(small: Path) -> None:
    printed = pages(small.read_bytes())
    first, whole = printed[0], " ".join(printed)
    topic = load_topic(HICCUPS)
    assert topic.digest in squeezed(first)
    for words in ("Signature", "Registration", "Rules not reviewed by a clinician."):
        assert words in first
    assert f"{len(topic.causes)} causes" in first
    assert re.search(r"Warning signs[ .]*2", first)
    for words in ("How old are they?", "Dr A. Bell", "reviewed, Dr B. Bell"):
        assert words in whole
    asked = topic.questionnaire.question_by_id["signs"]
    assert f"{asked.title}: “{asked.option_by_id['choke'].words}”" in whole
    assert all(f"of {len(printed)}" in page for page in printed)


def test_it_is_tagged(small: Path) -> None:
    errors = [f for f in validate(str(small)).findings if f.severity is Severity.ERROR]
    assert not errors
