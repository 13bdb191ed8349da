"""Signs left open: only those that the open answers could still bring about."""

from __future__ import annotations

import pytest

from assessment.core.answers import Answer, Answers
from assessment.core.assess import assess
from tests.rules.people import MUSCLES, person


def left_open(base: str, *blank: str) -> set[str]:
    """The signs that are not ruled out for the calm person who left these blank."""
    answers = person(base, **({"age": 6} if base == "child" else {}))
    for question in blank:
        answers = answers.set(question, Answer())
    return {result.flag.id for result in assess(MUSCLES, answers).not_ruled_out}


def test_a_sign_that_rests_on_drugs_is_never_open_for_a_small_child() -> None:
    assert "nitrous_gait" not in left_open("child", "life_areas", "symptom_areas")
    assert "nitrous_gait" in left_open("adult", "life_areas", "symptom_areas")


NOT_SURE = {
    "onset_when": "unsure",
    "onset_speed": "unsure",
    "tempo": "unsure",
    "new_change": "unsure",
}
WEAK_ARM = {"kind": "weaker", "where": "left:upper_arm"}
STROKE = {
    "double_vision_sudden",
    "mini_stroke_last_2_days",
    "mini_stroke_last_week",
    "mini_stroke_older",
    "sudden_focal_weakness_pattern",
    "sudden_leg_or_four_limb_weakness",
}


def open_in(answers: Answers) -> set[str]:
    return {result.flag.id for result in assess(MUSCLES, answers).not_ruled_out}


@pytest.mark.parametrize("said", [{}, WEAK_ARM, {"face_throat": "double_vision"}])
def test_a_sign_that_was_denied_is_not_open_for_want_of_the_time_course(
    said: dict[str, str],
) -> None:
    denied = person(**NOT_SURE, **said)
    assert denied["emerg_gone"].options == ("answer_no",)
    assert not open_in(denied) & STROKE
    doubt = denied.set("emerg_gone", Answer(("unsure",)))
    assert "mini_stroke_last_2_days" in open_in(doubt)


@pytest.mark.parametrize(
    "said", [{"onset_speed": "sudden"}, {"onset_when": "week"}, {"emerg_now": "unsure"}]
)
def test_a_weak_arm_leaves_the_sign_open_for_who_said_sudden_or_new(
    said: dict[str, str],
) -> None:
    found = open_in(person(**{**NOT_SURE, **WEAK_ARM, **said}))
    assert "sudden_focal_weakness_pattern" in found
