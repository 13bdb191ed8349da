"""The good topic becomes exactly these objects, in each country and language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assessment.core.body import Relation
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
from assessment.core.topic import Negative, PageOne, Review, Slot, Topic
from assessment.rulebook import RulebookError, check, load_topic
from tests.rulebook.gallery import GOOD, lay_over

TOPIC = GOOD / "rules" / "topic"

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
        scoring=Scoring(
            prior={"common": 0, "rare": -2.5},
            points={1: 0.5, 2: 1.1, 3: 1.9, 4: 2.8},
            repeat_factors=(1, 0.8),
            evidence_groups={"where": "place", "spread": "place"},
            salient=(Salient("itch", "bad", 0.3),),
            salient_cap=1.5,
            least_support=2,
            bands=(Band("strong", "Fits well", 2), Band("weak", "Fits a little", 0)),
        ),
        urgency=URGENCY,
        next_steps=(
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
        ),
        questions_to_ask=(
            QuestionToAsk("how_long", "How long will it last?", ("judgement",)),
            QuestionToAsk(
                "is_it_nerve",
                "Is it a nerve?",
                ("judgement",),
                Chosen("spread", ("one", "both")),
            ),
        ),
        page_one=PageOne(
            person=("age",),
            one_line=("where", "itch"),
            figure="where",
            slots=(Slot("since", "Since", ("began",)),),
            negatives=(Negative("a swollen face", Not(Chosen("signs", ("face",)))),),
        ),
        sources={
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
        },
        country=BRITAIN,
    )


def test_the_good_topic_is_exactly_this() -> None:
    topic = load_topic(TOPIC)
    assert topic == expected(topic.digest)


def test_the_good_topic_has_no_problems_in_any_country() -> None:
    assert check(TOPIC) == ()


def test_what_is_loaded_is_plain_text() -> None:
    topic = load_topic(TOPIC)
    kept = (
        topic.title,
        topic.causes[1].evidence[0].finding,
        topic.red_flags[0].do,
        *topic.sources,
        *topic.facts,
        *topic.questionnaire.question_by_id,
        *topic.questionnaire.question_by_id["where"].regions["arm"],
    )
    assert {type(text) for text in kept} == {str}


def test_another_country_has_its_own_numbers() -> None:
    topic = load_topic(TOPIC, country="DE")
    assert topic.country.numbers["urgent"].dial == "116117"
    assert topic.red_flags[0].do == "Call 112 now."


def test_a_language_replaces_the_texts_that_it_has() -> None:
    topic = load_topic(TOPIC, language="de")
    signs = topic.questionnaire.question_by_id["signs"]
    assert signs.ask == "Trifft jetzt etwas davon zu?"
    assert signs.options[0].label == "Mein Gesicht schwillt an"
    assert signs.options[1].label == "I can hardly breathe"
    assert topic.red_flags[0].do == "Rufen Sie 999."
    assert topic.causes[1].evidence[0].finding == "Starkes Jucken in einem Arm"
    assert topic.causes[1].helps == ("Ruhe",)
    assert topic.scoring.bands[0].label == "Passt gut"


def test_a_language_without_texts_keeps_the_topics_own() -> None:
    assert load_topic(TOPIC, language="fr") == load_topic(TOPIC)


def test_the_shared_folder_may_be_elsewhere(tmp_path: Path) -> None:
    lay_over(GOOD, tmp_path)
    elsewhere = tmp_path / "elsewhere" / "common"
    elsewhere.parent.mkdir()
    (tmp_path / "rules" / "shared").rename(elsewhere)
    topic = load_topic(tmp_path / "rules" / "topic", shared=elsewhere)
    assert topic.country == BRITAIN


def test_the_digest_changes_with_any_byte_and_with_nothing_else(
    tmp_path: Path,
) -> None:
    lay_over(GOOD, tmp_path)
    folder = tmp_path / "rules" / "topic"
    before = load_topic(folder).digest
    assert before == load_topic(TOPIC).digest
    (folder / "scenarios" / "any.yaml").write_text("another: scenario\n")
    assert load_topic(folder).digest == before
    with (folder / "facts.yaml").open("a") as file:
        file.write("# a remark\n")
    assert load_topic(folder).digest != before


def test_an_error_prints_one_problem_on_a_line(tmp_path: Path) -> None:
    with pytest.raises(RulebookError) as caught:
        load_topic(TOPIC, country="UK")
    assert str(caught.value) == "\n".join(map(str, caught.value.problems))
    (problem,) = caught.value.problems
    assert str(problem) == (
        f"{problem.file}:1:1 unknown-country there is no country `UK`, only GB, DE"
    )
