"""Words: cleaning keeps what can be read, is the same done twice, and bounds marks."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assessment.pdf.text import printable
from assessment.web.words import clean, excess, names

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
ODD_TEXT = st.text(
    st.sampled_from(
        "aé\u0301\u0308\u0345\u200d\u200c\u202e\r\n\t\x00\u2028 \ud800가ᄀ"
    ),
    max_size=40,
)


@given(ANY_TEXT | ODD_TEXT)
@example("e" + "\u0301\u0316\u302e" * 40)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT | ODD_TEXT)
def test_nothing_unseen_is_left(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert cleaned == cleaned.strip()
    assert unicodedata.is_normalized("NFC", cleaned)
    for character in cleaned:
        unseen = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn")
        assert not unseen or character in "\n\u200c\u200d"


@given(st.text(st.characters(categories=["L", "Nd", "P", "S"]), max_size=100))
def test_letters_digits_and_signs_all_stay(text: str) -> None:
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_marks_on_one_letter_are_bounded() -> None:
    assert clean("x" + "\u0323" * 1000 + "y") == "x" + "\u0323" * 4 + "y"


# What a form can carry many times over, and might be read again and again.
SLOW_TO_READ = [
    "a", ",", ";,", "1,", " ", " \n", "\r\n", "\u2028", "\u0301", "\u0316\u0301",
    "\u302e\u0316", "\u1100\u1161\u11a8", "\u200d", "\U0001f642", "((", "&<",
]  # fmt: skip


def seconds(work: Callable[[str], object], text: str) -> float:
    """Of the processor, at the best of three."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        work(text)
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("piece", SLOW_TO_READ, ids=ascii)
def test_s7_reading_what_was_typed_takes_no_longer_than_its_length(piece: str) -> None:
    short, long = piece * (2_000 // len(piece)), piece * (32_000 // len(piece))
    for work in (clean, names, lambda text: printable(clean(text))):
        # 16 times the text: 16 times as long, or 256 times where time is squared.
        assert seconds(work, long) < 80 * seconds(work, short) + 0.05


@pytest.mark.parametrize(
    ("text", "beyond"),
    [("", (0, 0)), ("a" * 600, (0, 0)), ("a" * 601, (1, 0)), ("\n" * 20, (0, 1))],
)
def test_excess_counts_what_is_too_much(text: str, beyond: tuple[int, int]) -> None:
    assert excess(text) == beyond


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (" , ;\n,", ()),
        ("Iron", ("Iron",)),
        ("Iron, Zinc;Iron\nB12", ("Iron", "Zinc", "B12")),
        ("Levo 0,5 mg, Iron 1,000 mg", ("Levo 0,5 mg", "Iron 1,000 mg")),
        ("Vitamin B6,B12", ("Vitamin B6", "B12")),
    ],
)
def test_names_are_split(text: str, found: tuple[str, ...]) -> None:
    assert names(text) == found
