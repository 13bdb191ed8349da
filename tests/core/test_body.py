"""Marks on a body map: sides, and how places stand together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.body import Marks, Relation, split_mark

ARM, LEG = ("shoulder", "hand"), ("thigh", "foot")


def test_a_mark_has_a_side_or_none() -> None:
    assert split_mark("left:hand") == ("left", "hand")
    assert split_mark("neck") == (None, "neck")


@pytest.mark.parametrize(
    ("marks", "side"),
    [
        (["unsure_side:hand"], "right"),
        (["unsure_side:hand", "left:foot"], "left"),
        (["unsure_side:hand", "right:foot"], "right"),
        (["unsure_side:hand", "left:foot", "left:thigh", "right:foot"], "left"),
    ],
)
def test_an_unsure_side_joins_the_side_with_most_marks(
    marks: list[str], side: str
) -> None:
    assert (side, "hand") in Marks.of(marks).places


@pytest.mark.parametrize(
    ("relation", "places", "marks", "holds"),
    [
        (Relation.BOTH_SIDES, LEG, ["left:foot", "right:thigh"], True),
        (Relation.BOTH_SIDES, LEG, ["left:foot", "left:thigh"], False),
        (Relation.ONE_SIDE_ONLY, ARM, ["left:hand", "right:foot"], True),
        (Relation.ONE_SIDE_ONLY, ARM, ["left:hand", "right:hand"], False),
        (Relation.ONE_SIDE_ONLY, ARM, ["right:foot"], False),
        (Relation.ONLY, ARM, ["left:hand"], True),
        (Relation.ONLY, ARM, ["left:hand", "neck"], False),
        (Relation.ONLY, ARM, [], False),
        (Relation.UNEVEN, ARM + LEG, ["left:hand", "right:foot"], True),
        (Relation.UNEVEN, ARM + LEG, ["left:hand", "right:hand"], False),
    ],
)
def test_relations(
    relation: Relation, places: tuple[str, ...], marks: list[str], holds: bool
) -> None:
    assert Marks.of(marks).relate(relation, places, ()) is holds


@pytest.mark.parametrize(
    ("marks", "as_many", "more"),
    [
        (["left:hand", "left:foot"], True, False),
        (["left:hand", "right:hand", "left:foot"], True, True),
        (["left:foot"], False, False),
    ],
)
def test_counts_compare_marks_on_both_sides(
    marks: list[str], as_many: bool, more: bool
) -> None:
    seen = Marks.of(marks)
    assert seen.relate(Relation.AS_MANY, ARM, LEG) is as_many
    assert seen.relate(Relation.MORE, ARM, LEG) is more


@given(
    st.lists(
        st.builds(
            lambda side, region: f"{side}:{region}",
            st.sampled_from(["left", "right"]),
            st.sampled_from(ARM + LEG),
        )
    )
)
def test_relations_do_not_know_left_from_right(marks: list[str]) -> None:
    other = {"left": "right", "right": "left"}
    mirrored = [f"{other[mark.split(':')[0]]}:{mark.split(':')[1]}" for mark in marks]
    for relation in Relation:
        assert Marks.of(marks).relate(relation, ARM, LEG) is Marks.of(mirrored).relate(
            relation, ARM, LEG
        )
