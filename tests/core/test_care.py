"""What the person takes along: given to those whom it is for, and to nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.core.answers import Answer
from assessment.core.assess import Assessment, assess
from assessment.core.care import (
    Care,
    CutOff,
    Measure,
    Note,
    Part,
    ReturnAdvice,
    Sheet,
    Term,
    terms_in,
)
from assessment.core.conditions import Chosen, InRange, Not
from assessment.core.findings import NextStep, QuestionToAsk, Urgency
from tests.core.made_up import TOPIC, answers, chose

HUMS = Chosen("noise", ("hum",))
RING = NextStep("ring", "Ring it", "Gently.", ("book",), all_clear=True)
CARE = Care(
    return_advice=(
        ReturnAdvice("hums", "It hums louder.", ("book",), HUMS),
        ReturnAdvice("calm", "It rings.", ("book",), up_to=Urgency.ROUTINE),
    ),
    sheets=(
        Sheet(
            "log", "Log", "ring", ("book",),
            parts=(
                Part("Days", columns=("Day", "Rings", "Hums"), rows=(("Monday", "2"),)),
                Part("Old bells", ("Oil it.",), when=InRange("age", at_least=10)),
            ),
            notes=(Note("Mind the hum.", HUMS), Note("Mind the light.", Not(HUMS))),
        ),
    ),
    measures=(
        Measure(
            "low", "Lowness", "mood", "of 6", "It is no proof.", "", ("book",),
            (CutOff("low", at_least=3), CutOff("low for the old", at_least=2,
                                              when=InRange("age", at_least=50))),
        ),
        Measure("years", "Years", "age", "years", "It is no proof.", "", ("book",),
                (CutOff("young", below=5),), untried="not told"),
    ),
)  # fmt: skip
BELL = replace(TOPIC, care=CARE, next_steps=(RING,))


def found(**changes: Answer | None) -> Assessment:
    """What the rules make of the calm answers with changes."""
    return assess(BELL, answers(**changes))


def test_advice_to_come_back_is_given_unless_it_plainly_does_not_apply() -> None:
    def told(**changes: Answer | None) -> list[str]:
        return [advice.id for advice in found(**changes).return_advice]

    assert told(areas=chose("none")) == ["calm"]
    assert told(areas=chose("noise"), noise=chose("hum")) == ["hums", "calm"]
    assert told(areas=Answer()) == ["hums", "calm"]
    assert told(areas=Answer(), speed=chose("sudden")) == ["hums"]


@pytest.mark.parametrize("doubt", [{"alarm": Answer()}, {"speed": chose("unsure")}])
def test_a_step_that_needs_an_all_clear_waits_while_a_sign_is_open(
    doubt: dict[str, Answer],
) -> None:
    assert [step.id for step in found().next_steps] == ["ring"]
    assert found(**doubt).next_steps == ()


def test_a_sheet_comes_with_its_step_and_not_without() -> None:
    (sheet,) = found().sheets
    assert [part.heading for part in sheet.parts] == ["Days", "Old bells"]
    assert found(alarm=Answer()).sheets == ()


def test_a_part_needs_its_condition_and_a_note_stays_in_doubt() -> None:
    (young,) = found(age=Answer(number=3), areas=Answer()).sheets
    assert [part.heading for part in young.parts] == ["Days"]
    assert [note.text for note in young.notes] == ["Mind the hum.", "Mind the light."]
    (calm,) = found().sheets
    assert [note.text for note in calm.notes] == ["Mind the light."]


def test_what_a_row_leaves_out_is_blank() -> None:
    assert CARE.sheets[0].parts[0].full_rows == (("Monday", "2", ""),)


def test_a_sum_is_a_figure_only_when_all_of_it_is_known() -> None:
    def low(**changes: Answer | None) -> list[int | None]:
        found_here = found(**changes).measures
        return [one.figure for one in found_here if one.measure.id == "low"]

    assert low(glum=chose("s2"), bored=chose("s1")) == [3]
    assert low(glum=chose("s2"), bored=Answer()) == []


def test_a_measure_that_was_asked_for_and_left_out_says_so() -> None:
    years = [one for one in found(age=Answer()).measures if one.measure.id == "years"]
    assert [one.figure for one in years] == [None]


def test_only_the_cut_offs_that_may_be_about_the_person_are_told() -> None:
    def means(**changes: Answer | None) -> list[str]:
        (low, _) = found(**changes).measures
        return [cut_off.means for cut_off in low.cut_offs]

    assert means() == ["low"]
    assert means(age=Answer(number=60)) == ["low", "low for the old"]
    assert means(age=None) == ["low", "low for the old"]


@pytest.mark.parametrize(
    ("cut_off", "met"),
    [
        (CutOff("", at_least=3), {2: False, 3: True}),
        (CutOff("", below=3), {2: True, 3: False}),
    ],
)
def test_a_cut_off_is_met_on_its_side(cut_off: CutOff, met: dict[int, bool]) -> None:
    assert {figure: cut_off.met(figure) for figure in met} == met


def test_a_term_is_found_where_a_word_begins_with_it() -> None:
    glossary = [Term(term, term, ()) for term in ("CK", "nerve test", "MRI")]
    glossary.append(Term("scan", "scan", (), ("X-ray",)))
    texts = ["ck blood test", "nerve tests", "check of the knee", "X-rays"]
    found_here = [one.term for one in terms_in(glossary, texts)]
    assert found_here == ["CK", "nerve test", "scan"]


def test_five_questions_to_ask_are_given_in_the_order_of_the_file() -> None:
    asked = tuple(QuestionToAsk(str(n), f"{n}?", ("book",)) for n in range(8))
    topic = replace(TOPIC, questions_to_ask=asked)
    found_here = assess(topic, answers()).questions_to_ask
    assert [question.id for question in found_here] == ["0", "1", "2", "3", "4"]
