"""Voices: other words for who answers for somebody else, and nothing but words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assessment.core.answers import Answer, Answers
from assessment.core.topic import Topic
from assessment.core.visit import Respondent, Visit
from assessment.rulebook import load_topic
from assessment.rulebook.lint import lint
from tests.rulebook.gallery import BROKEN, lay_over

VOICES = "voices:\n  - id: other\n  - {id: child, when: {age: {below: 16}}}\n"
OTHER = """\
questions.age.ask: How old is the person?
questions.signs.ask: Is any of this true of the person?
"""
CHILD = "questions.signs.ask: Is any of this true of your child?\n"
AGED = {age: Answers({"age": Answer(number=age)}) for age in (4, 15, 16, 80)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The good topic with two voices."""
    lay_over(BROKEN / "unknown-voice", tmp_path)
    topic = tmp_path / "rules" / "topic"
    (topic / "texts" / "en.othre.yaml").unlink()
    (topic / "voices.yaml").write_text(VOICES)
    (topic / "texts" / "en.other.yaml").write_text(OTHER)
    (topic / "texts" / "en.child.yaml").write_text(CHILD)
    return topic


def asked(
    topic: Topic, respondent: Respondent, answers: Answers, question: str = "signs"
) -> str:
    """How the question is asked of who answers."""
    visit = Visit(topic.id, "", 0, respondent, answers)
    return topic.in_voice(visit).questionnaire.question_by_id[question].ask


def test_the_voice_fits_the_age_once_it_is_known(folder: Path) -> None:
    topic, other = load_topic(folder), Respondent.OTHER
    person = "Is any of this true of the person?"
    child = "Is any of this true of your child?"
    assert asked(topic, other, Answers()) == person
    assert [asked(topic, other, said) for said in AGED.values()] == [
        child,
        child,
        person,
        person,
    ]


def test_a_voice_is_laid_over_the_one_before_it(folder: Path) -> None:
    topic = load_topic(folder)
    assert asked(topic, Respondent.OTHER, AGED[4], "age") == "How old is the person?"
    assert asked(topic, Respondent.OTHER, AGED[4], "itch") == "How bad is it?"


@pytest.mark.parametrize("respondent", [Respondent.SELF, Respondent.STAFF])
def test_who_answers_for_themselves_is_spoken_to(
    folder: Path, respondent: Respondent
) -> None:
    ask = "Is any of this true now?"
    assert asked(load_topic(folder), respondent, AGED[4]) == ask


def test_a_language_has_voices_of_its_own(folder: Path) -> None:
    assert len(load_topic(folder, language="en_GB").voices) == 2
    german = load_topic(folder, language="de")
    assert german.voices == ()
    assert asked(german, Respondent.OTHER, AGED[4]) == "Trifft jetzt etwas davon zu?"


def test_words_of_a_voice_are_linted(folder: Path) -> None:
    hard = "Is absolutely anything uncharacteristically uncomfortable here at present?"
    (folder / "texts" / "en.other.yaml").write_text(f"questions.age.ask: {hard!r}\n")
    found = lint(folder, date(2026, 11, 21))
    assert {(one.file, one.code) for one in found} == {
        ("rules/topic/texts/en.other.yaml", "reading-grade")
    }
