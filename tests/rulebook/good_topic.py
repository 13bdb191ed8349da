"""The good topic, written out as the objects of the core."""

from __future__ import annotations

from datetime import date

from assessment.core.body import Relation
from assessment.core.care import (
    Care,
    CutOff,
    Measure,
    Note,
    Part,
    ReturnAdvice,
    Sheet,
    Term,
)
from assessment.core.conditions import (
    All,
    Any,
    AtLeast,
    Chosen,
    InRange,
    Marked,
    Not,
    NotSaid,
)
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
    Group,
    Kind,
    Meaning,
    Option,
    Page,
    Question,
    Questionnaire,
    Step,
)
from assessment.core.topic import Examination, Negative, PageOne, Review, Slot, Topic

SIGNS = Question(
    id="signs",
    ask="Is any of this true now?",
    kind=Kind.MULTI,
    why="Some itching needs help at once.",
    required=True,
    options=(
        Option("face", "My face is swelling", group="air"),
        Option("breath", "I can hardly breathe", "Short of breath", group="air"),
        Option("none", "None of these", meaning=Meaning.NONE, exclusive=True),
    ),
    groups=(Group("air", "Breathing"),),
)
AGE = Question(
    id="age",
    ask="How old are you?",
    kind=Kind.NUMBER,
    why="It changes the cause.",
    unit="years",
    minimum=0,
    maximum=115,
)
WHERE = Question(
    id="where",
    ask="Where does it itch?",
    kind=Kind.BODY_MAP,
    why="The place tells the cause.",
    sides=("left", "right", "unsure_side"),
    regions={"arm": ("elbow", "hand")},
    options=(
        Option("elbow", "Elbow", sided=True),
        Option("hand", "Hand", sided=True),
        Option("neck", "Neck"),
        Option("nowhere", "Nowhere", meaning=Meaning.NONE, exclusive=True),
    ),
)
ITCH = Question(
    id="itch",
    ask="How bad is it?",
    kind=Kind.SCALE,
    why="To see how it goes on.",
    show_when=NotSaid("where", ("nowhere",)),
    options=(Option("light", "Light", score=0), Option("bad", "Bad", score=2)),
)
BEGAN = Question(
    id="began",
    ask="When did it begin?",
    kind=Kind.SINGLE,
    why="New itching has other causes.",
    private=True,
    help="A guess is fine.",
    show_when=Not(Chosen("where", ("nowhere",))),
    when_hidden="unknown",
    options=(
        Option("new", "This week"),
        Option("old", "Longer ago"),
        Option("unsure", "Not sure", meaning=Meaning.UNSURE),
    ),
)
QUESTIONNAIRE = Questionnaire(
    (
        Step(
            "emergency",
            "First: is it an emergency?",
            (Page("emergency", 1, (SIGNS,)),),
        ),
        Step(
            "itching",
            "The itch",
            (Page("itching", 1, (AGE, WHERE)), Page("itching", 2, (ITCH, BEGAN))),
        ),
    )
)
ARM = ("elbow", "hand")
FACTS = {
    "spread": Fact(
        "spread",
        "How far it has spread",
        (
            FactValue(
                "both",
                "it is on both sides",
                Marked("where", Relation.BOTH_SIDES, ARM),
            ),
            FactValue(
                "one",
                "it is on one side",
                Marked("where", Relation.ONE_SIDE_ONLY, ARM),
            ),
        ),
    ),
    "burden": Fact("burden", "How heavy it is", sum_of=("itch",)),
}
RED_FLAGS = (
    RedFlag(
        "swelling",
        "Swelling of the face",
        Urgency.EMERGENCY,
        ("allergy",),
        Any(
            (
                Chosen("signs", ("face",)),
                All((Chosen("signs", ("breath",)), Chosen("spread", ("both",)))),
            )
        ),
        "Call 999 now.",
        "Say what you ate.",
        sources=("skin2020",),
    ),
    RedFlag(
        "see_somebody",
        "Nothing urgent",
        Urgency.ROUTINE,
        (),
        Not(Chosen("signs", ("face", "breath"))),
        "See a doctor when it suits you.",
        call=("urgent",),
        sources=("judgement",),
        fallback=True,
    ),
)
CAUSES = (
    Cause(
        "allergy",
        "Contact allergy",
        "An allergy",
        "skin",
        "common",
        (
            Evidence(
                "It is new",
                True,
                3,
                Chosen("began", ("new",)),
                ("skin2020",),
                "adults",
                likelihood_ratio=3.2,
            ),
            Evidence(
                "It is the neck", False, 2, Chosen("where", ("neck",)), ("judgement",)
            ),
        ),
    ),
    Cause(
        "nerve",
        "Trapped nerve",
        "A pinched nerve",
        "nerves",
        "rare",
        (
            Evidence(
                "Bad itching in one arm",
                True,
                2,
                AtLeast(
                    2,
                    (
                        Chosen("itch", ("bad",)),
                        InRange("burden", at_least=1),
                        Marked("where", Relation.MORE, ARM, ("neck",)),
                    ),
                ),
                ("judgement",),
                sensitivity=0.5,
                specificity=0.8,
            ),
        ),
        All(
            (
                InRange("age", at_least=50),
                Marked("where", Relation.AS_MANY, ARM, ("neck",)),
            )
        ),
        "Ask to have the nerve tested",
        "Few people have it.",
        "over 50",
        "none",
        ("nerve test",),
        ("neurologist",),
        ("rest",),
    ),
)
URGENCY = {
    Urgency.EMERGENCY: UrgencyAdvice(
        Urgency.EMERGENCY,
        "Get emergency help now",
        "Now",
        "It can get worse fast.",
        (Advice("Call", "Call 999."),),
        ("Sit up.",),
        ("You faint.",),
    ),
    Urgency.SAME_DAY: UrgencyAdvice(
        Urgency.SAME_DAY,
        "See somebody today",
        "Today",
        "It can't wait.",
        (Advice("Call", "Call NHS 111."),),
    ),
    Urgency.WITHIN_2_WEEKS: UrgencyAdvice(
        Urgency.WITHIN_2_WEEKS,
        "See somebody soon",
        "2 weeks",
        "It should be looked at.",
        (),
    ),
    Urgency.ROUTINE: UrgencyAdvice(
        Urgency.ROUTINE, "See somebody", "Some time", "It is not urgent.", ()
    ),
    Urgency.SELF_CARE: UrgencyAdvice(
        Urgency.SELF_CARE, "Look after it", "At home", "It goes away.", ()
    ),
}
BRITAIN = Country(
    "GB",
    "United Kingdom",
    {
        "emergency": PhoneNumber("emergency", "999", "999"),
        "urgent": PhoneNumber("urgent", "NHS 111", "111"),
    },
)


SCORING = Scoring(
    prior={"common": 0, "rare": -2.5},
    points={1: 0.5, 2: 1.1, 3: 1.9, 4: 2.8},
    repeat_factors=(1, 0.8),
    evidence_groups={"where": "place", "spread": "place"},
    salient=(Salient("itch", "bad", 0.3),),
    salient_cap=1.5,
    least_support=2,
    bands=(Band("strong", "Fits well", 2), Band("weak", "Fits a little", 0)),
)
NEXT_STEPS = (
    NextStep("cool", "Cool it", "Use cold water.", ("judgement",)),
    NextStep(
        "cream",
        "Cream",
        "Use a plain cream.",
        ("skin2020",),
        Chosen("itch", ("bad",)),
        Chosen("signs", ("face",)),
        Urgency.ROUTINE,
    ),
    NextStep("rub", "Rub it", "Rub it.", ("judgement",), all_clear=True),
)
QUESTIONS_TO_ASK = (
    QuestionToAsk("how_long", "How long will it last?", ("judgement",)),
    QuestionToAsk(
        "is_it_nerve",
        "Is it a nerve?",
        ("judgement",),
        Chosen("spread", ("one", "both")),
    ),
)
OLD = InRange("age", at_least=50)
CARE = Care(
    return_advice=(
        ReturnAdvice(
            "swells",
            "Get help if it swells.",
            ("judgement",),
            Chosen("itch", ("bad",)),
            Urgency.ROUTINE,
        ),
        ReturnAdvice("later", "Come back if it stays.", ("judgement",)),
    ),
    sheets=(
        Sheet(
            id="rubbing",
            title="Rubbing",
            goes_with="rub",
            sources=("judgement",),
            parts=(
                Part("Before", ("Wash.", "Dry.")),
                Part(
                    "Log",
                    columns=("Day", "Times"),
                    rows=(("Monday",), ("Tuesday", "twice")),
                    when=Chosen("signs", ("none",)),
                ),
            ),
            lead="Twice a day.",
            agreed="A nurse agreed.",
            notes=(Note("Go slowly.", OLD), Note("Use oil.")),
        ),
    ),
    measures=(
        Measure(
            id="burden",
            name="Burden of itching",
            reads="burden",
            unit="of 4",
            limits="It is no diagnosis.",
            credit="By the authors.",
            sources=("skin2020",),
            cut_offs=(
                CutOff("heavy", at_least=3),
                CutOff("light for the old", below=2, when=OLD),
            ),
            untried="not asked",
        ),
    ),
    glossary=(Term("nerve test", "a test of the nerve", ("judgement",), ("EMG",)),),
)
PAGE_ONE = PageOne(
    person=("age",),
    one_line=("where", "itch"),
    figure="where",
    slots=(Slot("since", "Since", ("began",)),),
    negatives=(Negative("a swollen face", Not(Chosen("signs", ("face",)))),),
    examination=Examination("Skin", ("Colour", "Feel"), ("Left", "Right")),
)
SOURCES = {
    "judgement": Source(
        "judgement", "The authors' judgement", "none", None, None, "none"
    ),
    "skin2020": Source(
        "skin2020",
        "Itching",
        "A journal",
        2020,
        "https://example.org/itching",
        "excerpt",
        "Allergy",
        "Read in part",
    ),
}


def expected(digest: str) -> Topic:
    """The good topic, as the core has it."""
    return Topic(
        id="itchy-elbow",
        title="Itchy elbow",
        intro="Get ready to see a doctor about an itchy elbow",
        minutes=3,
        version="1",
        digest=digest,
        review=Review("draft", None, None, date(2027, 5, 21)),
        questionnaire=QUESTIONNAIRE,
        facts=FACTS,
        red_flags=RED_FLAGS,
        causes=CAUSES,
        scoring=SCORING,
        urgency=URGENCY,
        next_steps=NEXT_STEPS,
        questions_to_ask=QUESTIONS_TO_ASK,
        page_one=PAGE_ONE,
        sources=SOURCES,
        country=BRITAIN,
        care=CARE,
    )
