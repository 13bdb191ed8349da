"""Self-care: exercise behind one gate, each step for whom it is for, and no harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from assessment.core.answers import Answer, Answers
from assessment.core.assess import Assessment, assess
from assessment.core.conditions import Verdict
from assessment.core.findings import Urgency
from tests.cases.read import read_set
from tests.rules.people import EXERCISE, MUSCLES, person
from tests.rules.words import sentences

STANDING_TESTS = "Tests, with a chair behind you and someone near"
Said = dict[str, Any]
ASKED = MUSCLES.questionnaire.question_by_id


def exerciser(**said: Any) -> Answers:
    """Somebody of 78 who sits a lot, for whom every kind of exercise would do good."""
    usual = {"activity": "low", "onset_when": "three_months"}
    return person("older", **{**usual, **said})


def each(question: str, *but: str) -> list[Said]:
    """One answer to the question for each of its options, but for some of them."""
    return [
        {question: option.id if ASKED[question].kind.one_option else [option.id]}
        for option in ASKED[question].options
        if option.id not in ("none", *but)
    ]


BLOCKING: list[Said] = [
    *each("emerg_now"),
    *each("bladder_saddle"),
    *each("emerg_gone", "answer_no"),
    {"hard_tasks": ["head_up"]},
    {"hard_tasks": ["chew_talk"]},
    {"tempo": "worse_fast"},
    {"tempo": "worse_slow", "onset_when": "month"},
    {"tempo": "worse_slow", "onset_when": "three_months"},
    {"tempo": "worse_steps", "onset_when": "three_months"},
    {"new_change": "last_week"},
    {"new_change": "last_month"},
    {"tempo": "attacks"},
    {"pain": ["muscle_severe"]},
    {"pain": ["thigh_severe"]},
    *each("breathing_heart", "breathless_effort", "morning_headache", "dizzy_standing",
          "ankle_swelling"),
    {"breathing_heart": ["breathless_effort", "ankle_swelling"]},
    *({"face_throat": [sign]} for sign in (
        "droopy_lid", "double_vision", "swallow_hard", "slurred", "jaw_tires")),
    *({"where": [place]} for place in (
        "eyes", "swallowing", "jaw", "neck", "breathing")),
    {"general": ["fever"]},
    {"general": ["weight_loss"]},
    *({"recent": [event]} for event in (
        "surgery", "fall_injury", "head_knock", "cast_rest")),
    *({"recent": [event], "onset_when": "week"} for event in (
        "hard_exercise", "chest_infection", "covid", "stomach_bug")),
    {"muscle_changes": ["tendon_pop"]},
    {"age": 17},
    {"varies": ["crash_next_day"]},
    {"varies": ["early_exercise"]},
    *({"conditions": [illness]} for illness in (
        "known_neuro", "polio", "stroke", "parkinson", "dementia", "heart", "lung",
        "kidney", "bones", "cancer_now", "eating_disorder")),
    {"age": 30, "sex": "female", "pregnancy": "pregnant"},
]  # fmt: skip


def exercise_in(found: Assessment) -> set[str]:
    """Every step, sheet, test and question of the result that asks for effort."""
    parts = {part.heading for sheet in found.sheets for part in sheet.parts}
    return (
        EXERCISE & {step.id for step in found.next_steps}
        | {"home_plan"} & {sheet.id for sheet in found.sheets}
        | {STANDING_TESTS} & parts
        | ({"chair_stand"} if found.known.shows("chair_stand") else set())
    )


def test_with_the_gate_open_all_exercise_is_there() -> None:
    found = assess(MUSCLES, exerciser())
    assert exercise_in(found) == {
        *EXERCISE, "home_plan", STANDING_TESTS, "chair_stand",
    }  # fmt: skip


@pytest.mark.parametrize("said", BLOCKING, ids=str)
def test_one_blocking_answer_keeps_all_exercise_away(said: Said) -> None:
    assert exercise_in(assess(MUSCLES, exerciser(**said))) == set()


# At 78, and staying the same: neither a pregnancy nor when it began matters.
SETTLED = {"sex", "onset_when", "onset_speed"}


def read_by(fact: str) -> set[str]:
    """The questions that the fact is worked out from, and the gates before them."""
    questions = {*MUSCLES.questions_of(fact)}
    for question in tuple(questions):
        condition = ASKED[question].show_when
        questions |= {leaf for leaf in ASKED if leaf in repr(condition)}
    return questions & {*exerciser()}


def doubts() -> Iterator[tuple[str, Answer]]:
    """Every way of leaving open what the gate reads: blank, not sure, not said."""
    for name in sorted(read_by("exercise") - SETTLED):
        yield name, Answer()
        for option in ASKED[name].options:
            if option.leaves_open:
                yield name, Answer((option.id,))


@pytest.mark.parametrize(("question", "doubt"), [*doubts()], ids=str)
def test_one_doubt_keeps_all_exercise_away(question: str, doubt: Answer) -> None:
    found = assess(MUSCLES, exerciser().set(question, doubt))
    assert exercise_in(found) == set()


def test_getting_worse_blocks_when_it_is_not_sure_since_when() -> None:
    worse = exerciser(tempo="worse_slow", onset_when="longer")
    assert exercise_in(assess(MUSCLES, worse)) != set()
    for doubt in (Answer(("unsure",)), Answer()):
        found = assess(MUSCLES, worse.set("onset_when", doubt))
        assert exercise_in(found) == set()


def test_an_operation_long_ago_does_not_block() -> None:
    found = assess(MUSCLES, exerciser(recent=["surgery"], onset_when="longer"))
    assert exercise_in(found) >= EXERCISE


def test_every_part_of_the_gate_has_a_blocking_answer() -> None:
    tried = {name for said in BLOCKING for name in said}
    assert MUSCLES.questions_of("exercise") <= tried


@pytest.mark.parametrize("exercise", sorted(EXERCISE))
def test_exercise_waits_while_a_sign_that_needs_care_today_is_open(
    exercise: str,
) -> None:
    step = next(step for step in MUSCLES.next_steps if step.id == exercise)
    assert step.all_clear
    assert step.up_to <= Urgency.ROUTINE


def steps(found: Assessment) -> set[str]:
    return {step.id for step in found.next_steps}


def test_who_crashes_after_effort_is_told_to_pace() -> None:
    found = steps(assess(MUSCLES, exerciser(varies=["crash_next_day"])))
    assert "pacing" in found
    assert not EXERCISE & found


STEPS_UP = re.compile(r"graded|minutes a week|each week|more each", re.IGNORECASE)


@pytest.mark.parametrize("kind", ["no_energy", "tires", "hurts"])
def test_who_crashes_after_effort_is_told_no_fixed_steps_up(kind: str) -> None:
    found = assess(MUSCLES, exerciser(varies=["crash_next_day"], kind=[kind]))
    told = [step.text for step in found.next_steps]
    assert [words for words in told if STEPS_UP.search(words)] == []
    assert [s.id for s in found.sheets] == ["strength_log"]


def test_who_has_to_wait_is_told_so() -> None:
    found = assess(MUSCLES, exerciser(recent=["surgery"]))
    assert "exercise_later" in steps(found)


def test_who_is_told_to_keep_moving_is_not_told_to_hold_off() -> None:
    sore = {"kind": ["hurts"], "pain": ["muscle_ache"], "recent": ["hard_exercise"]}
    found = assess(MUSCLES, person("adult", **sore, onset_when="week", tempo="same"))
    assert found.urgency is Urgency.SELF_CARE
    assert "exercise_later" not in steps(found)
    worse = assess(
        MUSCLES, person("adult", **sore, onset_when="week", tempo="worse_slow")
    )
    assert worse.urgency > Urgency.SELF_CARE
    assert "exercise_later" in steps(worse)


def test_an_illness_asks_for_a_plan_of_its_own() -> None:
    found = steps(assess(MUSCLES, exerciser(conditions=["known_neuro"])))
    assert {"exercise_own_plan", "physiotherapy"} <= found


FIGURE = re.compile(r"\d+ grams")


@pytest.mark.parametrize(
    "said",
    [
        {"conditions": ["kidney"]},
        {"conditions": ["liver"]},
        {"conditions": ["eating_disorder"]},
        {"conditions": ["parkinson"]},
        {"face_throat": ["swallow_hard"]},
    ],
    ids=str,
)
def test_no_figure_for_protein_where_it_could_do_harm(said: Said) -> None:
    usual = assess(MUSCLES, person("older")).next_steps
    assert any(FIGURE.search(step.text) for step in usual)
    found = assess(MUSCLES, person("older", **said)).next_steps
    assert not any("protein" in step.id for step in found)
    assert not any(FIGURE.search(step.text) for step in found)


@pytest.mark.parametrize(
    "said",
    [
        {"conditions": ["kidney"]},
        {"conditions": ["kidney_stones"]},
        {"medicines": ["vit_d_calcium"]},
        {"medicines": ["water_tablet"]},
        {"medicines": ["heart_rhythm"]},
    ],
    ids=str,
)
def test_no_more_vitamin_d_where_it_could_do_harm(said: Said) -> None:
    assert "vitamin_d" in steps(assess(MUSCLES, person("older")))
    assert "vitamin_d" not in steps(assess(MUSCLES, person("older", **said)))


@pytest.mark.parametrize(
    "said",
    [
        {"alcohol": "high"},
        {"alcohol": "medium", "conditions": ["epilepsy"]},
        {"alcohol": "medium", "muscle_changes": ["action_shake"]},
    ],
    ids=str,
)
def test_who_could_be_harmed_by_drinking_less_is_told_to_get_help_first(
    said: Said,
) -> None:
    found = steps(assess(MUSCLES, person(**said)))
    assert "alcohol_help" in found
    assert "alcohol_less" not in found


@pytest.mark.parametrize("sign", ["morning_headache", "breathless_flat"])
def test_weak_breathing_is_never_met_with_sleep_tips(sign: str) -> None:
    found = assess(MUSCLES, person(sleep=["short"], breathing_heart=[sign]))
    assert "sleep" not in steps(found)
    assert "sleep" in steps(assess(MUSCLES, person(sleep=["short"])))


# Every topic of daily life, and somebody who gets a step about it.
TOPICS: dict[str, Said] = {
    "bring": {},
    "medicine_review": {"medicines": ["statin"]},
    "driving": {"impact": ["driving"], "severity": "slower"},
    "exercise_later": {"general": ["fever"]},
    "alcohol_help": {"alcohol": "high"},
    "sleep_check": {"sleep": ["snore_stop"]},
    "sleep_check_child": {"age": 8, "sleep": ["snore_stop"]},
    "falls_home": {"falls": "one"},
    "pacing": {},
    "film_it": {"tempo": "up_down"},
    "strength_log": {},
    "strength_exercise": {},
    "balance_practice": {"age": 70},
    "walking": {"activity": "bed_chair"},
    "stretching": {"kind": ["stiff_slow"]},
    "exercise_own_plan": {"conditions": ["heart"]},
    "physiotherapy": {"hard_tasks": ["walk_far"]},
    "occupational_therapy": {"hard_tasks": ["write_fine"]},
    "walking_aids": {"hard_tasks": ["balance"]},
    "brace": {"muscle_changes": ["foot_drop"], "onset_when": "longer"},
    "wheelchair": {"severity": "most_help", "onset_when": "longer"},
    "confidence": {"impact": ["confidence"], "severity": "slower"},
    "protein_over_65": {"age": 70},
    "protein": {"food": ["eat_little"]},
    "food_plan": {"conditions": ["kidney"]},
    "vitamin_d": {"food": ["little_sun"]},
    "sleep": {"sleep": ["short"]},
    "alcohol_pregnant": {
        "age": 30,
        "sex": "female",
        "pregnancy": "pregnant",
        "alcohol": "medium",
    },
    "alcohol_less": {"alcohol": "medium"},
    "mood": {"mood_low": "s2"},
    "stress": {"stress": ["high_long"]},
    "feet": {"senses": ["both_feet"], "onset_when": "longer"},
}


# What an adult with all this is told, and a small child is not.
TROUBLES: Said = {
    "falls": "two_plus", "hard_tasks": ["trips", "balance", "drops"], "pain": ["neck"],
    "impact": ["confidence", "work_school"], "sleep": ["snore_stop"], "kind": ["tires"],
    "stress": ["high_long"], "severity": "slower", "goals": ["exercise_plan"],
}  # fmt: skip
GROWN_UP_WORDS = re.compile(
    r"Samaritans|\bdrive\b|stick or walker|falls check|Can I .* work|fear of falling",
    re.IGNORECASE,
)


def advice_for(age: int) -> list[str]:
    """All that somebody of this age with these troubles is advised."""
    found = assess(MUSCLES, person(age=age, **TROUBLES))
    assert found.urgency < Urgency.EMERGENCY
    parts = (found.next_steps, found.questions_to_ask, found.return_advice)
    return [*sentences(parts)]


@pytest.mark.parametrize("age", [1, 6])
def test_a_small_child_is_not_advised_like_a_grown_up(age: int) -> None:
    assert any(map(GROWN_UP_WORDS.search, advice_for(40)))
    assert [words for words in advice_for(age) if GROWN_UP_WORDS.search(words)] == []


def test_a_baby_is_not_measured_by_bladder_or_a_log() -> None:
    found = assess(MUSCLES, person(age=1, where=["left:foot"]))
    advice = {one.id for one in found.return_advice}
    assert {"no_wet_nappy", "child"} <= advice
    assert "bladder_saddle" not in advice
    assert not {"strength_log", "exercise_later"} & steps(found)


def test_in_pregnancy_nobody_is_told_that_some_drink_is_fine() -> None:
    found = steps(assess(MUSCLES, person(**TOPICS["alcohol_pregnant"])))
    assert "alcohol_less" not in found


def test_every_step_has_somebody_to_get_it() -> None:
    assert {*TOPICS} == {step.id for step in MUSCLES.next_steps}


@pytest.mark.parametrize("step", TOPICS)
def test_the_step_reaches_whom_it_is_for(step: str) -> None:
    assert step in steps(assess(MUSCLES, person(**TOPICS[step])))


def test_an_emergency_gets_no_steps_and_no_sheets() -> None:
    found = assess(MUSCLES, exerciser(emerg_now=["chest_pain"]))
    assert found.urgency is Urgency.EMERGENCY
    assert (found.next_steps, found.sheets, found.return_advice) == ((), (), ())


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"medicines": ["statin"]}, "dark like cola"),
        ({"recent": ["hard_exercise"]}, "dark like cola"),
        ({"where": ["left:hand"], "pain": ["back"]}, "cannot pee"),
        ({"where": ["left:foot"]}, "cannot pee"),
        ({"where": ["left:hand"], "conditions": ["stroke"]}, "clears in minutes"),
        ({"varies": ["worse_use"]}, "choke on drinks"),
        ({"medicines": ["chemo"]}, "cancer team"),
        ({"medicines": ["steroid"]}, "throw up your steroid"),
        ({"medicines": ["blood_thinner"]}, "knock to the head"),
        ({"falls": "one"}, "hit your head"),
        ({"mood_low": "s2"}, "hurt yourself"),
        ({"age": 30, "sex": "female", "pregnancy": "pregnant"}, "midwife"),
    ],
    ids=str,
)
def test_return_advice_fits_the_situation(said: Said, words: str) -> None:
    found = assess(MUSCLES, person(**said))
    assert found.urgency < Urgency.EMERGENCY
    assert any(words in advice.text for advice in found.return_advice)


def test_return_advice_that_plainly_does_not_fit_is_left_out() -> None:
    advice = {
        one.id for one in assess(MUSCLES, person(where=["left:hand"])).return_advice
    }
    assert not advice & {
        "steroid", "cancer_treatment", "child", "pregnancy", "attack", "bladder_saddle",
    }  # fmt: skip


@pytest.mark.parametrize("level", [u for u in Urgency if u < Urgency.EMERGENCY])
def test_every_reason_to_get_help_sooner_says_what_to_do(level: Urgency) -> None:
    told = MUSCLES.urgency[level].sooner
    assert len(told) >= 5
    act = re.compile(r"Call (999|sooner) if|Go to hospital at once if|See a doctor ")
    assert [words for words in told if not act.match(words)] == []


def test_dark_pee_means_hospital_at_once_wherever_it_stands() -> None:
    told = [advice.text for advice in MUSCLES.care.return_advice]
    told += [sign.says for sign in MUSCLES.medicines.signs.values()]
    for sheet in MUSCLES.care.sheets:
        told += [note.text for note in sheet.notes]
        told += [f"{part.heading}: {' '.join(part.lines)}" for part in sheet.parts]
    dark = [words for words in told if re.search(r"dark pee|pee turns dark", words)]
    assert len(dark) >= 4
    assert [words for words in dark if "o to hospital at once" not in words] == []


@pytest.mark.parametrize(
    ("age", "sex", "words"),
    [
        (62, "male", ["men of 60 to 64"]),
        (74, "male", ["men of 65 to 74"]),
        (74, "female", ["women of 70 to 79"]),
        (90, "female", ["women of 90 to 94"]),
        (78, "other", ["men of 75 to 79", "women of 70 to 79"]),
    ],
)
def test_the_chair_stand_has_its_cut_off_by_age_and_sex(
    age: int, sex: str, words: list[str]
) -> None:
    answers = exerciser(age=age, sex=sex).set("chair_stand", Answer(number=9))
    (chair, *_) = assess(MUSCLES, answers).measures
    assert chair.figure == 9
    means = [cut_off.means for cut_off in chair.cut_offs]
    assert means == [f"below average for {who}" for who in words]


@pytest.mark.parametrize("age", range(60, 95))
@pytest.mark.parametrize("sex", ["male", "female"])
def test_every_age_that_is_asked_has_one_cut_off(age: int, sex: str) -> None:
    chair = next(m for m in MUSCLES.care.measures if m.id == "chair_stand")
    known = MUSCLES.know(Answers({"age": Answer(number=age), "sex": Answer((sex,))}))
    found = [c for c in chair.cut_offs if c.when.evaluate(known) is Verdict.YES]
    assert len(found) == 1


@pytest.mark.parametrize(
    "said",
    [{"age": 59}, {"age": 95}, {"falls": "one"}, {"severity": "some_help"},
     {"onset_when": "month"}, {"where": ["left:hand"]},
     {"breathing_heart": ["dizzy_standing"]}],
    ids=str,
)  # fmt: skip
def test_the_chair_stand_is_asked_only_where_it_is_safe_and_means_something(
    said: Said,
) -> None:
    assert MUSCLES.know(exerciser()).shows("chair_stand")
    assert not MUSCLES.know(exerciser(**said)).shows("chair_stand")


def test_hardly_anybody_is_asked_a_question_more() -> None:
    people = read_set("development", MUSCLES)
    asked = [one for one in people if MUSCLES.know(one.answers).shows("chair_stand")]
    assert len(people) >= 60
    assert len(asked) <= len(people) / 10


NEVER = {
    "pushing through": r"push through|through (the )?pain|to exhaustion|no pain,? no",
    "heat": r"sauna|hot bath|heat (pack|pad)|hot water bottle",
    "high doses": r"high.dose|creatine|(take|try|use) (potassium|magnesium|zinc|salt)",
    "hunger": r"\bfast(ing)?\b for|low.calorie|skip (a )?meal|eat less",
    "a locked muscle": r"massage|(rub|stretch) (the |a )?(locked|swollen|hot|sore)",
    "stopping": r"\b(stop|halve|skip|pause|drop) (taking |using )?(it|them|your)\b",
    "sleeping pills": r"sleeping (pill|tablet)|(drink|have) alcohol to",
}
NEGATED = re.compile(r"\b(never|not|no|don't|without|until)\b", re.IGNORECASE)


@pytest.mark.parametrize("harm", NEVER)
def test_nothing_that_does_harm_is_suggested(harm: str) -> None:
    advice = (
        MUSCLES.next_steps, MUSCLES.questions_to_ask, MUSCLES.care,
        tuple(MUSCLES.urgency.values()),
        tuple((flag.do, flag.more) for flag in MUSCLES.red_flags),
        tuple((cause.action, cause.helps) for cause in MUSCLES.causes),
    )  # fmt: skip
    told = list(sentences(advice))
    assert len(told) > 700
    pattern = re.compile(NEVER[harm], re.IGNORECASE)
    assert [s for s in told if pattern.search(s) and not NEGATED.search(s)] == []
