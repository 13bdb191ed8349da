"""What is said about medicines: the likeliest first, pairs, danger signs, the rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assessment.core.answers import Answer
from assessment.core.assess import assess
from assessment.core.conditions import ALWAYS, All, Chosen, Verdict
from assessment.core.facts import Fact, FactValue
from assessment.core.findings import Urgency
from assessment.core.medicine_findings import MedicineFindings, look_at_medicines
from assessment.core.medicines import (
    AsNeeded,
    DangerSign,
    Medicine,
    MedicineKind,
    Medicines,
    Pair,
    Recognition,
    Timing,
)
from assessment.core.questionnaire import (
    Kind,
    Option,
    Page,
    Question,
    Questionnaire,
    Step,
)
from assessment.core.summarise import summarise
from tests.core.made_up import NONE, TOPIC, answers, visit

OIL = Question(
    "oil", "Which oils does it get?", Kind.MEDICINE_LIST, "Oils clog.", typed=True,
    options=(Option("grease", "Grease"), Option("wax", "Wax"), NONE),
)  # fmt: skip
NEW_OIL = Question("new_oil", "Which one was new?", Kind.TEXT, "It may be that one.")
ACID = Medicine(
    "acid", "acid", "a grease", ("grease",), ("clogs",), "It clogs.",
    link="weak", signs=("drip",), sources=("book",),
)  # fmt: skip
TAR = Medicine(
    "tar", "tar", "a glue", (), ("clogs",), "It sticks.", "Days.", link="strong",
    signs=("fire", "drip"), stopping="It must end slowly.", dangerous_to_stop=True,
)  # fmt: skip
WATER = Medicine("water", "water")
FAT = Medicine("fat", "fat", options=("grease",))  # known to count, and no more
BY_NAME = {
    "acid": ("acid",),
    "tar": ("tar",),
    "mix": ("acid", "tar"),
    "water": ("water",),
    "fat": ("fat",),
}


def read(text: str) -> tuple[Recognition, ...]:
    """Names in small letters; "ta" may be tar."""
    if text == "ta":
        return (Recognition("ta", suggestions=("tar", "acid")),)
    return tuple(Recognition(word, BY_NAME.get(word, ())) for word in text.split())


CATALOGUE = Medicines(
    question="oil",
    named_in=("new_oil",),
    by_id={medicine.id: medicine for medicine in (ACID, TAR, WATER, FAT)},
    kinds={"clogs": MedicineKind("clogs", "Clogging", "it clogs", "a look", ())},
    signs={
        "drip": DangerSign("drip", "It drips", Urgency.SAME_DAY),
        "fire": DangerSign("fire", "It burns", Urgency.EMERGENCY),
    },
    pairs=(
        Pair(
            "both", ("grease",), (TAR.mark,),
            All((Chosen("oil", ("grease",)), Chosen("oil", (TAR.mark,)))),
            "sludge", "Ask first.", ("book",),
        ),
    ),
    timings=(Timing("It fits.", ALWAYS),),
    never_stop="Do not stop.",
    read=read,
)  # fmt: skip
OILED = replace(
    TOPIC,
    questionnaire=Questionnaire(
        (
            *TOPIC.questionnaire.steps,
            Step("oil", "Oil", (Page("oil", 1, (OIL,)), Page("oil", 2, (NEW_OIL,)))),
        )
    ),
    medicines=CATALOGUE,
)


def found(oil: Answer, new_oil: Answer | None = None) -> MedicineFindings:
    """What is said to somebody with these oils."""
    return look_at_medicines(OILED, OILED.know(answers(oil=oil, new_oil=new_oil)))


def holds(oil: Answer, mark: str) -> Verdict:
    """Whether the option or own mark counts."""
    return OILED.know(answers(oil=oil)).holds("oil", mark)


def test_a_typed_name_counts_as_its_option_and_by_itself() -> None:
    typed = Answer(typed=("acid",))
    assert holds(typed, "grease") is Verdict.YES
    assert holds(typed, "=acid") is Verdict.YES
    assert holds(typed, "wax") is Verdict.NO
    assert holds(Answer(("grease",)), "=acid") is Verdict.NO


def test_a_brand_can_stand_for_two() -> None:
    assert [note.medicine for note in found(Answer(typed=("mix",))).notes] == [
        TAR,
        ACID,
    ]


def test_who_names_one_does_not_mean_none() -> None:
    both = Answer(("none",), typed=("acid",))
    assert holds(both, "none") is Verdict.NO
    assert holds(both, "grease") is Verdict.YES


@pytest.mark.parametrize(
    ("meant", "verdict"),
    [
        ((), Verdict.UNKNOWN),
        ((("ta", "?"),), Verdict.UNKNOWN),
        ((("ta", "acid"),), Verdict.YES),
        ((("ta", "tar"),), Verdict.NO),
        ((("ta", ""),), Verdict.NO),
        ((("ta", "gold"),), Verdict.UNKNOWN),
    ],
)
def test_what_was_meant_settles_an_unclear_name(
    meant: tuple[tuple[str, str], ...], verdict: Verdict
) -> None:
    said = Answer(("wax",), typed=("ta",), meant=meant)
    known = OILED.know(answers(oil=said))
    assert known.holds("oil", "grease") is verdict
    assert known.left_open("oil") is (verdict is Verdict.UNKNOWN)


def test_what_was_meant_is_kept_with_the_answer() -> None:
    said = Answer(typed=("ta",), meant=(("ta", "tar"),))
    assert Answer.from_json(said.to_json()) == said


def test_the_suspect_stands_first_then_the_surest_link() -> None:
    typed = Answer(typed=("acid", "tar", "water", "fat"))
    assert [note.medicine.id for note in found(typed).notes] == ["tar", "acid"]
    named = found(typed, Answer(typed=("the acid",)))
    assert [(n.medicine.id, n.suspect) for n in named.notes] == [
        ("acid", True),
        ("tar", False),
    ]


def test_a_suspect_counts_without_standing_in_the_list() -> None:
    known = OILED.know(answers(oil=Answer(("wax",)), new_oil=Answer(typed=("acid",))))
    assert known.chosen("oil") == {"wax", "grease", "=acid"}


def test_a_pair_is_found_whether_typed_or_ticked() -> None:
    for oil in (Answer(("grease",), typed=("tar",)), Answer(typed=("acid", "tar"))):
        (pair,) = found(oil).pairs
        assert pair.pair.says == "Ask first."
    assert pair.names == ("acid", "tar")
    assert not found(Answer(typed=("tar",))).pairs


@pytest.mark.parametrize(
    ("oil", "words"),
    [
        (Answer(typed=("acid", "tar")), "“acid” + “tar”"),
        (Answer(typed=("mix",)), "“mix”"),
        (Answer(("grease",), typed=("tar",)), "“Grease” + “tar”"),
    ],
)
def test_a_sign_about_a_pair_quotes_the_names_and_no_effect(
    oil: Answer, words: str
) -> None:
    (pair,) = CATALOGUE.pairs
    value = FactValue(pair.id, pair.effect, pair.when, (pair.one, pair.other))
    sign = replace(TOPIC.red_flags[0], id="clash", when=Chosen("pair", ("both",)))
    topic = replace(
        OILED,
        facts={**OILED.facts, "pair": Fact("pair", "Pairs", (value,))},
        red_flags=(sign, *OILED.red_flags),
    )
    current = visit(oil=oil)
    made = summarise(topic, current, assess(topic, current.answers), date(2026, 11, 21))
    (warning,) = (w for w in made.warnings if w.id == "clash")
    assert warning.because == (words,)


def test_danger_signs_stand_once_and_the_most_urgent_first() -> None:
    told = found(Answer(typed=("mix",)))
    assert (told.emergencies, told.same_day) == (("It burns",), ("It drips",))


def test_the_rule_stands_beside_every_mention() -> None:
    assert found(Answer(typed=("tar",))).never_stop == "Do not stop."


@pytest.mark.parametrize(
    ("oil", "milder"),
    [
        (Answer(typed=("acid",)), True),
        (Answer(("grease",)), True),
        (Answer(typed=("acid", "tar")), False),
        (Answer(typed=("fat",)), False),
        (Answer(typed=("acid", "gold")), False),
        (Answer(typed=("acid", "ta")), False),
        (Answer(("wax",), typed=("acid",)), False),
    ],
)
def test_the_rule_is_milder_only_where_all_is_taken_as_needed(
    oil: Answer, milder: bool
) -> None:
    bought = AsNeeded(frozenset({"grease", ACID.mark}), "Ask somebody.", ALWAYS)
    topic = replace(OILED, medicines=replace(CATALOGUE, as_needed=bought))
    told = look_at_medicines(topic, topic.know(answers(oil=oil)))
    assert told.never_stop == ("Ask somebody." if milder else "Do not stop.")


def test_names_without_a_link_are_kept_apart() -> None:
    told = found(Answer(typed=("water", "gold", "ta", "fat")))
    assert told.others == ("water", "gold")
    assert [name.typed for name in told.unclear] == ["ta"]
    assert not told.notes
    assert told.told


def test_nothing_is_told_when_nothing_was_typed() -> None:
    assert not found(Answer(("grease",))).told


def test_the_summary_holds_it_with_its_sources() -> None:
    said = visit(oil=Answer(typed=("acid",)))
    summary = summarise(OILED, said, assess(OILED, said.answers), date(2026, 11, 21))
    assert summary.medicines == found(Answer(typed=("acid",)))
    assert "book" in summary.medicines.sources
