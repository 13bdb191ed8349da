"""Signs left open: only those that the open answers could still bring about."""

from __future__ import annotations

from assessment.core.answers import Answer
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
