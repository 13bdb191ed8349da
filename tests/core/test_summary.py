"""The summary: what page and paper show, in words that come from the answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from assessment.core.answers import Answer, Answers
from assessment.core.assess import assess
from assessment.core.conditions import Chosen
from assessment.core.explain import said
from assessment.core.findings import Urgency
from assessment.core.journey import note_warnings
from assessment.core.known import Known
from assessment.core.lines import State, answer_line
from assessment.core.questionnaire import Page, Questionnaire, Step
from assessment.core.summarise import summarise
from assessment.core.summary import HowSoon, Summary
from assessment.core.topic import Negative
from assessment.core.visit import Visit
from tests.core.made_up import (
    AGE,
    ALARM,
    AREAS,
    NOISE,
    TOPIC,
    WHERE,
    chose,
    visit,
)
from tests.core.strategies import any_answers

HUMMING = {"areas": chose("noise"), "noise": chose("hum")}


def summary(current: Visit) -> Summary:
    """The summary of the visit on a fixed day."""
    assessment = assess(TOPIC, current.answers)
    return summarise(TOPIC, current, assessment, date(2026, 11, 21))


def test_a_warning_says_what_was_ticked_and_when() -> None:
    current = note_warnings(TOPIC, visit(alarm=chose("flames")), now=77)
    (warning,) = summary(current).warnings
    assert (warning.id, warning.because, warning.shown_at) == (
        "fire",
        ("“Flames”",),
        77,
    )
    assert [number.label for number in warning.call] == ["999"]


def test_what_could_not_be_ruled_out_names_what_would_settle_it() -> None:
    (warning,) = summary(visit(speed=chose("unsure"))).not_ruled_out
    assert warning.id == "came_fast"
    assert [line.title for line in warning.to_settle] == ["How fast"]
    assert warning.because == ()


def test_a_cause_quotes_the_person_and_asks_for_what_is_missing() -> None:
    card = summary(visit(**HUMMING, speed=chose("unsure"))).causes[0]
    assert card.id == "rust"
    assert card.because == ("“A hum”",)
    assert card.would_help == ("How fast did it start?",)
    assert card.sources == ("book",)


def test_a_name_for_the_doctor_only_is_not_the_title() -> None:
    cards = {card.id: card for card in summary(visit(speed=chose("sudden"))).causes}
    assert cards["short"].named_for_doctor_only
    assert cards["short"].title == "Ask for the wires to be checked"
    assert cards["rust"].title == "Rust"
    assert cards["rust"].less_typical == ("How fast: “All at once”",)
    assert cards["short"].because == ("it came fast in a limb",)


def test_the_one_line_is_made_of_short_answers() -> None:
    both_hands = chose("left:hand", "right:hand", "neck", "left:foot")
    made = summary(visit(speed=chose("sudden"), where=both_hands))
    assert made.page_one.one_line == (
        "hand (right and left); foot (left); neck: suddenly; 12\u00a0years"
    )


def test_negatives_tell_absent_from_open() -> None:
    said = {"alarm": chose("smoke"), "glum": Answer(), "areas": chose("noise")}
    negatives = summary(visit(**said, noise=chose("none"))).page_one.negatives
    told = (*negatives.absent, *negatives.screened, *negatives.open)
    assert "smoke" not in told
    assert negatives.absent == ("a hum",)
    assert negatives.open == ("glum",)


def test_what_only_a_broad_question_asked_is_told_apart() -> None:
    made = summary(visit(areas=chose("none")))
    assert made.page_one.negatives.screened == ("a hum",)
    assert "a hum" not in made.page_one.negatives.absent
    states = {line.id: line.state for step in made.answers for line in step.lines}
    assert states["noise"] is State.SCREENED
    assert states["areas"] is State.NONE
    (noise,) = (n for step in made.answers for n in step.lines if n.id == "noise")
    assert noise.text == "denied at one broad question"


def test_what_the_gate_did_not_offer_was_not_denied() -> None:
    areas = replace(AREAS, options=tuple(o for o in AREAS.options if o.id != "noise"))
    pages = (Page("", 1, (areas,)), Page("", 2, (NOISE,)))
    asked = Questionnaire((Step("", "", pages),))
    known = Known(asked, {}, Answers({"areas": chose("none")}))
    line = answer_line(NOISE, known, str)
    assert (line.state, line.text) == (State.NOT_ASKED, "")


def test_what_an_opened_list_did_not_offer_is_told_apart_too() -> None:
    squeal = Negative("a squeal", Chosen("noise", ("squeal",)))
    topic = replace(TOPIC, page_one=replace(TOPIC.page_one, negatives=(squeal,)))
    current = visit(areas=chose("noise"), noise=chose("none"))
    found = assess(topic, current.answers)
    made = summarise(topic, current, found, date(2026, 11, 21))
    assert made.page_one.negatives.screened == ("a squeal",)


def test_doubt_about_an_emergency_is_told_where_the_result_is_calm() -> None:
    low = {"glum": chose("s3"), "bored": chose("s3")}
    soon = summary(visit(**low, tact=Answer())).how_soon
    doubt = soon.doubt
    assert doubt is not None
    assert doubt.title == soon.headline == "Call your doctor today"
    assert soon.steps == (doubt.first, *soon.now)
    assert soon.title in doubt.then
    assert not summary(visit(**low, tact=chose("go_on"))).how_soon.doubt
    with_alarm = summary(visit(**low, tact=Answer(), alarm=chose("smoke")))
    assert not with_alarm.how_soon.doubt


def test_who_the_person_is_is_a_reason_only_when_nothing_else_is() -> None:
    old = summary(visit(age=Answer(number=50), speed=chose("unsure"), glum=None))
    assert old.causes[0].because == ("How old is the bell?: 50\u00a0years",)
    humming = summary(visit(**HUMMING, age=Answer(number=50)))
    assert humming.causes[0].because == ("How fast: “Slowly”", "“A hum”")


def test_what_means_nothing_alone_is_told_with_its_question() -> None:
    known = TOPIC.know(Answers())
    where, alarm = (
        tuple(said(question, answer, known, str))
        for question, answer in (
            (WHERE, chose("left:foot", "neck")),
            (ALARM, chose("none")),
        )
    )
    assert where == ("Where is it?: foot (left); neck",)
    assert alarm == ("Is anything burning?: “None of these”",)


def test_the_states_of_an_answer_are_told_apart() -> None:
    made = summary(
        visit(
            alarm=chose("none"),
            speed=chose("secret"),
            glum=Answer(),
            bored=None,
            words=Answer(typed=("ding",)),
        )
    )
    states = {line.id: line.state for step in made.answers for line in step.lines}
    assert states["alarm"] is State.NONE
    assert states["noise"] is State.SCREENED
    assert states["speed"] is State.DECLINED
    assert states["glum"] is State.BLANK
    assert states["tact"] is State.NOT_ASKED
    assert states["words"] is State.ANSWERED
    unsure = summary(visit(speed=chose("unsure")))
    states = {line.id: line.state for step in unsure.answers for line in step.lines}
    assert states["speed"] is State.UNSURE


def test_what_a_form_cut_short_never_asked_is_not_asked_and_never_no() -> None:
    some = {"alarm": chose("smoke"), "glum": Answer()}
    answers = Answers(some)
    whole = summary(visit().with_(answers=answers))
    made = summary(visit().with_(answers=answers, cut_short=True))
    states = {line.id: line.state for step in made.answers for line in step.lines}
    kept = {id_: state for id_, state in states.items() if id_ in some}
    assert kept == {"alarm": State.ANSWERED, "glum": State.BLANK}
    assert {states[id_] for id_ in states if id_ not in some} == {State.NOT_ASKED}
    assert not made.unanswered
    assert whole.unanswered
    assert {sign.id for sign in made.not_ruled_out} < {
        s.id for s in whole.not_ruled_out
    }
    assert made.page_one.negatives.absent == whole.page_one.negatives.absent


def test_the_figure_has_the_marks_and_their_words() -> None:
    page = summary(visit(where=chose("left:foot", "neck"))).page_one
    assert page.figure == ("left:foot", "neck")
    assert page.figure_words == "foot (left); neck"


def test_the_ladder_marks_one_rung_soonest_first() -> None:
    ladder = summary(visit(alarm=chose("smoke"))).how_soon.ladder
    assert ladder[0] == ("emergency", True)
    assert [here for _, here in ladder].count(True) == 1


def test_cited_sources_come_along() -> None:
    assert {*summary(visit()).sources} == {"book"}


def told(level: Urgency, *signs: tuple[str, str]) -> HowSoon:
    """How soon, set by signs that each say what to do, and what else."""
    found = summary(visit(alarm=chose("smoke")))
    decided_by = tuple(
        replace(found.warnings[0], id=f"sign_{n}", do=do, more=more)
        for n, (do, more) in enumerate(signs)
    )
    title = "Call today"
    return replace(found.how_soon, urgency=level, title=title, decided_by=decided_by)


def test_the_first_signs_say_what_to_do_and_the_same_words_once() -> None:
    soon = told(
        Urgency.SAME_DAY,
        ("Call today.", "Say smoke."),
        ("Ring 999.", "Run."),
        ("Ring 999.", "Run."),
        ("Ring 999.", "Shout."),
        ("Go out.", ""),
        ("Call today.", "Say smoke."),
    )
    assert [(one.do, one.more) for one in soon.instructions] == [
        ("", ("Say smoke.",)),
        ("Ring 999.", ("Run.",)),
    ]
    assert [(one.do, one.more) for one in soon.further] == [
        ("", ("Shout.",)),
        ("Go out.", ()),
    ]


def test_an_emergency_says_one_thing_to_do() -> None:
    soon = told(Urgency.EMERGENCY, ("Run.", ""), ("Wait.", ""), ("Run.", "Fast."))
    assert [(one.do, one.more) for one in soon.instructions] == [("Run.", ("Fast.",))]
    assert [one.do for one in soon.further] == ["Wait."]


def test_a_sentence_of_several_signs_is_told_once() -> None:
    soon = told(
        Urgency.SAME_DAY,
        ("Call today.", "Say smoke. Do not run."),
        ("Call today.", "Say fire. Do not run."),
    )
    (one,) = soon.instructions
    assert one.more == ("Say smoke.", "Do not run.", "Say fire.")


def test_an_instruction_offers_the_numbers_that_it_names() -> None:
    named, silent = told(Urgency.ROUTINE, ("Ring 999.", ""), ("Wait.", "")).instructions
    assert [number.label for number in named.named] == ["999"]
    assert silent.call
    assert not silent.named


@pytest.mark.parametrize(
    ("speed", "doubted", "unanswered"),
    [
        (chose("unsure"), ["came_fast"], []),
        (chose("secret"), [], ["How fast"]),
        (Answer(), [], ["How fast"]),
        (None, [], ["How fast"]),
    ],
)
def test_silence_names_the_question_and_doubt_the_sign(
    speed: Answer | None, doubted: list[str], unanswered: list[str]
) -> None:
    made = summary(visit(speed=speed))
    assert [sign.id for sign in made.doubted] == doubted
    assert [line.title for line in made.unanswered] == unanswered
    assert list(made.to_settle) == ["How fast"]


def test_a_private_answer_is_quoted_to_the_doctor_only() -> None:
    steps = TOPIC.questionnaire.steps
    speed = replace(TOPIC.questionnaire.question_by_id["speed"], private=True)
    alarm = steps[0].pages[0]
    pages = (alarm, replace(steps[0].pages[1], questions=(AGE, speed)))
    first = replace(steps[0], pages=pages)
    topic = replace(TOPIC, questionnaire=Questionnaire((first, *steps[1:])))
    current = visit(speed=chose("sudden"), where=chose("left:hand"))
    found = assess(topic, current.answers)
    made = summarise(topic, current, found, date(2026, 11, 21))
    (warning,) = (w for w in made.warnings if w.id == "came_fast")
    assert warning.because == ("How fast: “All at once”",)
    assert warning.aloud == made.how_soon.because == ()
    cards = {card.id: card for card in made.causes}
    assert cards["short"].supporting[0].words == ("it came fast in a limb",)
    assert cards["short"].because == ()
    assert cards["rust"].less_typical == ()


@given(any_answers)
def test_any_answers_can_be_summed_up(given_answers: Answers) -> None:
    current = Visit("doorbell", "1", 0, answers=given_answers)
    made = summary(current)
    assert made.how_soon.title
    fired = {warning.id for warning in made.warnings}
    assert fired.isdisjoint(warning.id for warning in made.not_ruled_out)


def test_causes_that_fit_badly_are_shown_only_when_nothing_fits_better() -> None:
    both = visit(**HUMMING, speed=chose("sudden"), glum=chose("s0"))
    bands = [result.band.id for result in assess(TOPIC, both.answers).causes]
    assert bands == ["weak", "weak"]
    assert len(summary(both).causes) == 2
    well = visit(**HUMMING)
    assert [card.id for card in summary(well).causes] == ["rust"]


def test_reasons_tell_what_was_said_before_what_was_not() -> None:
    made = summary(visit(speed=chose("sudden"), where=chose("left:foot")))
    (warning,) = (w for w in made.warnings if w.id == "came_fast")
    assert warning.because == ("How fast: “All at once”",)


def test_what_must_not_be_missed_is_shown_however_badly_it_fits() -> None:
    current = visit(**HUMMING, age=Answer(number=50), speed=chose("sudden"))
    found = {r.cause.id: r for r in assess(TOPIC, current.answers).causes}
    assert found["short"].must_not_miss
    assert found["short"].band.id == "weak"
    assert "short" in {card.id for card in summary(current).causes}
