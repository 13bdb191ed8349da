"""Only true, false, null and numbers are typed; everything knows its place."""

from __future__ import annotations

import re

import pytest

from assessment.rulebook.compose import Entries, Items, Text, compose, decode
from assessment.rulebook.problems import Place, Report

STAYS_TEXT = re.split(
    " ",
    "no on off yes y NO True NULL ~ 1:30 1_000 0x1F 0o7 007 .5 5. +1 .inf NaN "
    "2027-05-21 1e999 1234567890123456 = ٣",
)


def read(text: str) -> Entries:
    """The tree of a text that has no problems."""
    report = Report()
    tree = compose(text, "file.yaml", report)
    assert report.problems == ()
    assert tree is not None
    return tree


@pytest.mark.parametrize("word", STAYS_TEXT)
def test_words_that_other_readers_take_for_something_else_are_text(word: str) -> None:
    value = read(f"key: {word}")[Text("key")]
    assert isinstance(value, Text)
    assert value == word


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("false", False),
        ("null", None),
        ("0", 0),
        ("-7", -7),
        ("1.50", 1.5),
        ("-2e3", -2000.0),
        ("123456789012345", 123456789012345),
    ],
)
def test_values_as_in_json_are_typed(written: str, value: object) -> None:
    found = read(f"key: {written}")[Text("key")]
    assert (type(found), found) == (type(value), value)


@pytest.mark.parametrize("written", ['"true"', "'null'", '"12"', "|\n  1.5"])
def test_quoted_values_are_text(written: str) -> None:
    assert isinstance(read(f"key: {written}")[Text("key")], Text)


def test_keys_are_text_always() -> None:
    assert list(read("{1: a, true: b, null: c, on: d}")) == ["1", "true", "null", "on"]


def test_everything_knows_its_place() -> None:
    tree = read('first: ["ä", {deep: 3}]\nsecond:\n  inner: word\n')
    first, second = tree[Text("first")], tree[Text("second")]
    assert isinstance(first, Items)
    assert isinstance(second, Entries)
    assert first[0].place == Place("file.yaml", 1, 9)
    assert first.at == [Place("file.yaml", 1, 9), Place("file.yaml", 1, 14)]
    assert first[1].at == {"deep": Place("file.yaml", 1, 21)}
    assert second.place == Place("file.yaml", 3, 3)
    assert second[Text("inner")].place == Place("file.yaml", 3, 10)
    assert [key.place for key in tree] == [
        Place("file.yaml", 1, 1),
        Place("file.yaml", 2, 1),
    ]


def test_lines_may_end_as_on_windows() -> None:
    report = Report()
    text = decode(b"a: 1\r\nb: 2\r\n", "file.yaml", report)
    assert text is not None
    assert report.problems == ()
    assert read(text) == {"a": 1, "b": 2}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"a: \xff", "encoding"),
        (b"a: \xed\xa0\x80", "encoding"),  # half of a surrogate pair
        ("a: 1".encode("utf-16"), "encoding"),
        (b"a: 1\x00", "control-character"),
        ("a: \u202etxet".encode(), "control-character"),
        (b"a: 1\rb: 2", "control-character"),
        ("a: \x85".encode(), "control-character"),
        (b"a:\t1", "tab"),
    ],
)
def test_unclean_bytes_are_refused(content: bytes, code: str) -> None:
    report = Report()
    assert decode(content, "file.yaml", report) is None
    assert [problem.code for problem in report.problems] == [code]


@pytest.mark.parametrize(
    "text", ['a: "\\ud800"', 'a: "\\x00"', 'a: "\\t"', "a: *b", "a: &b c", "", "- a"]
)
def test_what_is_not_in_order_gives_no_tree(text: str) -> None:
    report = Report()
    assert compose(text, "file.yaml", report) is None
    assert len(report.problems) == 1


def test_deep_nesting_is_refused_before_it_costs_anything() -> None:
    report = Report()
    assert compose("a: " + "[" * 200_000, "file.yaml", report) is None
    assert [problem.code for problem in report.problems] == ["too-deep"]
