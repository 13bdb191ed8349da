"""Hostile input: every kind of field gets what no page of ours would send."""

# Letters that pass for others are part of what is tested.
# ruff: noqa: RUF001

from __future__ import annotations

import unicodedata
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from assessment.core.questionnaire import Kind, Question
from assessment.web import checks
from tests.web.conftest import CALM
from tests.web.looking import LookingClient, filled_in, words

pytestmark = pytest.mark.slow

AT = {
    "multi": CALM[:0],
    "number": CALM[:1],
    "body_map": CALM[:2],
    "medicines": CALM[:5],
    "text": CALM[:6],
}


def standing_at(app: Flask, kind: str) -> LookingClient:
    """A client at the page that asks a question of this kind."""
    client = LookingClient(app)
    client.start()
    client.answer(*AT[kind])
    return client


NOT_NUMBERS = [
    "sNaN", "NaN", "Infinity", "-Infinity", "1e999999", "1_0", "+5", "-0", "-1",
    "５", "٣", "²", "½", "5.0", "5,0", "1e2", "0x10", "1 000", "9" * 5000, "116",
    "four", "40 years", "१२",
]  # fmt: skip


@pytest.mark.parametrize("typed", NOT_NUMBERS, ids=lambda typed: typed[:9])
def test_b4_a_number_is_plain_digits_within_its_range(app: Flask, typed: str) -> None:
    client = standing_at(app, "number")
    page = client.press(422, age=typed, speed="slow")
    wanted = "Type your answer in figures, from 0 to 115. For example: 42."
    assert page.trouble == [wanted]
    assert page.title.startswith("Error: ")
    assert filled_in(page.tree.find(".//form"))["speed"] == "slow"


@pytest.mark.parametrize(("low", "high"), [(0, 115), (0, 10), (100, 250)])
def test_the_example_of_a_number_would_be_taken(
    app: Flask, low: int, high: int
) -> None:
    question = Question("n", "How many?", Kind.NUMBER, "", minimum=low, maximum=high)
    with app.test_request_context():
        words = checks.number_wanted(question)
    example = checks.whole_number(words.removesuffix(".").rsplit(" ", 1)[-1])
    assert example is not None
    assert low <= example <= high


@pytest.mark.parametrize("typed", ["0", "115", " 40 ", "007", "\u200e40"])
def test_a_number_within_its_range_is_taken(app: Flask, typed: str) -> None:
    client = standing_at(app, "number")
    client.press(303, age=typed, speed="slow")


@pytest.mark.parametrize("typed", ["", " ", "\u00a0", "\u200b", "\ufeff"])
def test_what_is_required_cannot_be_left_empty(app: Flask, typed: str) -> None:
    client = standing_at(app, "number")
    page = client.press(422, age=typed)
    assert page.trouble == [
        "Type your answer in figures, from 0 to 115. For example: 42.",
        "Choose one answer, or choose “Not sure”.",
    ]
    assert filled_in(page.tree.find(".//form"))["age"] == ""


CHOICES = [
    ("multi", {"signs": ["smoke"]}, "Choose from the answers on this page."),
    ("multi", {"signs": ["choke", "sudden"]}, "Choose from the answers on this page."),
    ("multi", {"signs": [""]}, "Choose what fits, or choose “None of these”."),
    ("multi", {"signs": []}, "Choose what fits, or choose “None of these”."),
    ("multi", {"signs": ["none", "faint"]},
     "Keep “None of these”, or keep your other answers."),
    ("body_map", {"where": ["hand"]}, "Choose from the answers on this page."),
    ("body_map", {"where": ["up:hand"]}, "Choose from the answers on this page."),
    ("body_map", {"where": ["left:neck"]}, "Choose from the answers on this page."),
    ("body_map", {"where": [":hand"]}, "Choose from the answers on this page."),
    ("body_map", {"where": ["left:left:hand"]},
     "Choose from the answers on this page."),
    ("body_map", {"where": ["nowhere", "left:hand"]},
     "Keep “Nowhere”, or keep your other answers."),
    ("body_map", {"where": ["nowhere"], "where-typed": "knee"},
     "Keep “Nowhere”, or keep your other answers."),
    ("medicines", {"pills": ["none"], "pills-typed": "Iron"},
     "Keep “Nothing”, or keep what you typed."),
    ("medicines", {"pills": [], "pills-typed": ";".join(map(str, range(41)))},
     "Name up to 40."),
]  # fmt: skip


CHOICES_SENT = [(kind, sent) for kind, sent, _message in CHOICES]


@pytest.mark.parametrize(("kind", "sent", "message"), CHOICES)
def test_b4_only_what_the_page_offers_is_taken(
    app: Flask, kind: str, sent: dict[str, Any], message: str
) -> None:
    client = standing_at(app, kind)
    assert client.press(422, **sent).trouble == [message]


@pytest.mark.parametrize(
    ("kind", "sent"),
    [("number", {"age": "old"}), ("text", {"wishes": "x" * 601}), *CHOICES_SENT],
)
def test_a3_what_is_wrong_is_told_at_the_top_and_at_its_field(
    app: Flask, kind: str, sent: dict[str, Any]
) -> None:
    page = standing_at(app, kind).press(422, **sent)
    assert page.title.startswith("Error: ")
    summary = page.tree.find(".//*[@class='trouble']")
    assert (summary.get("role"), summary.get("tabindex")) == ("alert", "-1")
    for link in summary.iterfind(".//a"):
        field = page.tree.find(f".//*[@id='{link.get('href')[1:]}']")
        around = [field, *field.iterancestors("fieldset")]
        assert "true" in [one.get("aria-invalid") for one in around]
        named = " ".join(one.get("aria-describedby") or "" for one in around)
        told = [words(page.tree.find(f".//*[@id='{i}']")) for i in named.split()]
        assert f"Error: {words(link)}" in told


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"where": []}, {"right:hand"}),
        ({"where": ["nowhere", "neck"]}, {"neck", "nowhere"}),
        ({"where": ["nowhere"], "where-typed": "knee"}, {"nowhere", ""}),
    ],
)
def test_only_what_clashes_and_where_the_error_leads_is_called_wrong(
    app: Flask, sent: dict[str, Any], wrong: set[str]
) -> None:
    page = standing_at(app, "body_map").press(422, **sent)
    marked = page.tree.findall(".//*[@aria-invalid='true']")
    assert {one.get("value", "") for one in marked} == wrong
    (link,) = page.tree.findall(".//*[@class='trouble']//a")
    assert link.get("href")[1:] in [one.get("id") for one in marked]


def test_words_of_ones_own_choose_the_option_that_asks_for_them(app: Flask) -> None:
    client = standing_at(app, "body_map")
    client.press(where=[], where__typed="my knee")
    client.get("/hiccups/hiccups/1")
    fields = filled_in(client.page.tree.find(".//form"))
    assert fields["where"] == ["elsewhere"]
    assert fields["where-typed"] == "my knee"


def test_medicines_are_split_into_names(app: Flask) -> None:
    client = standing_at(app, "medicines")
    typed = "Iron, Zinc 0,5 mg; Iron\nVitamin D,"
    client.answer({"pills": ["steroid"], "pills__typed": typed}, CALM[6])
    assert "A steroid; “Iron”; “Zinc 0,5 mg”; “Vitamin D”" in client.page.text


KEPT = {
    "accents": ("e" + "\u0301" * 500, "é" + "\u0301" * 4),
    "controls": ("a\x00b\x1b[31mc\x07d\x7fe\x85f", "ab[31mcde\nf"),
    "tab": ("\t=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
    "bidi": ("a\u202eb\u2066c\u2069", "abc"),
    "not characters": ("a\ufffeb\uffffc\U0010ffffd\ue000e", "abcde"),
    "tags": ("a\U000e0041\ufeffb", "ab"),
    "separators": ("a\u2028b\u2029c\r\nd\re", "a\nb\nc\nd\ne"),
    "composed": ("cafe\u0301", "café"),
}
SHOWN_AS_TYPED = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</p></table>",
    "<!--", "]]>", "{{7*7}}", "{% raw %}", "${7*7}", "%s%n%(a)s", "{0.__class__}",
    "<img src=file:///etc/passwd>", "<link rel=attachment href=file:///etc/passwd>",
    "@import url(//x)", "</style>", "url(data:text/html,x)", "+1", "-1", "@SUM",
    "' OR 1=1--", "; rm -rf /", "`id`", "../../etc/passwd", "%00.pdf", "CON",
    "javascript:alert(1)", "http://169.254.169.254/", "nо", "ｙｅｓ",
    "x\r\nSet-Cookie: a=b".replace("\r", ""), "&lt;&amp;&#x27;", "\"'><b>",
    "مرحبا بالعالم", "שלום", "你好，世界", "สวัสดี", "नमस्ते", "வணக்கம்", "ሰላም", "می‌خواهم",
    "👨‍👩‍👧 🏴 1️⃣", "Ωμέγα", "Привет", "I want to die", "🙂" * 300,
]  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_b2_text_is_cleaned_of_what_cannot_be_read(app: Flask, name: str) -> None:
    typed, kept = KEPT[name]
    client = standing_at(app, "text")
    client.answer({"wishes": typed})
    client.get("/hiccups/health/2")
    assert filled_in(client.page.tree.find(".//form"))["wishes"] == kept


@pytest.mark.parametrize("typed", SHOWN_AS_TYPED, ids=range(len(SHOWN_AS_TYPED)))
def test_b2_text_is_shown_as_it_was_typed(app: Flask, typed: str) -> None:
    client = standing_at(app, "text")
    client.canaries.add(typed)
    client.answer({"wishes": typed})
    kept = unicodedata.normalize("NFC", typed)
    shown = "".join(client.page.tree.find(".//main").itertext())
    assert f"“{kept}”" in shown
    benign = standing_at(app, "text").answer({"wishes": "plain"})
    assert len([*client.page.tree.iter()]) == len([*benign.tree.iter()])
    client.get("/hiccups/results")
    client.get("/hiccups/health/2")
    assert filled_in(client.page.tree.find(".//form"))["wishes"] == kept


@pytest.mark.parametrize(
    "typed",
    ["\n" * 1000, "\u2028" * 500, "\u200d\u200c", "\ufeff", "\u00a0 ", "\U000e0041"],
)
def test_text_without_anything_to_read_is_no_answer(app: Flask, typed: str) -> None:
    client = standing_at(app, "text")
    client.answer({"wishes": typed})
    assert "Not answered" in client.page.text


TOO_LONG = {
    "letters": ("A" * 601, "You can type up to 600 characters. Take out 1 or more."),
    "many": ("A" * 10_000, "Take out 9400 or more."),
    "digits": ("7" * 10_000, "Take out 9400 or more."),
    "lines": ("a\n" * 21, "Use up to 20 lines. Join some of them."),
    "separators": ("a\u2028" * 300, "Use up to 20 lines. Join some of them."),
}


@pytest.mark.parametrize("name", TOO_LONG)
def test_text_that_is_too_long_is_never_cut(app: Flask, name: str) -> None:
    typed, message = TOO_LONG[name]
    client = standing_at(app, "text")
    page = client.press(422, wishes=typed)
    assert page.trouble[0].endswith(message)
    kept = filled_in(page.tree.find(".//form"))["wishes"]
    assert kept == typed.replace("\u2028", "\n").strip()


def test_text_of_just_the_longest_length_is_taken(app: Flask) -> None:
    standing_at(app, "text").answer({"wishes": "A" * 600})
    standing_at(app, "text").answer({"wishes": "\n".join("a" * 20)})


def test_s8_more_than_a_form_can_hold_is_refused(app: Flask) -> None:
    client = standing_at(app, "text")
    assert client.press(413, wishes="A" * 66_000).heading == "That is too much at once"
    assert client.get("/hiccups/health/2").heading == "What would you like?"


RAW = {
    "bad UTF-8": b"wishes=%FF%FE",
    "overlong": b"wishes=%C0%AF",
    "surrogate": b"wishes=%ED%A0%80",
    "UTF-16": "wishes=hé".encode("utf-16"),
    "bytes": bytes(range(256)),
    "nothing but ampersands": b"&" * 5000,
    "array": b"wishes[]=a&wishes[0]=b&wishes.name=c",
}


@pytest.mark.parametrize("name", RAW)
def test_bytes_that_are_no_text_do_no_harm(app: Flask, name: str) -> None:
    client = standing_at(app, "text")
    token = f"csrf_token={client.token()}&".encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    page = client.post(client_address(client), token + RAW[name], None, headers=kind)
    assert page.status in (303, 400)
    assert "\ufffd" not in client.get("/hiccups/health/2").text


def client_address(client: LookingClient) -> str:
    return str(client.page.tree.find(".//form").get("action"))


def test_fields_that_are_not_ours_change_nothing(app: Flask) -> None:
    client = standing_at(app, "text")
    client.answer(
        {
            "wishes": "rest", "urgency": "none", "rule_version": "0", "age": "3",
            "__class__": "x", "topic": "y", "visit": "{}", "signs": "choke",
        }
    )  # fmt: skip
    assert client.page.heading == "Check your answers"
    assert client.get("/hiccups/you/1").text.count('value="40"') == 1


@pytest.mark.parametrize(
    ("kind", "doubled"),
    [
        ("number", {"age": ["40", "50"], "speed": "slow"}),
        ("number", {"age": "40", "speed": ["slow", "slow"]}),
        ("text", {"wishes": ["a", "b"]}),
        ("medicines", {"pills": ["aspirin"], "pills-typed": ["a", "b"]}),
    ],
)
def test_one_value_sent_twice_is_refused(
    app: Flask, kind: str, doubled: dict[str, Any]
) -> None:
    client = standing_at(app, kind)
    assert client.press(400, **doubled).heading == "We could not read that"


def test_the_same_box_ticked_twice_counts_once(app: Flask) -> None:
    client = standing_at(app, "medicines")
    client.answer({"pills": ["aspirin"] * 50}, CALM[6])
    assert client.page.heading == "Check your answers"
    assert ">Aspirin<" in client.page.text


def test_s8_more_parts_than_a_form_has_are_refused(app: Flask) -> None:
    client = standing_at(app, "medicines")
    parts = {"csrf_token": client.token(), "pills": ["aspirin"] * 101}
    client.post(
        client_address(client), parts, 413,
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    )  # fmt: skip
    client = standing_at(app, "medicines")
    fields = {"csrf_token": client.token(), "pills": ["aspirin"] * 100}
    client.post(client_address(client), fields, 413)


TYPES = {
    "application/json": 415,
    "text/plain": 415,
    "multipart/form-data": 400,
    "multipart/form-data; boundary=" + "b" * 10_000: 400,
    "application/x-www-form-urlencoded; charset=utf-7": 400,
    "": 415,
}


@pytest.mark.parametrize("kind", TYPES, ids=range(len(TYPES)))
def test_only_forms_are_read(app: Flask, kind: str) -> None:
    client = standing_at(app, "text")
    headers = {"Content-Type": kind}
    client.post(
        client_address(client), b'{"wishes": "x"}', TYPES[kind], headers=headers
    )


def test_a_packed_body_is_not_unpacked(app: Flask) -> None:
    client = standing_at(app, "text")
    headers = {"Content-Encoding": "gzip"}
    client.post(client_address(client), {"wishes": "x"}, 415, headers=headers)


def test_a_file_is_no_answer(app: Flask) -> None:
    client = standing_at(app, "text")
    file = (BytesIO(b"from a file"), "evil.txt")
    body = {"csrf_token": client.token(), "wishes": file}
    client.post(client_address(client), body, 303)
    assert "from a file" not in client.follow().text
