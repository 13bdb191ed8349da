"""A small made-up topic about a ringing doorbell, for the tests of the core."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from assessment.core.answers import Answer, Answers
from assessment.core.conditions import All, Chosen, InRange, Not, NotSaid
from assessment.core.conditions import Any as AnyOf
from assessment.core.facts import Fact, FactValue
from assessment.core.findings import (
    Advice,
    Band,
    Cause,
    Country,
    Evidence,
    NextStep,
    PhoneNumber,
    QuestionToAsk,
    RedFlag,
    Salient,
    Scoring,
    Source,
    Urgency,
    UrgencyAdvice,
)
from assessment.core.questionnaire import (
    STAYS_UNKNOWN,
    Group,
    Kind,
    Meaning,
    Option,
    Page,
    Question,
    Questionnaire,
    Step,
)
from assessment.core.topic import Negative, PageOne, Review, Slot, Topic
from assessment.core.visit import Visit

NONE = Option("none", "None of these", meaning=Meaning.NONE, exclusive=True)
UNSURE = Option("unsure", "Not sure", meaning=Meaning.UNSURE)

ALARM = Question(
    "alarm",
    "Is anything burning?",
    Kind.MULTI,
    "Fire comes first.",
    required=True,
    options=(Option("smoke", "Smoke"), Option("flames", "Flames"), NONE),
)
AGE = Question(
    "age", "How old is the bell?", Kind.NUMBER, "Old bells wear out.", unit="years",
    unit_of_one="year", required=True, minimum=0, maximum=115,
)  # fmt: skip
SPEED = Question(
    "speed",
    "How fast did it start?",
    Kind.SINGLE,
    "Speed sorts causes.",
    short="How fast",
    options=(
        Option("sudden", "All at once", short="suddenly"),
        Option("slow", "Slowly"),
        UNSURE,
        Option("secret", "I would rather not say", meaning=Meaning.DECLINED),
    ),
)
AREAS = Question(
    "areas",
    "Anything else?",
    Kind.MULTI,
    "Opens only what matters.",
    options=(Option("noise", "Noises"), Option("light", "Lights"), NONE),
)
NOISE = Question(
    "noise",
    "Which noises?",
    Kind.MULTI,
    "Noises tell bells apart.",
    options=(
        Option("hum", "A hum", group="low"),
        Option("squeal", "A squeal", group="high"),
        NONE,
    ),
    groups=(
        Group("low", "Low"),
        Group("high", "High", show_when=Chosen("areas", ("light",))),
    ),
    show_when=Chosen("areas", ("noise",)),
    when_hidden="none",
)
WHERE = Question(
    "where",
    "Where is it?",
    Kind.BODY_MAP,
    "Place is the best clue.",
    options=(
        Option("hand", "Hand", sided=True),
        Option("foot", "Foot", sided=True),
        Option("neck", "Neck"),
        Option("nowhere", "Nowhere", meaning=Meaning.NONE, exclusive=True),
    ),
    sides=("left", "right", "unsure_side"),
    regions={"limb": ("hand", "foot")},
)
GLUM = Question(
    "glum", "Is the bell glum?", Kind.SCALE, "Mood counts.",
    options=tuple(Option(f"s{n}", f"Level {n}", score=n) for n in range(4)),
)  # fmt: skip
BORED = replace(GLUM, id="bored", ask="Is the bell bored?")
TACT = Question(
    "tact", "Does it want to stop?", Kind.SINGLE, "Asked with tact.",
    options=(Option("stop", "Yes"), Option("go_on", "No")),
    show_when=InRange("mood", at_least=4), when_hidden=STAYS_UNKNOWN,
)  # fmt: skip
YOUNG = Question(
    "young", "Is it still in the box?", Kind.SINGLE, "New bells differ.",
    options=(Option("boxed", "Yes"), Option("free", "No")),
    show_when=InRange("age", below=2),
)  # fmt: skip
WORDS = Question("words", "What else?", Kind.TEXT, "Your own words.")


def _step(step_id: str, *pages: tuple[Question, ...]) -> Step:
    return Step(
        step_id,
        step_id.title(),
        tuple(Page(step_id, n, page) for n, page in enumerate(pages, 1)),
    )


QUESTIONNAIRE = Questionnaire(
    (
        _step("first", (ALARM,), (AGE, SPEED)),
        _step("second", (AREAS,), (NOISE,), (WHERE,)),
        _step("third", (GLUM, BORED), (TACT,), (YOUNG,), (WORDS,)),
    )
)

FACTS = {
    "mood": Fact("mood", "How low it is", sum_of=("glum", "bored")),
    "shape": Fact(
        "shape",
        "How it shows",
        values=(
            FactValue("fast_limb", "it came fast in a limb", All((
                Chosen("speed", ("sudden",)), Chosen("where", ("hand", "foot")),
            ))),
            FactValue("silent", "it makes no noise", Chosen("noise", ("none",))),
        ),
    ),
}  # fmt: skip

SCORING = Scoring(
    prior={"common": 0.0, "rare": -2.5},
    points={1: 0.5, 2: 1.1, 3: 1.9, 4: 2.8},
    repeat_factors=(1, 0.8, 0.6),
    evidence_groups={"speed": "time", "age": "time"},
    salient=(Salient("noise", "squeal", 0.4), Salient("noise", "hum", 0.3)),
    salient_cap=0.5,
    least_support=2,
    bands=(Band("strong", "Fits well", 2.0), Band("weak", "Fits a little", -99)),
)


def _for(finding: str, strength: int, when: Any, *, supports: bool = True) -> Evidence:
    return Evidence(finding, supports, strength, when, ("book",))


RUST = Cause(
    "rust", "Ferric oxide", "Rust", "wear", "common",
    (
        _for("Old", 2, InRange("age", at_least=10)),
        _for("Slow start", 3, Chosen("speed", ("slow",))),
        _for("Hums", 2, Chosen("noise", ("hum",))),
        _for("Sudden start", 3, Chosen("speed", ("sudden",)), supports=False),
    ),
    tests=("look inside",),
)  # fmt: skip
SHORT = Cause(
    "short", "Short circuit", "A loose wire", "power", "rare",
    (_for("Sudden in a limb", 4, Chosen("shape", ("fast_limb",))),),
    requires=Not(Chosen("where", ("nowhere",))),
    action="Ask for the wires to be checked",
)  # fmt: skip

RED_FLAGS = (
    RedFlag("fire", "Fire", Urgency.EMERGENCY, ("short",),
            Chosen("alarm", ("flames", "smoke")), "Call 999 now.", sources=("book",)),
    RedFlag("fast_fire", "Fire, fast", Urgency.EMERGENCY, ("short",), All((
            Chosen("alarm", ("flames",)), Chosen("speed", ("sudden",)))),
            "Call 999 now.", sources=("book",)),
    RedFlag("wants_stop", "Wants to stop", Urgency.EMERGENCY, ("sadness",),
            Chosen("tact", ("stop",)), "Call a friend now.", sources=("book",)),
    RedFlag("came_fast", "Came fast", Urgency.SAME_DAY, ("short",), All((
            Chosen("speed", ("sudden",)), NotSaid("where", ("nowhere",)))),
            "Get seen today.", sources=("book",)),
    RedFlag("mild", "Mild", Urgency.SELF_CARE, (), All((
            Chosen("alarm", ("none",)), Chosen("speed", ("slow",)),
            Not(Chosen("where", ("hand",))))), "Rest it.", sources=("book",)),
    RedFlag("usual", "Nothing else fits", Urgency.ROUTINE, (), InRange("age", 0),
            "Book a visit.", sources=("book",), fallback=True),
)  # fmt: skip

TOPIC = Topic(
    id="doorbell",
    title="Doorbell",
    intro="Get ready to see an electrician",
    minutes=3,
    version="1",
    digest="0" * 64,
    review=Review("draft", None, None, date(2030, 1, 1)),
    questionnaire=QUESTIONNAIRE,
    facts=FACTS,
    red_flags=RED_FLAGS,
    causes=(RUST, SHORT),
    scoring=SCORING,
    urgency={
        level: UrgencyAdvice(
            level, f"Title {level.id}", level.id, "Because.",
            (Advice("Do", "it"),), sooner=("it burns",),
        )
        for level in Urgency
    },
    next_steps=(
        NextStep("oil", "Oil it", "A drop.", ("book",), up_to=Urgency.ROUTINE,
                 unless=Chosen("alarm", ("smoke", "flames"))),
        NextStep("quiet", "Rest it", "Now.", ("book",), Chosen("noise", ("hum",))),
    ),
    questions_to_ask=(
        QuestionToAsk("why", "Why?", ("book",)),
        QuestionToAsk("hum", "Why the hum?", ("book",), Chosen("noise", ("hum",))),
    ),
    page_one=PageOne(
        person=("age",),
        one_line=("where", "speed", "age"),
        figure="where",
        slots=(Slot("noise", "Noises", ("noise", "areas")),),
        negatives=(
            Negative("smoke", Chosen("alarm", ("smoke",))),
            Negative("a hum", AnyOf((Chosen("noise", ("hum",)),))),
            Negative("glum", InRange("mood", at_least=3)),
        ),
    ),
    sources={"book": Source("book", "Bells", "Press", 2020, None, "excerpt")},
    country=Country("GB", "Here", {"emergency": PhoneNumber("emergency", "999", "9")}),
)  # fmt: skip


def chose(*options: str) -> Answer:
    """An answer of these options."""
    return Answer(options)


CALM: dict[str, Answer] = {
    "alarm": chose("none"),
    "age": Answer(number=12),
    "speed": chose("slow"),
    "areas": chose("none"),
    "where": chose("left:hand"),
    "glum": chose("s0"),
    "bored": chose("s0"),
    "words": Answer(),
}


def answers(**changes: Answer | None) -> Answers:
    """The calm, complete answers with changes; None takes one away."""
    merged = {**CALM, **changes}
    return Answers({key: value for key, value in merged.items() if value is not None})


def visit(**changes: Answer | None) -> Visit:
    """A visit with those answers."""
    return Visit("doorbell", "1", 0, answers=answers(**changes))
