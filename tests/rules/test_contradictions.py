"""Contradictions: what cannot be true together is not offered together."""

from __future__ import annotations

from tests.rules.people import MUSCLES, person


def test_who_ticked_a_fall_is_not_offered_none() -> None:
    fallen = MUSCLES.know(person(impact="fell", falls="one"))
    assert [option.id for option in fallen.offered("falls")] == [
        "one",
        "two_plus",
        "injured",
    ]
    assert MUSCLES.know(person()).chosen("falls") == {"none"}
