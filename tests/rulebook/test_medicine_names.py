"""Names are read as people type them; what is unclear is asked, never guessed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.core.medicines import Medicines, Recognition
from assessment.rulebook import load_topic
from tests.rulebook.gallery import lay_over

PILLS = Path(__file__).parent / "pills"


@cache
def pills() -> Medicines:
    """The catalogue of the good topic with a list of medicines laid over it."""
    with TemporaryDirectory() as folder:
        lay_over(PILLS, Path(folder))
        return load_topic(Path(folder) / "rules" / "topic").medicines


def read(text: str) -> list[str]:
    """The ids that the text is read as."""
    return [id_ for name in pills().read(text) for id_ in name.medicines]


@pytest.mark.parametrize(
    "text",
    [
        "prednisolone",
        "PREDNISOLONE",
        "prédnisolone",
        "Prednisolone 5mg tabs",
        "prednisolone 2.5 mg once daily",
        "prednisolone sodium phosphate",
        "prednisolon",
        "pred nisolone",
        "the Pevanti, since May",
        "Pevanti (prednisolone)",
    ],
)
def test_one_medicine_is_read(text: str) -> None:
    assert set(read(text)) == {"prednisolone"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("furosemide; frusemide", ["furosemide", "furosemide"]),
        ("sulfasalazine", ["sulfasalazine"]),
        ("Sulphasalazine", ["sulfasalazine"]),
        ("furosemide, prednisolone", ["furosemide", "prednisolone"]),
        ("furosemide and prednisolone", ["furosemide", "prednisolone"]),
        ("furosemide+prednisolone", ["furosemide", "prednisolone"]),
        ("furosemide/prednisolone", ["furosemide", "prednisolone"]),
        ("furosemide\nprednisolone", ["furosemide", "prednisolone"]),
        ("furosemide 40 prednisolone 5", ["furosemide", "prednisolone"]),
        ("potassium", ["potassium"]),
        ("losartan potassium", ["losartan"]),
        ("losartan and potassium", ["losartan", "potassium"]),
        ("Cozaar-Comp", ["hydrochlorothiazide", "losartan"]),
        ("water tablet", ["any_water_tablet"]),
        ("vitamin b 12", ["vitamin_b12"]),
        ("timolol 0.5% eye drops", ["timolol"]),
    ],
)
def test_several_medicines_are_read(text: str, ids: list[str]) -> None:
    assert read(text) == ids


@pytest.mark.parametrize(
    "text",
    ["prednisolone cream", "prednisolone eye drops", "a blue one", "5mg/5ml", "?", ""],
)
def test_what_is_no_medicine_here_is_kept_as_typed(text: str) -> None:
    assert pills().read(text) == (Recognition(text),)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("prednisone", "prednisone"),
        ("prednisonee", "prednisone"),
        ("prednison", "prednisone"),
        ("primidon", "primidone"),
    ],
)
def test_look_alikes_are_only_suggested_unless_every_letter_fits(
    text: str, name: str
) -> None:
    (found,) = pills().read(text)
    if text == name:
        assert found.medicines == (name,)
    else:
        assert found.medicines == ()
        assert {"prednisone", "primidone"} <= set(found.suggestions)


def test_the_beginning_of_a_name_is_suggested() -> None:
    (found,) = pills().read("furos")
    assert found.suggestions == ("furosemide",)


def test_what_is_not_taken_is_only_suggested() -> None:
    (found,) = pills().read("allergic to furosemide")
    assert (found.medicines, found.suggestions) == ((), ("furosemide",))


@given(st.text(max_size=60))
def test_any_text_is_read_without_harm(text: str) -> None:
    found = pills().read(text)
    assert found
    assert all(id_ in pills().by_id for name in found for id_ in name.medicines)


@given(st.lists(st.sampled_from(["furosemide", "losartan", "potassium"]), min_size=1))
def test_names_are_read_in_their_order(names: list[str]) -> None:
    assert read("; ".join(names)) == names
