"""What the order of pages and the reach of conditions allow, and what they don't."""

from __future__ import annotations

import pytest

from assessment.core.body import Relation
from assessment.core.conditions import (
    All,
    Any,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Marked,
    Not,
    NotSaid,
)
from assessment.core.questionnaire import (
    Kind,
    Option,
    Page,
    Question,
    Questionnaire,
    Step,
)
from assessment.rulebook.contradictions import contradiction
from assessment.rulebook.problems import Place, Report
from assessment.rulebook.reach import check_reach

HERE = Place("file.yaml")
RED = Chosen("colour", ("red",))
IMPOSSIBLE = Chosen("never", ("yes",))
EXCLUSIVE = {"signs": frozenset({"none"})}


def question(name: str, *options: str, **rest: object) -> Question:
    """A single-choice question with these options."""
    offered = tuple(Option(option, option) for option in options)
    return Question(name, name, Kind.SINGLE, "why", options=offered, **rest)  # type: ignore[arg-type]


def possible(condition: Condition) -> bool:
    """Whether the condition can hold in a small questionnaire."""
    asked = (
        question("colour", "red", "blue"),
        question("never", "yes", show_when=InRange("age", at_least=200)),
        question("denied", "yes", "no", show_when=IMPOSSIBLE, when_hidden="no"),
        Question("age", "age", Kind.NUMBER, "why", minimum=0, maximum=115),
        Question("place", "place", Kind.BODY_MAP, "why", show_when=IMPOSSIBLE),
    )
    order = (asked[3], asked[0], asked[1], asked[2], asked[4])
    pages = tuple(Page("only", n, (q,)) for n, q in enumerate(order, start=1))
    report = Report()
    check_reach(
        Questionnaire((Step("only", "Only", pages),)),
        {},
        [(HERE, condition)],
        (dict.fromkeys((q.id for q in asked), HERE), {"only": HERE}),
        report,
    )
    return "never-true" not in [problem.code for problem in report.problems]


@pytest.mark.parametrize(
    "condition",
    [
        RED,
        NotSaid("colour", ("red",)),
        Not(IMPOSSIBLE),
        Any((IMPOSSIBLE, RED)),
        AtLeast(1, (IMPOSSIBLE, RED)),
        InRange("age", at_least=115),
        InRange("age", below=1),
        Chosen("denied", ("no",)),
        NotSaid("denied", ("yes",)),
    ],
)
def test_what_somebody_may_answer_is_possible(condition: Condition) -> None:
    assert possible(condition)


@pytest.mark.parametrize(
    "condition",
    [
        IMPOSSIBLE,
        NotSaid("never", ("yes",)),
        All((RED, IMPOSSIBLE)),
        Any((IMPOSSIBLE, IMPOSSIBLE)),
        AtLeast(2, (IMPOSSIBLE, RED)),
        InRange("age", at_least=116),
        InRange("age", below=0),
        Chosen("denied", ("yes",)),
        Marked("place", Relation.ONLY, ("hand",)),
    ],
)
def test_what_nobody_is_asked_is_impossible(condition: Condition) -> None:
    assert not possible(condition)


@pytest.mark.parametrize(
    "parts",
    [
        (InRange("age", at_least=50), InRange("age", below=50)),
        (InRange("age", at_least=50, below=60), InRange("age", at_least=60)),
        (RED, Chosen("colour", ("blue", "green"))),
        (All((RED,)), All((All((Chosen("colour", ("blue",)),)),))),
        (RED, Not(Chosen("colour", ("red", "blue")))),
        (Chosen("signs", ("a",)), NotSaid("signs", ("a",))),
        (
            Chosen("colour", ("red", "blue")),
            NotSaid("colour", ("red",)),
            Not(Chosen("colour", ("blue",))),
        ),
    ],
)
def test_parts_that_exclude_each_other_are_found(parts: tuple[Condition, ...]) -> None:
    assert contradiction(All(parts), {"colour"})


@pytest.mark.parametrize(
    "parts",
    [
        (InRange("age", at_least=50), InRange("age", below=51)),
        (InRange("age", at_least=50), InRange("years", below=50)),
        (RED, Chosen("colour", ("blue", "red"))),
        (Chosen("signs", ("a",)), Chosen("signs", ("b",))),
        (Chosen("signs", ("a", "none")), Chosen("signs", ("b",))),
        (Chosen("signs", ("a", "none")), Chosen("signs", ("b", "none"))),
        (Chosen("signs", ("none",)), Chosen("pain", ("a",))),
        (Chosen("signs", ("a", "b")), NotSaid("signs", ("a",))),
        (RED, Any((Chosen("colour", ("blue",)), Chosen("signs", ("a",))))),
        (RED, Not(All((RED, Chosen("signs", ("a",)))))),
    ],
)
def test_parts_that_may_hold_together_pass(parts: tuple[Condition, ...]) -> None:
    assert not contradiction(All(parts), {"colour"}, EXCLUSIVE)


@pytest.mark.parametrize(
    "parts",
    [
        (Chosen("signs", ("none",)), Chosen("signs", ("a",))),
        (Chosen("signs", ("a", "b")), Any((RED,)), Chosen("signs", ("none",))),
    ],
)
def test_an_exclusive_option_holds_together_with_no_other(
    parts: tuple[Condition, ...],
) -> None:
    assert contradiction(All(parts), {"colour"}, EXCLUSIVE)
    assert not contradiction(All(parts), {"colour"})
