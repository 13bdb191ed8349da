"""Fair causes: a tick or two does not put the name of a dread illness first.

A tick that is all but the illness itself may do it: they are listed here, so that
another one is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from assessment.core.answers import Answer, Answers
from assessment.core.assess import assess, concerns
from assessment.core.conditions import ALWAYS
from assessment.core.questionnaire import Option
from tests.cases.read import read_set
from tests.rules.people import MUSCLES, person

Picture = dict[str, Any]
FRIGHTENING = {
    "brain_tumour_or_bleed",
    "cancer_related",
    "inclusion_body_myositis",
    "kennedy_disease",
    "lambert_eaton",
    "motor_neurone_disease",
    "multiple_sclerosis",
    "myasthenia_gravis",
    "parkinsonism",
}
AGES = (25, 45, 65)
LISTS = (
    "breathing_heart",
    "face_throat",
    "general",
    "medicines",
    "muscle_changes",
    "pain",
    "recent",
    "senses",
    "skin_joints",
    "varies",
)
# What makes the doctor think of it at once, at any of these ages.
TELLING = {
    ("parkinsonism", "slow_small"),
    ("parkinsonism", "rest_shake"),
    ("multiple_sclerosis", "eye_pain_loss"),
    ("multiple_sclerosis", "neck_shock"),
    ("cancer_related", "cough_long"),
    ("cancer_related", "lump"),
    ("cancer_related", "night_sweats"),
    ("myasthenia_gravis", "jaw_tires"),
    ("myasthenia_gravis", "speech_fades"),
    # Beside "starts OK, weaker with use".
    ("myasthenia_gravis", "chew_talk"),
    ("myasthenia_gravis", "droopy_lid"),
    ("myasthenia_gravis", "slurred"),
    ("myasthenia_gravis", "swallow_hard"),
    ("lambert_eaton", "better_after_tries"),
}


def ticks(picture: Picture) -> Iterator[tuple[str, Option]]:
    """Every one thing that somebody with this picture can tick besides."""
    asked = MUSCLES.questionnaire.question_by_id
    for name in LISTS:
        for option in asked[name].options:
            if not option.exclusive and option.show_when == ALWAYS:
                yield name, option
    for option in MUSCLES.know(person(**picture)).offered("hard_tasks"):
        if not option.exclusive:
            yield "hard_tasks", option


@pytest.mark.parametrize(
    ("kind", "where"),
    [
        ("stiff_slow", ["all_over"]),
        ("tires", ["neck"]),
        ("no_energy", ["left:thigh", "right:thigh"]),
    ],
)
def test_one_more_tick_puts_no_dread_name_first(kind: str, where: list[str]) -> None:
    picture: Picture = {"kind": [kind], "where": where}
    first = set()
    for (name, option), age in zip(ticks(picture), cycle(AGES), strict=False):
        found = assess(MUSCLES, person(age=age, **{**picture, name: [option.id]}))
        best = next((result.cause.id for result in found.causes), "")
        if best in FRIGHTENING - concerns(found.fired):
            first.add((best, option.id))
    assert first <= TELLING


OF_ADULTS = {
    "cervical_myelopathy",
    "carpal_tunnel",
    "diabetic_amyotrophy",
    "heart_attack",
    "lambert_eaton",
    "menopause_transition",
    "motor_neurone_disease",
    "multifocal_motor_neuropathy",
    "parkinsonism",
    "polymyalgia_rheumatica",
    "sarcopenia_frailty",
    "spinal_stenosis",
}


@pytest.mark.parametrize("age", [2, 8, 15])
def test_no_child_is_told_of_an_illness_of_adults(age: int) -> None:
    grown = {
        result.cause.id
        for case in read_set("development", MUSCLES)
        for result in assess(MUSCLES, case.answers).causes
    }
    small = {
        result.cause.id
        for case in read_set("development", MUSCLES)
        for result in assess(MUSCLES, aged(case.answers, age)).causes
    }
    assert len(OF_ADULTS & grown) > len(OF_ADULTS) / 2
    assert not OF_ADULTS & small


def aged(answers: Answers, age: int) -> Answers:
    """The same answers of somebody of this age, as far as they are asked."""
    return MUSCLES.know(answers.set("age", Answer(number=age))).answers
