"""Specimens: invented content that shows every component in every state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from assessment.core.body import EITHER, LEFT, RIGHT
from assessment.core.care import Note, Part, Sheet
from assessment.core.conditions import ALWAYS
from assessment.core.doubt import Doubt
from assessment.core.findings import Advice, PhoneNumber, Source, Urgency
from assessment.core.lines import Line, State
from assessment.core.medicine_findings import (
    MedicineFindings,
    MedicineNote,
    PairFound,
)
from assessment.core.medicines import (
    DangerSign,
    Medicine,
    Medicines,
    Pair,
    Recognition,
)
from assessment.core.questionnaire import Group, Kind, Meaning, Option, Question
from assessment.core.since import Difference, Since
from assessment.core.summary import CauseCard, HowSoon, Point, Warning
from assessment.core.topic import Review
from assessment.web.controls import Control, build_control
from assessment.web.forms import Entry

LONG = "Donaudampfschifffahrtselektrizitätenhaupt"  # 41 letters
WHY = "One sentence says why, when somebody opens it."
STEPS = ("Where you are", "What you see", "What comes next")
SOURCES = {
    "a": Source("a", "With an address", "Press", 2020, "https://example.org/", "none"),
    "b": Source("b", "Without an address", "Another press", None, None, "none"),
}

UNSURE = Option("unsure", "Not sure", meaning=Meaning.UNSURE)
NONE = Option("none", "None of these", exclusive=True, meaning=Meaning.NONE)
TWO = (Option("one", "The first answer"), Option("two", "The second answer"))
GROUPS = (Group("near", "What is near"), Group("far", "What is far"))
GROUPED = (
    Option("cup", "A cup", group="near"),
    Option("door", "A door, with more words than one line can hold", group="near"),
    Option("hill", "A hill", group="far"),
    Option("else", "Something in no group", typed=True),
    NONE,
)
PLACES = (
    Option("hand", "Hand", sided=True),
    Option("foot", "Foot", sided=True),
    Option("neck", "Neck"),
    Option("nowhere", "Nowhere", exclusive=True),
)
KNOWN = Medicine("a", "alphamine", what="a tablet for tests", shows="It shows here.")
RISKY = Medicine(
    "b",
    "betamine",
    what="for tests",
    shows="It shows here too.",
    onset="after weeks",
    stopping="Never stop it alone.",
    dangerous_to_stop=True,
    sources=("a", "b"),
)


def _read(text: str) -> tuple[Recognition, ...]:
    """Knows one name and thinks of two at any other."""
    if text == KNOWN.name:
        return (Recognition(text, (KNOWN.id,)),)
    return (Recognition(text, suggestions=(KNOWN.name, RISKY.name)),)


MEDICINES = Medicines(
    question="unclear",
    by_id={medicine.id: medicine for medicine in (KNOWN, RISKY)},
    names=(KNOWN.name, RISKY.name),
    read=_read,
)


def controls() -> list[Control]:
    """The questions, each in the state that its words name."""
    return [
        build_control(question, question.options, entry, error, MEDICINES)
        for question, entry, error in (*_one(), *_several(), *_typing())
    ]


def _one() -> Iterator[tuple[Question, Entry, str]]:
    radio = Question(
        "empty", "One answer: none chosen yet", Kind.SINGLE, WHY, options=TWO
    )
    yield radio, Entry(), ""
    chosen = Question(
        "chosen",
        "One answer: with a hint, and chosen",
        Kind.SINGLE,
        WHY,
        help="A hint says how to answer.",
        required=True,
        options=(*TWO, UNSURE),
    )
    yield chosen, Entry(("two",)), ""
    refused = Question(
        "refused",
        "One answer: it was left out",
        Kind.SINGLE,
        WHY,
        help="A hint stands before the error.",
        required=True,
        options=TWO,
    )
    yield refused, Entry(), "Choose one answer."


def _several() -> Iterator[tuple[Question, Entry, str]]:
    grouped = Question(
        "grouped",
        "Several answers: in groups, with words of one’s own",
        Kind.MULTI,
        WHY,
        options=GROUPED,
        groups=GROUPS,
    )
    yield grouped, Entry(("door", "else"), words="What was typed"), ""
    clash = Question(
        "clash",
        "Several answers: two of them clash",
        Kind.MULTI,
        WHY,
        required=True,
        options=(*TWO, NONE),
    )
    yield clash, Entry(("one", "none")), "Choose “None of these” alone, or the others."
    long = Question(
        "long",
        f"Long words: {LONG}",
        Kind.MULTI,
        LONG,
        help=LONG,
        options=(
            Option("word", LONG, group="all"),
            Option("words", f"{LONG} {LONG}", group="all"),
        ),
        groups=(Group("all", LONG),),
    )
    yield long, Entry(("word",)), ""
    places = Question(
        "places",
        "Places: some chosen, one on a side that is not sure",
        Kind.BODY_MAP,
        WHY,
        required=True,
        options=PLACES,
        sides=(LEFT, RIGHT, EITHER),
    )
    yield places, Entry((f"{LEFT}:hand", f"{EITHER}:foot", "neck")), ""


def _typing() -> Iterator[tuple[Question, Entry, str]]:
    number = Question("number", "A number: empty", Kind.NUMBER, WHY, unit="years")
    yield number, Entry(), ""
    beyond = Question(
        "beyond",
        "A number: out of range, or not sure",
        Kind.NUMBER,
        WHY,
        required=True,
        unit="years",
        options=(UNSURE,),
    )
    yield beyond, Entry(number="999"), "Type a number from 0 to 120."
    words = Question("words", "Words: empty", Kind.TEXT, WHY, help="A hint.")
    yield words, Entry(), ""
    endless = Question("endless", "Words: too many", Kind.TEXT, WHY, required=True)
    yield endless, Entry(words=f"{LONG} " * 9), "Write less: 5 letters too many."
    unclear = Question(
        MEDICINES.question,
        "Medicines: one known, one unclear",
        Kind.MEDICINE_LIST,
        WHY,
        typed=True,
        options=(*TWO, NONE),
    )
    yield unclear, Entry(("one",), words=f"{KNOWN.name}\nalfamin"), ""


def warning(number: PhoneNumber) -> Warning:
    """A warning sign that asks for a call to the number."""
    return Warning(
        id="warning",
        urgency=Urgency.EMERGENCY,
        what="a warning sign",
        do="Call now, do not wait.",
        more="Say what happened, and where you are.",
        because=("you said the first thing", "you said the second thing"),
        aloud=("you said the first thing", "you said the second thing"),
        to_settle=(),
        shown_at=None,
        call=(number,),
        sources=(),
    )


def levels(number: PhoneNumber) -> list[HowSoon]:
    """How soon to be seen, at each level, the soonest first."""
    ladder = sorted(Urgency, reverse=True)
    doubt = Doubt(
        "Call your doctor today",
        "A sign could not be ruled out.",
        "If they say that it can wait: what this level asks for.",
        Advice("Call today", "Say which answers you were not sure of."),
    )
    return [
        HowSoon(
            urgency=level,
            title=f"Level {level.value}: what to do in a few words",
            why="A sentence says why.",
            ladder=tuple((f"Level {each.value}", each is level) for each in ladder),
            now=(),
            while_waiting=(),
            sooner=(),
            decided_by=(warning(number),) if level >= Urgency.SAME_DAY else (),
            doubt=doubt if level is Urgency.WITHIN_2_WEEKS else None,
        )
        for level in ladder
    ]


def causes() -> list[CauseCard]:
    """A card with everything on it, and one with nothing but its title."""
    point = Point("a finding", ("what you said",), ("what you said",), ("a",))
    more = [
        Point("more", (words,), (words,), ()) for words in ("second", "third", LONG)
    ]
    full = CauseCard(
        id="full",
        name="for the doctor",
        title="Something that must not be missed",
        named_for_doctor_only=False,
        must_not_miss=True,
        band="fits well",
        supporting=(point, *more),
        against=(point,),
        missing=(point,),
        unexplained=("one thing",),
        tests=("a test",),
        seen_by=("a doctor",),
        sources=("a", "b"),
        about_medicines=True,
    )
    bare = replace(
        full,
        id="bare",
        title=LONG,
        must_not_miss=False,
        supporting=(),
        against=(),
        missing=(),
        unexplained=(),
        tests=(),
        seen_by=(),
        sources=(),
        about_medicines=False,
    )
    return [full, bare]


def medicine_findings() -> MedicineFindings:
    """What can be said of medicines, all of it."""
    pair = Pair("pair", (), (), ALWAYS, "", "They do not go well together.", ())
    return MedicineFindings(
        notes=(
            MedicineNote(KNOWN, KNOWN.name, False, (), ()),
            MedicineNote(RISKY, "betamin", True, (), ()),
        ),
        timing="A sentence says when.",
        pairs=(PairFound(pair, (KNOWN.name, RISKY.name)),),
        signs=(
            DangerSign("now", "A sign for now", Urgency.EMERGENCY),
            DangerSign("today", "A sign for today", Urgency.SAME_DAY),
        ),
        unclear=_read("alfamin"),
        others=(LONG,),
        never_stop="Do not stop a medicine on your own.",
    )


def since() -> Since:
    """What changed since an earlier summary: one of each."""
    return Since(
        made_on=date(2026, 10, 12),
        worse=(Difference("one", "How hard it is", ("easy",), ("hard",)),),
        better=(Difference("two", "How often", ("each day",), ("at times",)),),
        new=(Difference("three", "Signs", (), ("a new sign", "another")),),
        gone=(Difference("four", "Places", ("a place",), ()),),
        open=("A question that was left open",),
    )


def sheet() -> Sheet:
    """A sheet with lines and a table whose last cells are blank."""
    table = Part("A table", columns=("Day", "What", "When"), rows=(("Monday", "tea"),))
    lines = Part("Lines", lines=("The first line", LONG))
    notes = (Note("A word of care"),)
    return Sheet(
        "sheet", "A sheet", "", (), (lines, table), "It opens so.", "A nod first", notes
    )


def reviews() -> list[Review]:
    """Never reviewed, reviewed, changed since, and withdrawn."""
    day = date(2026, 1, 1)
    return [
        Review("draft", None, None, day),
        Review("reviewed", "Dr A. Example", day, day),
        Review("reviewed", "Dr A. Example", day, day, changed=True),
        Review("withdrawn", None, None, day),
    ]


def lines() -> list[Line]:
    """Answers in every state, as they are checked."""
    words = {State.ANSWERED: ("An answer", LONG), State.NONE: ("None of these",)}
    words |= {State.UNSURE: ("Not sure",), State.DECLINED: ("I would rather not say",)}
    return [
        Line(f"line-{state}", f"A question: {state}", words.get(state, ()), state)
        for state in (*words, State.BLANK)
    ]
