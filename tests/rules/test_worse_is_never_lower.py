"""Whatever gets worse, urgency stays or rises: cases, scenarios and those near them.

Each person of the case sets and the scenarios is made worse by one thing, in every way
that the form allows: a tick more, a step up, doubt in place of a "no". Ticks behind a
gate that was denied, and a second thing on top of a first, are sampled by seed.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.cases.read import case_sets, read_set
from tests.rules.scenarios import answers_of
from tests.rules.topics import TOPICS, calm_in, scenarios_in
from tests.rules.watch import Answered, People, Watch

pytestmark = pytest.mark.slow

BEHIND_GATES = 3_000
PAIRS = 4_000
WITH_CASES = "muscle-weakness"  # the topic that the case sets are about

# What may take a person out of a rule although it is one thing more: a plain statement
# that explains the trouble. Anything that is not here may not lower the urgency.
INFECTIONS = frozenset({"chest_infection", "covid", "stomach_bug"})
LEG = frozenset({"hip", "thigh", "knee", "lower_leg", "foot"})
PINCHED = frozenset({"thumb_fingers", "little_finger", "wakes_night"})
RESTED = frozenset({"cast_rest", "hospital_bed", "icu", "less_active"})
SORE_OR_TIRED = frozenset({"no_energy", "hurts", "stiff_slow", "not_weak"})
KNOWN_DISEASE = frozenset({"known_neuro"})
PAIN_ALL_OVER = frozenset({"widespread"})
WHOLE_BODY: Answered = {"where": frozenset({"all_over"})}
OF_MUSCLES: Mapping[str, Answered] = {
    # An infection runs through a home with fever; carbon monoxide gives none.
    "carbon_monoxide": {"general": frozenset({"fever"}), "recent": INFECTIONS},
    # Weak and feverish with a cold is the cold. Nerves fail when the fever is over.
    # Sore after hard exercise, with normal feeling, is the exercise.
    "symmetrical_weakness_under_4_weeks": {
        "general": frozenset({"fever"}),
        "kind": frozenset({"hurts"}),
        "recent": INFECTIONS | {"hard_exercise"},
    },
    # A limb out of a cast, or a body out of bed rest, is thin for want of use; what
    # eases after hard exercise is the exercise.
    "both_sides_new": {"recent": RESTED | {"hard_exercise"}},
    # A muscle disease that is known, and has gone on slowly for years, explains it.
    "motor_neurone_pattern": {"conditions": KNOWN_DISEASE, "recent": RESTED},
    "weak_and_wasting": {"conditions": KNOWN_DISEASE, "recent": RESTED},
    "weak_after_injury": {"recent": RESTED, "where": LEG},
    # It was lain on, it popped, or it was hurt in a fall and is too sore to use.
    "sudden_focal_weakness_pattern": {
        "emerg_now": frozenset({"pressed_limb"}),
        "kind": frozenset({"hurts"}),
        "muscle_changes": frozenset({"tendon_pop", "wrist_drop"}),
        "recent": frozenset({"fall_injury"}),
    },
    "sudden_weakness_last_month": {
        "muscle_changes": frozenset({"wrist_drop"}),
        "pain": frozenset({"sudden_shoulder_arm"}),
        "recent": frozenset({"pressure", "fall_injury"}),
    },
    "sudden_weakness_older": {
        "muscle_changes": frozenset({"tendon_pop"}),
        "recent": frozenset({"fall_injury"}),
    },
    "cannot_move_new": {
        "emerg_now": frozenset({"pressed_limb"}),
        "muscle_changes": frozenset({"wrist_drop"}),
    },
    # Pain of that limb or an injury to it; not of another limb.
    "one_limb_weeks_no_root_pain": {
        "pain": frozenset(
            {
                "back_to_leg",
                "neck_to_arm",
                "one_shoulder",
                "sudden_shoulder_arm",
                "joint",
            }
        ),
        "recent": frozenset({"cast_rest", "fall_injury"}),
    },
    # Too sore to use is not without power; nor are the fingers of one pinched nerve.
    "new_limb_weakness_help": {"kind": frozenset({"hurts"}), "senses": PINCHED},
    # Worn out or sore, and doing all one must: tired legs are then no loss of power.
    # Pain all over for months makes all of it feel weak.
    "slow_limb_or_neck_weakness": {
        "kind": SORE_OR_TIRED,
        "pain": PAIN_ALL_OVER,
        "senses": PINCHED,
        **WHOLE_BODY,
    },
    "chest_pain_weeks": {"pain": PAIN_ALL_OVER},
    # An infection of the airways leaves people tired and breathless for a while.
    "breathless_and_worn_out": {"recent": frozenset({"chest_infection", "covid"})},
    # Weight lost in intensive care, and coming back.
    "cancer_warning_signs": {"recent": frozenset({"icu"})},
    "weight_loss_alone": {"recent": frozenset({"icu"})},
    # Muscle disease of children mostly does not hurt.
    "child_longer_weakness": {"pain": frozenset({"muscle_ache", "joint"})},
    "neck_weak_new": {"kind": SORE_OR_TIRED},
    # Pain from the back down one leg stops somebody who has had it for months.
    "needs_help_new": {
        "kind": frozenset({"hurts"}),
        "pain": frozenset({"back_to_leg"}),
    },
    # The signs of Parkinson's disease, which is seen at an ordinary visit.
    "clumsy_limb_worsening": {
        "muscle_changes": frozenset({"rest_shake", "slow_small"})
    },
    # Aches that come in bouts, where nothing is weak.
    "attacks_after_carbs_or_rest": {"kind": frozenset({"not_weak"})},
    # An eye that will not close is the nerve of the face, not the brain.
    "speech_or_face_new": {"face_throat": frozenset({"eye_not_close"})},
    # An illness of many years that takes words, and is known; or brain fog of months.
    "speech_longer": {
        "conditions": frozenset({"stroke", "parkinson", "dementia", "polio"}),
        "general": frozenset({"brain_fog"}),
    },
    # The fingers of one pinched nerve that tingle more.
    "new_change_month": {"senses": PINCHED},
    # A stomach bug makes anybody a little weak.
    "salt_risk_new_weakness": {"recent": frozenset({"stomach_bug"})},
    # Double vision that comes with use is the muscle; a sore scalp is still seen today.
    "giant_cell_sight": {"varies": frozenset({"worse_use", "worse_evening"})},
    # What comes and goes in the whole body is no mini-stroke.
    "mini_stroke_last_2_days": WHOLE_BODY,
    "mini_stroke_older": WHOLE_BODY,
    "signs_for_months": WHOLE_BODY,
    # Tired arms as well as tired legs are the illness or its treatment, not the cord.
    "cancer_with_cord_signs": {
        "where": frozenset({"shoulder", "upper_arm", "elbow", "forearm", "hand"})
    },
    # Hard stools that have bled a little for months.
    "bleeding_and_faint": {"general": frozenset({"constipation"})},
    # A fever of a few days is an ordinary infection; weeks of it are not. Sweats with
    # hot flushes are the change of life, and bouts with crashes long COVID.
    "fever_for_weeks": {
        "general": frozenset({"flushes"}),
        "onset_when": frozenset({"week", "today"}),
        "recent": frozenset({"covid"}),
        "varies": frozenset({"crash_next_day"}),
    },
    "fever_for_weeks_at_risk": {"onset_when": frozenset({"week", "today"})},
    # Ill or sore for some days is common; for months it is not.
    "child_kept_back": {"onset_when": frozenset({"month", "week", "today"})},
    "polymyalgia_pattern": {"onset_when": frozenset({"week", "today"})},
    # What began lately has not gone on for years; newer signs speak for it.
    "slow_wasting_or_helpless": {"onset_when": frozenset({"month", "week", "today"})},
    # Hands that wake somebody at night are pinched at the wrist.
    "tingling_both_sides_growing": {"senses": frozenset({"wakes_night"})},
    # A headache on the day of a vaccine, or the day after.
    "new_headache_over_50": {"onset_when": frozenset({"today"})},
    # Care at home rests on an explanation, a short time and a mild picture: these are
    # the explanations, and to be newer is part of them.
    "routine_default": {
        "child_signs": frozenset({"leg_ache_night"}),
        "muscle_changes": frozenset({"cramps"}),
        "onset_when": frozenset({"year", "three_months", "month", "week", "today"}),
        "pain": frozenset(
            {"back", "elbow_grip", "muscle_ache", "neck", "one_shoulder"}
        ),
        "recent": INFECTIONS
        | {"fall_injury", "hard_exercise", "repeat_work", "vaccine"},
        "senses": frozenset({"wakes_night"}),
        "sleep": frozenset({"odd_hours", "short"}),
        "varies": frozenset({"worse_night"}),
        # Aching legs are growing pains only when both ache.
        "where": LEG,
    },
}


SHORT_SLEEP = frozenset({"short", "hard_to_sleep", "odd_hours"})
OF_TIREDNESS: Mapping[str, Answered] = {
    # A fever of a few days is an ordinary infection; weeks of it are not.
    "fever_for_weeks": {"onset_when": frozenset({"week", "today"})},
    # Care at home rests on an explanation and a short time: these are the explanations.
    "routine_default": {
        "onset_when": frozenset({"month", "week", "today"}),
        "recent": frozenset({"infection", "covid"}),
        "sleep": SHORT_SLEEP,
        "symptoms": frozenset({"aches", "sore_throat", "poor_appetite"}),
    },
}
EXPLAINED = {"muscle-weakness": OF_MUSCLES, "tiredness": OF_TIREDNESS}


@pytest.fixture(scope="module", params=TOPICS, ids=lambda topic: topic.id)
def watch(request: pytest.FixtureRequest) -> Watch:
    """Each topic, with what may explain a lower urgency there."""
    return Watch(request.param, EXPLAINED[request.param.id])


@pytest.fixture(scope="module")
def people(watch: Watch) -> People:
    """Everybody in the scenarios, and in the cases where there are any, by name."""
    topic = watch.topic
    found = {
        one.id: answers_of(one, topic)
        for one in (*calm_in(topic), *scenarios_in(topic))
    }
    for name in case_sets() if topic.id == WITH_CASES else ():
        found |= {f"{name} {c.id}": c.answers for c in read_set(name, topic)}
    return {name: watch.assess(answers) for name, answers in found.items()}


def test_one_thing_worse_never_lowers_urgency(watch: Watch, people: People) -> None:
    wrong = [*watch.lowered_by_one(people)]
    assert not wrong, "\n".join(wrong)


def test_what_a_denied_gate_kept_back_never_lowers_urgency(
    watch: Watch, people: People
) -> None:
    wrong = [*watch.lowered_behind_gates(people, BEHIND_GATES)]
    assert not wrong, "\n".join(wrong)


def test_a_second_thing_worse_never_lowers_urgency(
    watch: Watch, people: People
) -> None:
    wrong = [*watch.lowered_by_two(people, PAIRS)]
    assert not wrong, "\n".join(wrong)
