"""A typed medicine counts exactly as its ticked option, however it is spelled."""

from __future__ import annotations

import random
import re
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assessment.core.answers import Answer, Answers
from assessment.core.assess import Assessment, assess
from assessment.core.conditions import Verdict
from assessment.core.medicine_findings import MedicineFindings, look_at_medicines
from assessment.core.medicines import Medicine
from assessment.core.summarise import summarise
from assessment.core.topic import Topic
from assessment.core.visit import Visit
from assessment.rulebook import load_topic

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SLIPS = 4  # for each name


@cache
def topic() -> Topic:
    """The shipped topic."""
    return load_topic(RULES)


TYPED = [m for m in topic().medicines.by_id.values() if m.shows]
COUNTED = [m for m in TYPED if m.options]


def answers(options: tuple[str, ...] = (), typed: tuple[str, ...] = ()) -> Answers:
    """Somebody with weak thighs who ticked and typed these medicines."""
    said = {
        "age": Answer(number=66),
        "emerg_now": Answer(("none",)),
        "kind": Answer(("cannot",)),
        "pain": Answer(("muscle_ache",)),
        "onset_speed": Answer(("weeks_months",)),
        "medicine_areas": Answer(("heart", "sugar_gut", "immune", "brain")),
        "medicines": Answer(options, typed=typed),
        "med_timing": Answer(("within_3m",)),
    }
    return Answers(said)


def outcome(found: Assessment) -> tuple[object, ...]:
    """All that the rules say, but for the words that the person used."""
    return (
        found.urgency,
        [(r.flag.id, r.verdict, r.left_open) for r in found.red_flags],
        [
            (
                cause.cause.id,
                cause.score,
                cause.band.id,
                [e.evidence.finding for e in cause.supporting],
                [e.evidence.finding for e in cause.against],
                [e.evidence.finding for e in cause.missing],
            )
            for cause in found.causes
        ],
        [step.id for step in found.next_steps],
        [question.id for question in found.questions_to_ask],
        found.unknown,
        [page.place for page in found.known.pages],
    )


@cache
def ticked(options: tuple[str, ...]) -> tuple[object, ...]:
    """What the rules say to whoever ticked these."""
    return outcome(assess(topic(), answers(options)))


def names_of(medicine: Medicine) -> list[str]:
    """Every name that is read as this medicine and no other."""
    catalogue = topic().medicines
    alone = [n for n in catalogue.names if read(n) == (medicine.id,)]
    assert medicine.name in alone
    return alone


@cache
def read(text: str) -> tuple[str, ...]:
    """The ids that a text is read as."""
    names = topic().medicines.read(text)
    return tuple(id_ for name in names for id_ in name.medicines)


@pytest.mark.parametrize("medicine", COUNTED, ids=lambda m: str(m.id))
def test_typed_counts_as_ticked(medicine: Medicine) -> None:
    for typed in (medicine.name, f"{medicine.name.upper()} 20mg tabs"):
        found = outcome(assess(topic(), answers(typed=(typed,))))
        assert found == ticked(medicine.options), typed


@pytest.mark.parametrize("medicine", TYPED, ids=lambda m: str(m.id))
def test_one_wrong_letter_never_makes_another_medicine(medicine: Medicine) -> None:
    chance = random.Random(medicine.id)  # noqa: S311 (the same slips every time)
    catalogue = topic().medicines
    for name in names_of(medicine):
        for slip in slips(name, chance):
            for found in catalogue.read(slip):
                meant = {id_ for n in found.suggestions for id_ in read(n)}
                same = {m for m in found.medicines if same_group(m, medicine)}
                unread = not found.medicines
                assert same or unread or medicine.id in meant, (name, slip, found)


def same_group(id_: str, medicine: Medicine) -> bool:
    """Whether rules can't tell the two apart."""
    other = topic().medicines.by_id[id_]
    return (other.options, other.kinds) == (medicine.options, medicine.kinds) or (
        other.options == medicine.options != ()
    )


def slips(name: str, chance: random.Random) -> list[str]:
    """The name with one letter of a long word left out, changed or swapped."""
    inside = [n for word in re.finditer(r"\w{7,}", name) for n in range(*word.span())]
    made = []
    for at in chance.sample(inside[1:-1], SLIPS) if inside else ():
        made += [
            name[:at] + name[at + 1 :],
            name[:at] + chance.choice(LETTERS) + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    return made


def test_most_names_with_a_wrong_letter_are_read_or_suggested() -> None:
    chance = random.Random(1)  # noqa: S311 (the same slips every time)
    tried = [(m, s) for m in TYPED for s in slips(m.name, chance)]
    found = 0
    for medicine, slip in tried:
        ids = {
            id_
            for name in topic().medicines.read(slip)
            for id_ in (
                *name.medicines,
                *(i for n in name.suggestions for i in read(n)),
            )
        }
        found += medicine.id in ids
    assert found / len(tried) > 0.95


def test_a_name_counts_where_no_area_was_ticked() -> None:
    said = answers(typed=("simvastatin",)).set("medicine_areas", Answer(("other",)))
    assert topic().know(said).holds("medicines", "statin") is Verdict.YES


def test_the_suspect_counts_though_it_was_not_in_the_list() -> None:
    said = answers(("other",)).set("med_which", Answer(typed=("Zocor since May",)))
    assert topic().know(said).holds("medicines", "statin") is Verdict.YES


def test_the_suspect_may_be_named_in_the_list_too() -> None:
    said = answers((), ("paclitaxel",))
    said = said.set("med_which", Answer(typed=("paclitaxel",)))
    assert topic().know(said).holds("medicines", "chemo") is Verdict.YES


def test_what_may_have_been_meant_is_open_until_it_is_settled() -> None:
    said = answers(("metformin",), ("prednison",))
    known = topic().know(said)
    assert known.holds("medicines", "steroid") is Verdict.UNKNOWN
    assert known.holds("medicines", "statin") is Verdict.NO
    assert known.left_open("medicines")
    meant = Answer(
        ("metformin",), typed=("prednison",), meant=(("prednison", "prednisone"),)
    )
    settled = topic().know(said.set("medicines", meant))
    assert settled.holds("medicines", "steroid") is Verdict.YES
    assert not settled.left_open("medicines")


def test_a_cause_that_rests_on_a_medicine_brings_the_rule_with_it() -> None:
    said = answers(("statin",))
    visit = Visit(topic().id, topic().content_version, 0, answers=said)
    made = summarise(topic(), visit, assess(topic(), said), date(2026, 11, 21))
    about = {card.id: card.about_medicines for card in made.causes}
    assert about["statin_muscle"]
    assert made.medicines.never_stop
    assert not all(about.values())


def test_whatever_is_dangerous_to_stop_says_why() -> None:
    marked = [m for m in TYPED if m.dangerous_to_stop]
    assert len(marked) > 80
    assert all(m.stopping for m in marked)


def told(*typed: str, **said: Answer) -> MedicineFindings:
    """What is said to somebody who typed these, with other answers changed."""
    changed = answers(typed=typed)
    for question, answer in said.items():
        changed = changed.set(question, answer)
    return look_at_medicines(topic(), topic().know(changed))


def test_a_blood_thinner_is_about_bleeding() -> None:
    (note,) = told("warfarin").notes
    assert "Bleeding" in note.acts[0]
    assert "INR" in note.checks[0]


def test_a_fits_medicine_in_pregnancy_needs_a_call_today() -> None:
    woman = {"age": Answer(number=30), "sex": Answer(("female",))}
    pregnant = told("Epilim", pregnancy=Answer(("pregnant",)), **woman)
    (found,) = pregnant.pairs
    assert "today" in found.pair.says
    assert "Do not stop it on your own" in found.pair.says
    assert not told("Epilim", pregnancy=Answer(("answer_no",)), **woman).pairs


def test_no_timing_makes_a_link_less_likely() -> None:
    for timing in ("answer_no", "later"):
        said = told("simvastatin", med_timing=Answer((timing,))).timing
        assert "after years" in said


FOR_THIS = Answer(("for_this",))


def test_a_bought_painkiller_comes_without_alarm() -> None:
    bought = told("Nurofen", med_timing=FOR_THIS)
    assert [words for words in bought.emergencies if "pee" not in words] == []
    assert "stop" not in bought.never_stop
    assert "while your pee is dark" in bought.never_stop
    assert "pharmacist" in bought.never_stop


@pytest.mark.parametrize(
    ("typed", "timing"),
    [
        (("Nurofen",), "answer_no"),
        (("Nurofen", "prednisolone"), "for_this"),
        (("Nurofen Plus",), "for_this"),
        (("aspirin",), "for_this"),
    ],
)
def test_whatever_may_be_needed_keeps_the_rule(
    typed: tuple[str, ...], timing: str
) -> None:
    assert "Do not stop" in told(*typed, med_timing=Answer((timing,))).never_stop
