"""The paper names medicines as typed and as read, and the rule stands beside them."""

from __future__ import annotations

from datetime import date
from html import unescape
from pathlib import Path
from re import sub

from assessment.core.answers import Answer, Answers
from assessment.core.assess import assess
from assessment.core.summarise import summarise
from assessment.core.visit import Visit
from assessment.pdf.paper import Edition, paper_html
from assessment.rulebook import load_topic

RULES = Path(__file__).parents[1] / "web" / "rules" / "hiccups"


def paper(*typed: str) -> str:
    """The words of the paper for somebody who typed these names."""
    topic = load_topic(RULES)
    answers = Answers({"signs": Answer(("none",)), "pills": Answer(typed=typed)})
    visit = Visit(topic.id, topic.content_version, 0, answers=answers)
    made = summarise(topic, visit, assess(topic, answers), date(2026, 11, 21))
    html = paper_html(made, edition=Edition())
    return " ".join(unescape(sub(r"<[^>]*>", "", html)).split())


def test_page_one_marks_those_worth_asking_about() -> None:
    first = paper("Pevanti 5", "dexamethasone", "Zinc").split("For me to keep")[0]
    assert "“Pevanti 5”; “dexamethasone”; “Zinc”" in first
    assert "prednisolone (“Pevanti 5”)" in first
    assert "Pevanti 5 + dexamethasone" in first


def test_the_rule_stands_on_both_parts() -> None:
    doctors, own = paper("Pevanti").split("For me to keep")
    for part in (doctors, own):
        assert "Do not stop a medicine on your own." in part
    assert "Call for help now: You can hardly breathe." in own


def test_what_was_not_settled_is_told() -> None:
    assert "“predni”: perhaps prednisolone" in paper("predni")


def test_names_that_say_nothing_stand_on_both_parts() -> None:
    doctors, own = paper("predni", "Zinc", "Pevanti").split("For me to keep")
    assert "Not clear: “predni”?" in doctors.split("All my answers")[0]
    for typed in ("predni", "Zinc"):
        assert f"“{typed}”: as I typed it. Show it to the doctor." in own
    assert "“Pevanti”: as I typed it" not in own
    assert "Not clear:" not in paper("Zinc", "Pevanti")


def test_nothing_is_told_without_a_name() -> None:
    assert "Do not stop a medicine" not in paper()


def test_each_medicine_stands_once_with_how_it_is_linked() -> None:
    first = paper("Pevanti 5", "dexamethasone", "Zinc").split("All my answers")[0]
    table = first.split("Worth asking about")[1].split("Others:")
    assert table[0].count("Pevanti 5") == 1
    assert table[1].startswith(" “Zinc”")
