"""Assessment: urgency is the highest sign that fires; causes weigh evidence."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given

from assessment.core.answers import Answer, Answers
from assessment.core.assess import CauseResult, assess
from assessment.core.conditions import ALWAYS, Chosen, Verdict
from assessment.core.findings import Urgency
from tests.core.made_up import TOPIC, answers, chose
from tests.core.strategies import any_answers

HUMMING = {"areas": chose("noise"), "noise": chose("hum")}


def cause(cause_id: str, given_answers: Answers) -> CauseResult | None:
    """The result for one cause; None when it is not suggested."""
    found = assess(TOPIC, given_answers).causes
    return next((result for result in found if result.cause.id == cause_id), None)


def test_the_most_urgent_sign_decides_and_all_that_fire_are_told() -> None:
    result = assess(TOPIC, answers(alarm=chose("flames"), speed=chose("sudden")))
    assert result.urgency is Urgency.EMERGENCY
    assert [r.flag.id for r in result.decided_by] == ["fire", "fast_fire"]
    assert {r.flag.id for r in result.fired} >= {"fire", "fast_fire", "came_fast"}


def test_self_care_needs_a_plain_no_to_what_forbids_it() -> None:
    assert assess(TOPIC, answers(where=chose("left:foot"))).urgency is Urgency.SELF_CARE
    assert assess(TOPIC, answers(where=chose("left:hand"))).urgency is Urgency.ROUTINE
    assert assess(TOPIC, answers(where=None)).urgency is Urgency.ROUTINE


def test_doubt_about_an_emergency_rules_out_self_care() -> None:
    low = {"where": chose("left:foot"), "glum": chose("s3"), "bored": chose("s3")}
    settled = assess(TOPIC, answers(**low, tact=chose("go_on")))
    doubtful = assess(TOPIC, answers(**low, tact=None))
    assert settled.urgency is Urgency.SELF_CARE
    assert doubtful.urgency is Urgency.ROUTINE
    assert [r.flag.id for r in doubtful.not_ruled_out] == ["wants_stop"]


def test_a_step_may_be_kept_from_whoever_is_looked_after_at_home() -> None:
    calm = answers(where=chose("left:foot"))
    (step, *_) = TOPIC.next_steps
    held_back = replace(step, at_least=Urgency.ROUTINE)
    assert step in assess(TOPIC, calm).next_steps
    kept = replace(TOPIC, next_steps=(held_back,))
    assert assess(kept, calm).next_steps == ()
    assert assess(kept, answers(where=chose("left:hand"))).next_steps == (held_back,)


def test_nothing_answered_is_never_calm() -> None:
    result = assess(TOPIC, Answers())
    assert result.urgency is Urgency.ROUTINE
    assert [r.flag.id for r in result.decided_by] == ["usual"]
    verdicts = {r.flag.id: r.verdict for r in result.red_flags}
    assert verdicts["fire"] is Verdict.UNKNOWN


@pytest.mark.parametrize("speed", [chose("unsure"), chose("secret"), Answer(), None])
def test_doubt_on_a_warning_sign_is_told_as_not_ruled_out(speed: Answer | None) -> None:
    result = assess(TOPIC, answers(speed=speed))
    verdicts = {r.flag.id: r.verdict for r in result.red_flags}
    assert verdicts["came_fast"] is Verdict.UNKNOWN
    assert [r.flag.id for r in result.not_ruled_out] == ["came_fast"]


@given(any_answers)
def test_any_answers_give_an_assessment(given_answers: Answers) -> None:
    result = assess(TOPIC, given_answers)
    assert result.urgency in Urgency
    assert result.urgency >= max(
        (r.flag.urgency for r in result.fired if not r.flag.fallback),
        default=Urgency.SELF_CARE,
    )


@given(any_answers)
def test_c2_adding_a_red_flag_answer_never_lowers_urgency(
    given_answers: Answers,
) -> None:
    before = assess(TOPIC, given_answers).urgency
    alarm = given_answers.get("alarm", Answer())
    kept = tuple(option for option in alarm.options if option != "none")
    for sign in ("smoke", "flames"):
        more = given_answers.set("alarm", Answer((*dict.fromkeys((*kept, sign)),)))
        assert assess(TOPIC, more).urgency >= before


@given(any_answers)
def test_c3_doubt_and_silence_are_never_a_no(given_answers: Answers) -> None:
    elsewhere = {q: said for q, said in given_answers.items() if q != "where"}
    for speed in (chose("unsure"), chose("secret"), Answer()):
        doubtful = Answers({**elsewhere, "speed": speed})
        verdicts = {r.flag.id: r.verdict for r in assess(TOPIC, doubtful).red_flags}
        assert verdicts["came_fast"] is Verdict.UNKNOWN


def test_the_score_is_prior_plus_grouped_support_less_what_speaks_against() -> None:
    # Age and slow start are both about time: 1.9 + 0.8 * 1.1; the hum is its own.
    found = cause("rust", answers(**HUMMING))
    assert found is not None
    assert found.score == pytest.approx(0 + 1.9 + 0.8 * 1.1 + 1.1)
    assert found.band.id == "strong"
    against = cause("rust", answers(**HUMMING, speed=chose("sudden")))
    assert against is not None
    assert against.score == pytest.approx(1.1 + 1.1 - 1.9)
    assert [e.evidence.finding for e in against.against] == ["Sudden start"]


def test_a_symptom_that_a_cause_does_not_explain_takes_off_up_to_a_cap() -> None:
    noisy = answers(
        areas=chose("noise", "light"),
        noise=chose("hum", "squeal"),
        speed=chose("sudden"),
    )
    short, rust = cause("short", noisy), cause("rust", noisy)
    assert short is not None
    assert rust is not None
    assert short.score == pytest.approx(-2.5 + 2.8 - 0.5), "0.7, capped at 0.5"
    assert [s.option for s in rust.unexplained] == ["squeal"]


def test_what_a_cause_explains_takes_nothing_off() -> None:
    said = answers(
        areas=chose("noise", "light"),
        noise=chose("hum", "squeal"),
        speed=chose("sudden"),
    )
    before = cause("rust", said)
    assert before is not None
    assert before.unexplained != ()
    rust = replace(before.cause, explains=Chosen("noise", ("squeal",)))
    others = tuple(c for c in TOPIC.causes if c.id != "rust")
    found = assess(replace(TOPIC, causes=(rust, *others)), said).causes
    after = next(result for result in found if result.cause.id == "rust")
    assert after.unexplained == ()
    assert after.score > before.score


def test_a_cause_needs_its_condition_and_one_solid_finding() -> None:
    assert cause("short", answers(speed=chose("sudden"))) is not None
    assert cause("short", answers(speed=chose("unsure"))) is None
    assert cause("rust", answers(age=Answer(number=3), speed=None)) is None


def test_age_alone_suggests_no_cause() -> None:
    old = answers(age=Answer(number=40), speed=None)
    assert cause("rust", old) is not None
    strict = replace(TOPIC.scoring, never_alone=frozenset({"age"}))
    found = assess(replace(TOPIC, scoring=strict), old).causes
    assert "rust" not in [result.cause.id for result in found]


def test_a_rare_cause_needs_more_points_or_a_sign_that_is_about_it() -> None:
    old = answers(age=Answer(number=40), speed=None)
    floor = replace(TOPIC.scoring, floor={"common": 1.2})
    causes = assess(replace(TOPIC, scoring=floor), old).causes
    assert "rust" not in [result.cause.id for result in causes]
    # The same few points are enough for a cause that a warning sign is about.
    about = replace(TOPIC.red_flags[-1], concern=("rust",), when=ALWAYS, fallback=False)
    told = replace(TOPIC, scoring=floor, red_flags=(*TOPIC.red_flags, about))
    assert "rust" in [result.cause.id for result in assess(told, old).causes]


def test_what_is_unknown_is_missing_not_against() -> None:
    found = cause("rust", answers(**HUMMING, speed=chose("unsure")))
    assert found is not None
    assert [e.evidence.finding for e in found.missing] == ["Slow start", "Sudden start"]
    assert found.against == ()


def test_a_cause_that_a_sign_names_must_not_be_missed() -> None:
    found = cause("short", answers(speed=chose("sudden")))
    assert found is not None
    assert found.must_not_miss


def test_causes_come_best_first() -> None:
    found = assess(TOPIC, answers(**HUMMING, speed=chose("sudden"))).causes
    assert [result.score for result in found] == sorted(
        (result.score for result in found), reverse=True
    )
    assert len(found) == 2


def test_advice_is_given_only_where_nothing_forbids_it() -> None:
    def steps(given_answers: Answers) -> set[str]:
        return {step.id for step in assess(TOPIC, given_answers).next_steps}

    assert "oil" in steps(answers())
    assert "oil" not in steps(answers(alarm=chose("smoke")))
    assert "oil" not in steps(answers(alarm=None)), "not ruled out"
    assert "oil" not in steps(answers(speed=chose("sudden"))), "too urgent"
    assert "quiet" in steps(answers(**HUMMING))
    assert "quiet" not in steps(answers())


def test_questions_to_ask_fit_the_answers() -> None:
    asked = assess(TOPIC, answers(**HUMMING)).questions_to_ask
    assert [question.id for question in asked] == ["why", "hum"]
    assert [q.id for q in assess(TOPIC, answers()).questions_to_ask] == ["why"]
    assert not assess(TOPIC, answers(alarm=chose("smoke"))).questions_to_ask


def test_l8_ten_times_the_rules_take_about_ten_times_as_long() -> None:
    asked = answers(alarm=chose("smoke"), speed=chose("slow"))
    seconds = {}
    for many in (100, 1_000):
        copies = -(-many // len(TOPIC.red_flags))
        topic = replace(TOPIC, red_flags=(TOPIC.red_flags * copies)[:many])
        times = []
        for _ in range(5):
            begun = time.process_time()
            assess(topic, asked)
            times.append(time.process_time() - begun)
        seconds[many] = min(times)
    # 100 times as long would be the square.
    assert seconds[1_000] < 40 * seconds[100] + 0.01
