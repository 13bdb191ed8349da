"""Tests of text cleaning: what a person typed can always be laid out and drawn."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.pdf.text import MISSING, coverage, drawable, printable

ANY_TEXT = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Łódź, Ωμέγα, Привет", "Łódź, Ωμέγα, Привет"),
        ("one\r\ntwo\u2028three\rfour", "one\ntwo\nthree\nfour"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("5\u00a0kg\t\tnow", "5 kg now"),
        ("e\u0301", "é"),
        ("e\u200d\u0301", "é"),
        ("x" + "\u0301" * 10_000, "x" + "\u0301" * 4),
        ("\x00a\x1b[31m\x07b\x7f\x9f", "a[31mb"),
        ("\u202eabc\u202c\u2066d\u2069\ufeff", "abcd"),
        ("a\ud800b\ue000c\ufffed\U0010ffff", "abcd"),
        ("fine 👍🏽 👨‍👩‍👧", f"fine {MISSING} {MISSING}"),
        ("\u200d" * 10_000, ""),
        ("x" * 65, "x" * 30 + "\u200b" + "x" * 30 + "\u200b" + "x" * 5),
        ("<b>&amp; {{7*7}}", "<b>&amp; {{7*7}}"),
        ("", ""),
    ],
)
def test_text_is_cleaned_for_the_paper(typed: str, printed: str) -> None:
    assert printable(typed) == printed


def test_a_mark_is_not_parted_from_its_base() -> None:
    text = printable("x" * 29 + "ж\u0301" * 40)
    assert not re.search("\u200b\u0301", text)


@given(ANY_TEXT)
def test_any_text_becomes_drawable_and_breakable(typed: str) -> None:
    text = printable(typed)
    assert set(text) <= coverage() | {"\n", "\u200b"}
    assert not re.search(r"[^\s\u200b]{37}", text)
    assert unicodedata.is_normalized("NFC", text)
    text.encode()


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(typed: str) -> None:
    assert printable(printable(typed)) == printable(typed)


def test_markup_passes_through_unharmed() -> None:
    markup = '<p class="a">\r\n\t1 &lt; 2</p>'
    assert drawable(markup) == markup
    assert drawable(f"{markup}中文") == f"{markup}{MISSING}"
