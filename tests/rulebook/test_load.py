"""The good topic becomes exactly these objects, in each country and language."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.rulebook import RulebookError, check, load_topic
from tests.rulebook.gallery import GOOD, lay_over
from tests.rulebook.good_topic import expected

TOPIC = GOOD / "rules" / "topic"


def test_the_good_topic_is_exactly_this() -> None:
    topic = load_topic(TOPIC)
    assert topic == expected(topic.digest)


def test_the_good_topic_has_no_problems_in_any_country() -> None:
    assert check(TOPIC) == ()


def test_what_is_loaded_is_plain_text() -> None:
    topic = load_topic(TOPIC)
    kept = (
        topic.title,
        topic.causes[1].evidence[0].finding,
        topic.red_flags[0].do,
        *topic.sources,
        *topic.facts,
        *topic.questionnaire.question_by_id,
        *topic.questionnaire.question_by_id["where"].regions["arm"],
    )
    assert {type(text) for text in kept} == {str}


def test_another_country_has_its_own_numbers() -> None:
    topic = load_topic(TOPIC, country="DE")
    assert topic.country.numbers["urgent"].dial == "116117"
    assert topic.red_flags[0].do == "Call 112 now."


def test_a_language_replaces_the_texts_that_it_has() -> None:
    topic = load_topic(TOPIC, language="de")
    signs = topic.questionnaire.question_by_id["signs"]
    assert signs.ask == "Trifft jetzt etwas davon zu?"
    assert signs.options[0].label == "Mein Gesicht schwillt an"
    assert signs.options[1].label == "I can hardly breathe"
    assert topic.red_flags[0].do == "Rufen Sie 999."
    assert topic.causes[1].evidence[0].finding == "Starkes Jucken in einem Arm"
    assert topic.causes[1].helps == ("Ruhe",)
    assert topic.scoring.bands[0].label == "Passt gut"


def test_a_language_without_texts_keeps_the_topics_own() -> None:
    assert load_topic(TOPIC, language="fr") == load_topic(TOPIC)


def test_the_digest_changes_with_any_byte_and_with_nothing_else(
    tmp_path: Path,
) -> None:
    lay_over(GOOD, tmp_path)
    folder = tmp_path / "rules" / "topic"
    before = load_topic(folder).digest
    assert before == load_topic(TOPIC).digest
    (folder / "scenarios" / "any.yaml").write_text("another: scenario\n")
    assert load_topic(folder).digest == before
    with (folder / "facts.yaml").open("a") as file:
        file.write("# a remark\n")
    assert load_topic(folder).digest != before


def test_an_error_prints_one_problem_on_a_line(tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as caught:
        load_topic(TOPIC, country="UK")
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    (problem,) = caught.value.problems
    assert str(problem) == (
        f"{problem.file}:1:1 unknown-country there is no country `UK`, only GB, DE"
    )
