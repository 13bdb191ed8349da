"""The body figure: every drawn part stands for a value that the body map takes."""

from __future__ import annotations

from typing import Any

from flask import Flask

from assessment.core.questionnaire import Kind
from assessment.web.figure import views
from tests.web.conftest import CALM
from tests.web.looking import LookingClient, words


def test_the_figure_has_a_front_and_a_back() -> None:
    front, back = views()
    assert (front.id, back.id) == ("front", "back")
    for view in (front, back):
        assert view.head
        assert view.details
        assert len(view.outlines) == 2
        parts = [shape.part for shape in view.shapes]
        assert len(parts) == len({*parts})
        assert {"right:hand", "left:hand", "neck"} <= {*parts}
        assert all(shape.drawing for shape in view.shapes)


def test_every_drawn_part_can_be_marked_in_the_real_body_map(real_app: Flask) -> None:
    topic: Any = real_app.extensions["assessment"].topic
    (body_map,) = [q for q in topic.questionnaire if q.kind is Kind.BODY_MAP]
    marks = {mark for option in body_map.options for mark in body_map.marks_of(option)}
    drawn = {shape.part for view in views() for shape in view.shapes}
    assert drawn <= marks


def test_what_is_chosen_stands_beside_the_figure_in_words(
    client: LookingClient,
) -> None:
    client.start()
    client.answer(*CALM[:2])
    assert chosen(client) == "You chose: nothing yet"
    client.press(422, where=["left:hand", "unsure_side:foot", "neck", "nowhere"])
    assert chosen(client) == (
        "You chose: left hand, foot, not sure which side, neck, nowhere"
    )


def chosen(client: LookingClient) -> str:
    return words(client.page.tree.find(".//*[@class='chosen']"))


def test_drawn_parts_are_labels_of_their_boxes(client: LookingClient) -> None:
    client.start()
    client.answer(*CALM[:2])
    page = client.page.tree
    labels = page.findall(".//label[@class='part']")
    assert {label.get("data-part") for label in labels} == {
        "right:hand", "left:hand", "right:foot", "left:foot", "neck",
    }  # fmt: skip
    for label in labels:
        box = page.find(f".//input[@id='{label.get('for')}']")
        assert box.get("value") == label.get("data-part")
