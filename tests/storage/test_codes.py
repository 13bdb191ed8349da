"""Codes: long enough to guess, hard to mistype, and slow to try."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.storage import (
    CodeError,
    MemoryStore,
    SealedVisits,
    new_code,
    read_code,
    secret_of,
    spell_code,
)
from assessment.storage.codes import ALPHABET

codes = st.builds(new_code)


def test_a_code_holds_58_bits_and_no_two_characters_that_look_alike() -> None:
    assert 12 * math.log2(len(ALPHABET)) > 58
    for alike in ("0O", "1IL", "5S", "VU"):
        assert len({*alike} & {*ALPHABET}) == 1
    assert not {*"AEIOU"} & {*ALPHABET}  # no word can be spelled


def test_codes_are_drawn_from_all_of_them() -> None:
    drawn = [new_code() for _ in range(400)]
    assert len(set(drawn)) == len(drawn)
    for place in range(12):
        assert {code[place] for code in drawn} == {*ALPHABET}


@given(codes)
def test_a_code_is_read_however_it_is_typed(code: str) -> None:
    spelled = spell_code(code)
    assert [len(group) for group in spelled.split()] == [4, 4, 5]
    alike = str.maketrans("015V", "OISU")
    for typed in (
        code, spelled, spelled.lower(), f"  {code[:6]} - {code[6:]} ",
        spelled.replace(" ", "-"), spelled.replace(" ", "–"), code.translate(alike),
        code.replace("1", "l").replace("0", "o"),
    ):  # fmt: skip
        assert read_code(typed) == code


@settings(max_examples=15)
@given(codes)
def test_every_slip_of_one_or_two_characters_is_told(code: str) -> None:
    for place in range(13):
        for wrong in ALPHABET.replace(code[place], ""):
            with pytest.raises(CodeError):
                read_code(code[:place] + wrong + code[place + 1 :])
    for one, other in combinations(range(13), 2):
        if code[one] == code[other]:
            continue
        swapped = [*code]
        swapped[one], swapped[other] = code[other], code[one]
        with pytest.raises(CodeError):
            read_code("".join(swapped))


@pytest.mark.parametrize(
    "typed", ["", "0", "0" * 12, "0" * 14, "A" * 13, "é" * 13, "ß" * 13, "\uff10" * 13]
)
def test_what_cannot_be_a_code_is_refused(typed: str) -> None:
    with pytest.raises(CodeError):
        read_code(typed)


def test_a_code_opens_nothing_but_what_was_kept_under_it() -> None:
    store, pepper = MemoryStore(), b"p" * 31 + b"q"
    copies = SealedVisits(store, [pepper], "copy")
    secret = secret_of(new_code())
    copies.save(secret, b"kept", expires=10)
    assert copies.load(secret, 9) == b"kept"
    assert copies.load(secret_of(new_code()), 9) is None
    assert copies.load(secret, 10) is None
    # As a cookie it is worth nothing, and neither is it on another server.
    assert SealedVisits(store, [pepper]).load(secret, 9) is None
    assert SealedVisits(store, [b"z" * 32], "copy").load(secret, 9) is None
