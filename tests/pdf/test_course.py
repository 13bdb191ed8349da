"""Tests of the course over time: what of the answers is drawn, and how."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from assessment.core.assess import assess
from assessment.core.course import Course, Mark, Shape
from assessment.core.summarise import summarise
from assessment.core.summary import Filled, Summary
from assessment.core.visit import Visit
from assessment.pdf.course import course_line
from assessment.pdf.paper import Edition, paper_html
from tests.rules.people import MUSCLES, person

LINE = re.compile(r'<path stroke-width="9"( stroke-dasharray="24 16")? d="M([^"]+)"')


def summary_of(**said: Any) -> Summary:
    answers = person(**said)
    visit = Visit(MUSCLES.id, "1", 0, answers=answers)
    return summarise(MUSCLES, visit, assess(MUSCLES, answers), date(2026, 11, 21))


def slot(id_: str, **said: Any) -> Filled:
    """The slot of the doctor's page with this id."""
    slots = summary_of(**said).page_one.slots
    return next(slot for slot in slots if slot.id == id_)


def course(**said: Any) -> Course:
    found = slot("time", **said).course
    assert found is not None
    return found


def drawn(shown: Course) -> list[tuple[float, float]]:
    """The points of the line, from the left."""
    found = LINE.search(course_line(shown, "words"))
    assert found
    points = (point.split() for point in found[2].split("L"))
    return [(float(x), float(y)) for x, y in points]


@pytest.mark.parametrize(
    ("since", "place"), [("longer", 0), ("year", 1), ("month", 3), ("today", 5)]
)
def test_it_begins_in_the_place_that_was_said(since: str, place: int) -> None:
    shown = course(onset_when=since, onset_speed="hours_days")
    assert shown.began == place
    assert (
        shown.places[place]
        == MUSCLES.questionnaire.question_by_id["onset_when"].option_by_id[since].label
    )
    began = drawn(shown)[1][0]
    assert place * 1430 / 6 < began < (place + 1) * 1430 / 6


def test_nothing_is_drawn_when_nobody_knows_when_it_began() -> None:
    assert slot("time", onset_when="unsure").course is None


def test_what_came_all_at_once_rises_straight_up() -> None:
    sudden, slow = (
        drawn(course(onset_when="month", onset_speed=speed, tempo="same"))
        for speed in ("sudden", "days_4weeks")
    )
    assert sudden[1][0] == sudden[2][0]
    assert slow[1][0] < slow[2][0]


def test_worse_goes_up_and_better_goes_down() -> None:
    ends = {
        tempo: drawn(course(onset_when="year", tempo=tempo))[-1][1]
        for tempo in ("worse_slow", "same", "better")
    }
    assert ends["worse_slow"] < ends["same"] < ends["better"]


def test_attacks_come_back_to_well() -> None:
    points = drawn(course(onset_when="year", tempo="attacks"))
    well = points[0][1]
    assert [y for _, y in points].count(well) > 4
    assert points[-1][1] == well


def test_a_course_that_nobody_knows_is_dashed() -> None:
    shown = course(onset_when="year", tempo="unsure")
    assert shown.shape is Shape.UNKNOWN
    assert "stroke-dasharray" in course_line(shown, "words")


def test_each_mark_stands_for_an_answer() -> None:
    shown = course(
        onset_when="year",
        recent=["covid"],
        medicines=["statin"],
        med_timing="within_3m",
        new_change="last_week",
    )
    assert shown.marks == {
        "recent": Mark.EVENT,
        "med_timing": Mark.MEDICINE,
        "new_change": Mark.CHANGE,
    }
    assert shown.changed == shown.places.index("Last 7 days")
    assert course(onset_when="year", new_change="answer_no").marks == {}


def test_the_line_stays_inside_its_frame() -> None:
    for since in ("longer", "year", "three_months", "month", "week", "today"):
        for tempo in ("worse_fast", "worse_steps", "better", "attacks", "up_down"):
            points = drawn(course(onset_when=since, tempo=tempo))
            assert all(0 <= x <= 1430 and 0 <= y <= 186 for x, y in points)
            assert [x for x, _ in points] == sorted(x for x, _ in points)


def test_the_words_say_the_same() -> None:
    assert "<title>Over days &amp; weeks</title>" in course_line(
        course(onset_when="year"), "Over days & weeks"
    )


def test_wishes_stand_in_the_persons_order() -> None:
    goals = {"options": ["find_cause", "rule_out", "outlook"], "typed": ["My job"]}
    found = summary_of(goals=goals, goal_first="outlook")
    html = paper_html(found, edition=Edition())
    wishes = re.sub(r"<[^>]*>", " ", html.split("I would like")[1].split("<h2>")[0])
    assert " ".join(unescape(wishes).split()) == (
        "“My job” 1 know if it will get worse, and how long "
        "2 find out why, with tests 3 make sure it is nothing serious"
    )
    assert slot("wishes", goals=goals, goal_first="outlook").ranked
    assert not slot("wishes", goals=goals).ranked
