"""Whatever gets worse, urgency stays or rises: cases, scenarios and those near them.

Each person of the case sets and the scenarios is made worse by one thing, in every way
that the form allows: a tick more, a step up, doubt in place of a "no". Ticks behind a
gate that was denied, and a second thing on top of a first, are sampled by seed.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from assessment.core.assess import Assessment, assess
from assessment.core.conditions import Verdict
from assessment.core.findings import RedFlag, Urgency
from assessment.core.known import Known
from assessment.rulebook import load_topic
from tests.cases.read import case_sets, read_set
from tests.rules.scenarios import answers_of, calm_people, read_scenarios
from tests.rules.worse import (
    Change,
    behind_gates,
    hangs_on,
    opened,
    read_by_warnings,
    worse,
)

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
MUSCLES = load_topic(RULES)
# Causes and advice do not set the urgency, and take most of the time.
SIGNS_ONLY = replace(MUSCLES, causes=(), next_steps=(), questions_to_ask=())
AT_HOME = [f for f in MUSCLES.red_flags if f.urgency is Urgency.SELF_CARE]
SEED = 20261121
BEHIND_GATES = 3_000
PAIRS = 4_000
READ = sorted(read_by_warnings(MUSCLES))

# What may take a person out of a rule although it is one thing more: a plain statement
# that explains the trouble. Anything that is not here may not lower the urgency.
Answered = Mapping[str, frozenset[str]]
INFECTIONS = frozenset({"chest_infection", "covid", "stomach_bug"})
LEG = frozenset({"hip", "thigh", "knee", "lower_leg", "foot"})
PINCHED = frozenset({"thumb_fingers", "little_finger", "wakes_night"})
RESTED = frozenset({"cast_rest", "hospital_bed", "icu", "less_active"})
SORE_OR_TIRED = frozenset({"no_energy", "hurts", "stiff_slow", "not_weak"})
KNOWN_DISEASE = frozenset({"known_neuro"})
PAIN_ALL_OVER = frozenset({"widespread"})
WHOLE_BODY: Answered = {"where": frozenset({"all_over"})}
EXPLAINED: Mapping[str, Answered] = {
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


@pytest.fixture(scope="module")
def people() -> Mapping[str, Assessment]:
    """Everybody in the cases and the scenarios, by name."""
    scenarios = RULES / "scenarios"
    found = {
        one.id: answers_of(one, MUSCLES)
        for one in (*calm_people(scenarios), *read_scenarios(scenarios))
    }
    for name in case_sets():
        found |= {f"{name} {c.id}": c.answers for c in read_set(name, MUSCLES)}
    return {name: assess(SIGNS_ONLY, answers) for name, answers in found.items()}


def matter(before: Assessment) -> tuple[str, ...]:
    """The questions by which this urgency could fall: all rules behind it read them."""
    if before.urgency is Urgency.SELF_CARE:
        return ()
    each = [hangs_on(MUSCLES, result.flag.when) for result in before.decided_by]
    if before.decided_by[0].flag.fallback:
        each = [
            frozenset(chain.from_iterable(hangs_on(MUSCLES, f.when) for f in AT_HOME))
        ]
    return tuple(sorted(frozenset.intersection(frozenset(READ), *each)))


def any_worse(
    draw: random.Random, before: Assessment, questions: Sequence[str]
) -> Change | None:
    """One answer of the person that is worse by a step, if there is one."""
    drawn = draw.sample(questions, k=min(1, len(questions)))
    changes = [*worse(MUSCLES, before.known, drawn)]
    return draw.choice(changes) if changes else None


def lowered(before: Assessment, change: Change) -> str:
    """What the change lowered, in words; empty when it lowered nothing."""
    known = MUSCLES.know(change.answers)
    if any(_fires(r.flag, known) for r in before.decided_by if not r.flag.fallback):
        return ""
    after = before.urgency
    if before.urgency > Urgency.ROUTINE or any(_fires(f, known) for f in AT_HOME):
        after = assess(SIGNS_ONLY, change.answers).urgency
    if after >= before.urgency or explained(before, change):
        return ""
    rules = ", ".join(result.flag.id for result in before.decided_by)
    what = f"{change.question}: {change.option or 'blank'}"
    return f"{what} takes {before.urgency.id} to {after.id} ({rules})"


def _fires(flag: RedFlag, known: Known) -> bool:
    return flag.when.evaluate(known) is Verdict.YES


def explained(before: Assessment, change: Change) -> bool:
    """Whether the answer explains the trouble to every rule that had decided."""
    return all(
        change.option in EXPLAINED.get(result.flag.id, {}).get(change.question, ())
        for result in before.decided_by
    )


def test_one_thing_worse_never_lowers_urgency(people: Mapping[str, Assessment]) -> None:
    wrong = [
        f"{name}: {words}"
        for name, before in people.items()
        for change in worse(MUSCLES, before.known, matter(before))
        if (words := lowered(before, change))
    ]
    assert not wrong, "\n".join(wrong)


def test_what_a_denied_gate_kept_back_never_lowers_urgency(
    people: Mapping[str, Assessment],
) -> None:
    draw = random.Random(SEED)  # noqa: S311 (the same draws every time)
    hidden = [
        (name, question, option)
        for name, before in people.items()
        for question, option in behind_gates(MUSCLES, before.known, matter(before))
    ]
    wrong = []
    for name, question, option in draw.sample(hidden, BEHIND_GATES):
        before = people[name]
        change = opened(MUSCLES, before.known, question, option)
        if change is not None and (words := lowered(before, change)):
            wrong.append(f"{name}: {words}")
    assert not wrong, "\n".join(wrong)


def test_a_second_thing_worse_never_lowers_urgency(
    people: Mapping[str, Assessment],
) -> None:
    draw = random.Random(SEED)  # noqa: S311 (the same draws every time)
    wrong = []
    for name in draw.choices(sorted(people), k=PAIRS):
        first = any_worse(draw, people[name], READ)
        before = assess(SIGNS_ONLY, first.answers) if first else people[name]
        second = any_worse(draw, before, matter(before))
        if second and (words := lowered(before, second)):
            wrong.append(f"{name}: {words}")
    assert not wrong, "\n".join(wrong)
