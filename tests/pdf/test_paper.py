"""Tests of the paper: what a doctor and a person find on it, and that all of it is."""

import re
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from pdfua import Severity, validate
from pypdf import PdfReader
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TextBox

from assessment.core.answers import Answer
from assessment.core.assess import assess
from assessment.core.care import Note, Part, Sheet, Term
from assessment.core.findings import Urgency
from assessment.core.journey import note_warnings
from assessment.core.lines import State
from assessment.core.questionnaire import Kind
from assessment.core.summarise import summarise
from assessment.core.summary import Measured, Reading, Summary
from assessment.core.topic import Review, Topic
from assessment.core.visit import Respondent, Visit
from assessment.pdf.figure import body_figure
from assessment.pdf.paper import SIGNS, STYLESHEETS, Edition, PageSize, paper_html
from assessment.pdf.render import render
from assessment.rulebook import load_topic
from tests.cases.read import case_sets, read_set
from tests.core.made_up import TOPIC, chose, visit
from tests.pdf.test_render import HOSTILE
from tests.rules.people import person

pytestmark = pytest.mark.slow

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
DAY = date(2026, 11, 21)
SHOWN_AT = 1_795_254_060  # 21 November 2026, 09:41 UTC
CANARY = "canary7316"


def summary_of(topic: Topic, current: Visit) -> Summary:
    current = note_warnings(topic, current, now=SHOWN_AT)
    return summarise(topic, current, assess(topic, current.answers), DAY)


def summary(**changes: Answer | None) -> Summary:
    """The summary of a made-up visit."""
    return summary_of(TOPIC, visit(**changes))


def paper(shown: Summary, edition: Edition | None = None) -> bytes:
    html = paper_html(shown, edition=edition or Edition())
    return render(html, STYLESHEETS)


def pages(document: bytes) -> list[str]:
    """The text of each page in one line."""
    texts = (page.extract_text() for page in PdfReader(BytesIO(document)).pages)
    return [" ".join(text.split()) for text in texts]


def layout(document: bytes) -> str:
    """The first page as the eye meets it: labels before the facts beside them."""
    page = PdfReader(BytesIO(document)).pages[0]
    return " ".join(page.extract_text(extraction_mode="layout").split())


def text(shown: Summary) -> str:
    return " ".join(pages(paper(shown)))


def squeezed(words: str) -> str:
    """The words without white space, because a line may break anywhere."""
    return re.sub(r"[\s\u200b]", "", words)


@cache
def real_topic() -> Topic:
    return load_topic(RULES)


def real_summary(case_id: str) -> Summary:
    topic = real_topic()
    cases = {case.id: case for case in read_set("development", topic)}
    return summary_of(topic, Visit(topic.id, "1", 0, answers=cases[case_id].answers))


def everything_ticked() -> Summary:
    """The longest answers that the real questions take."""
    topic = real_topic()
    answers = visit().answers
    for question in topic.questionnaire:
        options = [option for option in question.options if not option.exclusive]
        if question.kind.one_option:
            answer = Answer((options[0].id,))
        elif question.kind is Kind.BODY_MAP:
            sides = [
                f"{side}:{option.id}" if option.sided else option.id
                for option in options
                for side in ("left", "right")
            ]
            answer = Answer(tuple(dict.fromkeys(sides)))
        elif question.kind.many_options:
            answer = Answer(tuple(option.id for option in options))
        else:
            answer = Answer(number=40 if question.kind is Kind.NUMBER else None)
        typed = (f"{'W' * 590} end of {question.id}",) if question.typed else ()
        answers = answers.set(question.id, replace(answer, typed=typed))
    return summary_of(topic, Visit(topic.id, "1", 0, answers=answers))


def test_page_one_tells_a_doctor_in_the_order_of_need() -> None:
    first = layout(paper(summary(alarm=chose("flames"), speed=chose("sudden"))))
    landmarks = (
        "Doorbell: what I have noticed",
        "Filled in by the person on 21 November 2026.",
        "Warning sign: Fire",
        "Said: “Flames”",
        "Advised at 09:41: Call 999 now.",
        "Name",
        "12 years.",
        "In one line",
        "Hand (left): suddenly",
        "Asked and Smoke, glum. Asked broadly, not by name:",
        "Clinician’s notes",
        "Page 1 of",
    )
    found = [first.index(landmark) for landmark in landmarks]
    assert found[:-1] == sorted(found[:-1])


def test_no_emergency_that_was_ticked_hides_behind_a_count() -> None:
    topic, looked_at = real_topic(), 0
    for case in (case for name in case_sets() for case in read_set(name, topic)):
        shown = summary_of(topic, Visit(topic.id, "1", 0, answers=case.answers))
        left = [s for s in shown.alarming[SIGNS:] if s.urgency is Urgency.EMERGENCY]
        html = paper_html(shown, edition=Edition()) if left else ""
        first = unescape(html).partition('id="second-sheet"')[0]
        # What was ticked for a sign that has its name there is told by that.
        named = {words for sign in shown.alarming[:SIGNS] for words in sign.because}
        for sign in left:
            looked_at += 1
            ticked = [words for words in sign.because if "“" in words]
            told = [words for words in ticked if words in first or words in named]
            assert told or not ticked, case.id
    assert looked_at > 50


def test_the_time_of_a_warning_is_the_clinics() -> None:
    edition = Edition(time_zone=ZoneInfo("Asia/Kathmandu"))
    html = paper_html(summary(alarm=chose("flames")), edition=edition)
    assert "Advised at 15:26:" in html


def test_a_warning_of_another_day_has_its_day() -> None:
    earlier = replace(summary(alarm=chose("flames")), made_on=DAY + timedelta(days=5))
    html = paper_html(earlier, edition=Edition())
    assert "Advised at 09:41 on 21 November 2026:" in html


def test_a_summary_of_somebody_else_is_said_not_to_be_compared() -> None:
    assert "so it is not compared" in text(replace(summary(), since_another=True))
    assert "Since last time" not in text(summary())


def test_a_calm_paper_says_that_no_sign_was_ticked() -> None:
    assert "None of the warning signs" in text(summary())
    assert "Warning sign:" not in text(summary())


def test_a_sign_left_open_is_not_ruled_out_and_says_why() -> None:
    printed = text(summary(speed=chose("unsure")))
    assert "Could not be ruled out: Came fast" in printed
    assert "(not sure or not answered: How fast)" in printed


def test_an_emergency_left_open_is_told_alike_to_the_doctor_and_the_person() -> None:
    low = {"glum": chose("s3"), "bored": chose("s3")}
    shown = summary(**low, tact=Answer())
    document = paper(shown)
    advised = f"Advised: {shown.how_soon.headline}, as an emergency sign"
    assert advised in layout(document)
    assert "Why: see “Still open”." in layout(document)
    assert shown.how_soon.doubt
    assert shown.how_soon.doubt.why in text(shown)
    told = text(shown).partition("For me to keep")[2]
    assert told.index(shown.how_soon.headline) < told.index(shown.how_soon.title)
    sure = text(summary(**low, tact=chose("go_on")))
    assert "emergency sign could not" not in sure


@pytest.mark.parametrize(
    ("speed", "state"),
    [(chose("secret"), "preferred not to say"), (Answer(), "not answered")],
)
def test_silence_names_the_question_and_not_the_sign(speed: Answer, state: str) -> None:
    document = paper(summary(speed=speed))
    printed = " ".join(pages(document))
    told = f"Still open Asked to rule out a warning sign: How fast: {state}."
    assert told in layout(document)
    assert f"Not ruled out, because nothing was said: How fast: {state}." in printed
    assert "Came fast" not in printed


def test_absent_and_open_are_told_apart() -> None:
    first = layout(paper(summary(glum=Answer())))
    assert re.search(
        r"Asked and Smoke\. Asked broadly, not by name: (absent )?a hum\.", first
    )
    assert re.search(r"Still open Glum\.", first)


def test_what_was_denied_broadly_is_listed_once_in_its_place() -> None:
    topic = real_topic()
    current = Visit(topic.id, topic.content_version, 0, answers=person())
    first = paper_html(summary_of(topic, current), edition=Edition())
    first = " ".join(first.partition("Clinician’s notes")[0].split())
    assert "question:</b> Medicines; Alcohol; Tobacco and drugs." in first
    assert "denied at one" not in first


@pytest.mark.parametrize("respondent", Respondent)
def test_who_answered_is_said(respondent: Respondent) -> None:
    shown = replace(summary(), respondent=respondent)
    others = {
        Respondent.SELF: "Filled in by the person",
        Respondent.OTHER: "Filled in by somebody else for the person",
        Respondent.STAFF: "Filled in with a member of staff",
    }
    said = [who for who, words in others.items() if f"{words} on" in text(shown)]
    assert said == [respondent]


def test_every_page_says_what_the_paper_is_not() -> None:
    printed = pages(paper(summary()))
    assert len(printed) > 2
    for number, page in enumerate(printed, 1):
        assert (
            "the answers given. Not a diagnosis. Rules not reviewed by a clinician."
            in page
        )
        assert "Doorbell, version 1 (00000000). Printed 21 November 2026." in page
        assert f"Page {number} of {len(printed)}" in page


def test_every_loose_page_has_room_for_the_name() -> None:
    first, *others = pages(paper(real_summary("V064")))
    assert first.count("Name") == 1
    assert others
    assert all("Name" in page for page in others)


def test_a_review_is_named_at_the_foot() -> None:
    review = Review("reviewed", "Dr A. Bell", DAY, date(2030, 1, 1))
    printed = text(replace(summary(), review=review))
    assert "Rules reviewed by Dr A. Bell on 21 November 2026." in printed
    assert "not reviewed" not in printed


def test_a_review_that_is_overdue_says_so() -> None:
    due = Review("draft", None, None, DAY - timedelta(1))
    assert "To be reviewed by 20 November 2026." in text(replace(summary(), review=due))
    due = replace(due, review_by=DAY)
    assert "To be reviewed by" not in text(replace(summary(), review=due))


@pytest.mark.parametrize(
    ("review", "foot"),
    [
        (
            Review("reviewed", "Dr A. Bell", DAY, date(2030, 1, 1), changed=True),
            "Rules changed after Dr A. Bell reviewed them.",
        ),
        (
            Review("withdrawn", "Dr A. Bell", DAY, date(2030, 1, 1)),
            "Rules withdrawn: do not use.",
        ),
    ],
)
def test_a_review_that_no_longer_holds_is_not_claimed(
    review: Review, foot: str
) -> None:
    printed = text(replace(summary(), review=review))
    assert foot in printed
    assert "Rules reviewed by" not in printed


def test_reasons_stand_for_and_against_with_their_source() -> None:
    shown = summary(speed=chose("slow"), areas=chose("noise"), noise=chose("hum"))
    printed = text(shown)
    for words in (
        "Ferric oxide",
        shown.causes[0].band,
        "Slow start: How fast: “Slowly” [1]",
        "Less typical",
        "Would help to know",
        "Tests a doctor may think about, and for which of these look inside.",
        "[1] Bells, 2020 (the passage read).",
    ):
        assert words in printed


def test_a_name_for_the_doctor_only_is_not_in_the_part_to_keep() -> None:
    shown = summary(speed=chose("sudden"))
    assert shown.causes[0].named_for_doctor_only
    doctors, persons = text(shown).split("For me to keep")
    assert "Short circuit" in doctors
    assert "Short circuit" not in persons
    assert "Ask for the wires to be checked" in persons


def test_answers_are_printed_by_step_and_none_is_folded_with_its_count() -> None:
    shown = summary(speed=chose("secret"), bored=Answer(), alarm=chose("none"))
    printed = text(shown).partition("All my answers")[2]
    assert "How fast I would rather not say" in printed
    assert re.search(
        r"none of those listed \(how many were\): .*burning\?.\(2\)", printed
    )
    assert "Asked, and not answered: Is the bell bored?" in printed
    assert re.search(
        r"Not asked, because of other answers: .*still in the box", printed
    )


def test_the_part_to_keep_starts_with_how_soon() -> None:
    shown = summary(areas=chose("noise"), noise=chose("hum"), speed=chose("slow"))
    kept = text(shown).partition("For me to keep")[2]
    landmarks = (
        shown.how_soon.title,
        "Do now Do. it",
        "When to get help sooner it burns",
        "Next steps Oil it. A drop.",
        "Questions to ask Why?",
    )
    found = [kept.index(landmark) for landmark in landmarks]
    assert found == sorted(found)


def kept(**said: Any) -> tuple[str, str]:
    """The doctor's pages and the part to keep of somebody with the real questions."""
    shown = summary_of(real_topic(), Visit("", "1", 0, answers=person(**said)))
    doctors, own = text(shown).split("For me to keep")
    return doctors, own


def test_the_part_to_keep_says_what_to_do_below_an_emergency_too() -> None:
    _, own = kept(self_harm="thoughts")
    assert "Call your doctor or Samaritans on 116 123 today." in own
    assert "If the thoughts get stronger, call 999." in own


@pytest.mark.parametrize(
    ("said", "quoted", "because"),
    [
        ({"self_harm": "thoughts"}, "“Yes, thoughts", "Because of the answers."),
        (
            {"substances": ["nitrous"], "senses": ["both_feet"], "age": 21},
            "“Laughing gas",
            "Because of what was said: “Both feet”.",
        ),
    ],
)
def test_the_part_to_keep_quotes_no_private_answer(
    said: dict[str, Any], quoted: str, because: str
) -> None:
    doctors, own = kept(**said)
    assert quoted in doctors
    assert quoted not in own
    assert because in own


def test_the_sheet_has_the_size_that_was_asked_for() -> None:
    sizes = {}
    for size in PageSize:
        document = paper(summary(), Edition(size=size))
        box = PdfReader(BytesIO(document)).pages[-1].mediabox
        sizes[size] = (round(box.width), round(box.height))
    assert sizes == {PageSize.A4: (595, 842), PageSize.LETTER: (612, 792)}


def test_the_longest_answers_are_all_there() -> None:
    shown = everything_ticked()
    document = paper(shown)
    printed = squeezed(" ".join(pages(document)))
    lines = [line for step in shown.answers for line in step.lines]
    answered = [line for line in lines if line.state is State.ANSWERED]
    assert len(answered) > 30
    for line in answered:
        for words in (line.title, *line.words, *line.typed):
            # A page may end inside an answer, and its foot comes between.
            for part in squeezed(words).split(";"):
                assert part[:20] in printed
                assert part[-12:] in printed
    for sign in (*shown.warnings, *shown.doubted):
        assert squeezed(sign.what)[-12:] in printed


def test_no_text_is_wider_than_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[float, float]] = []
    write_pdf = Document.write_pdf

    def note(document: Document, **options: object) -> bytes:
        for page in document.pages:
            boxes = page._page_box.descendants()
            texts: list[Any] = [box for box in boxes if isinstance(box, TextBox)]
            seen.extend((box.position_x + box.width, page.width) for box in texts)
        return bytes(write_pdf(document, **options))

    monkeypatch.setattr(Document, "write_pdf", note)
    paper(everything_ticked())
    margin = 15 * 96 / 25.4
    assert len(seen) > 1000
    assert all(end <= width - margin + 1 for end, width in seen)


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", "a & b “c” 'd' \"e\"", "{{ 7 * 7 }}"]
)
def test_b2_typed_words_are_quoted_as_they_are(typed: str) -> None:
    shown = summary(words=Answer(typed=(typed,)))
    assert squeezed(f"“{typed}”") in squeezed(text(shown))
    assert "<bdi>“" in paper_html(shown, edition=Edition())


def test_p5_typed_words_stay_out_of_title_and_metadata() -> None:
    document = paper(summary(words=Answer(typed=(CANARY,))))
    with pikepdf.open(BytesIO(document)) as pdf:
        assert pdf.docinfo["/Title"] == "Summary for a doctor’s visit"
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer"}
        assert CANARY.encode() not in pdf.Root.Metadata.read_bytes()
        with pdf.open_outline() as outline:
            titles = [str(item.title) for item in outline.root]
    assert titles == ["Doorbell: what I have noticed"]


def test_c5_the_same_summary_gives_the_same_bytes() -> None:
    assert paper(summary()) == paper(summary())


@pytest.mark.parametrize("case_id", ["V140", "everything"])
def test_pdfua_finds_no_error_on_a_real_paper(case_id: str, tmp_path: Path) -> None:
    longest = case_id == "everything"
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper(everything_ticked() if longest else real_summary(case_id)))
    findings = validate(str(path)).findings
    assert [found for found in findings if found.severity >= Severity.WARNING] == []


def test_header_cells_have_a_scope_and_headings_skip_no_level() -> None:
    with pikepdf.open(BytesIO(paper(real_summary("V140")))) as pdf:
        tags = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/S" in item and "/P" in item
        ]
        kinds = [str(tag.S) for tag in tags]
        scopes = {str(tag.A.Scope) for tag in tags if tag.S == "/TH"}
    assert scopes == {"/Column", "/Row"}
    assert kinds.count("/H1") == 1
    assert {"/H2", "/H3"} <= set(kinds)
    assert "/H4" not in kinds


def test_the_figure_says_in_words_what_it_shows() -> None:
    with pikepdf.open(BytesIO(paper(summary(where=chose("left:hand"))))) as pdf:
        words = [
            str(item.Alt)
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
        ]
    assert words == ["Body figure, front and back. Marked: hand (left)."]


def test_a_mark_is_hatched_in_front_and_behind_on_its_own_side() -> None:
    drawn = body_figure(["left:hand", "neck"], "x", str)
    hatched = re.findall(r"<path [^>]*id=\"([^\"]+)\"[^>]*", drawn)
    paths = re.findall(r"<path [^>]*url\(#body-on\)[^>]*", drawn)
    names = {match[1] for path in paths if (match := re.search(r'id="([^"]+)"', path))}
    assert names == {"front-hand-left", "back-hand-left", "front-neck", "back-neck"}
    assert len(hatched) > 30


def test_a_side_that_is_not_sure_is_dashed_on_both_and_hatched_on_neither() -> None:
    drawn = body_figure(["unsure_side:hand"], "x", str)
    dashed = re.findall(r'id="([^"]+)"[^>]*stroke-dasharray="9 7"', drawn)
    dashed += re.findall(r'stroke-dasharray="9 7"[^>]*id="([^"]+)"', drawn)
    sides = [f"{view}-hand-{side}" for view in ("front", "back")
             for side in ("right", "left")]  # fmt: skip
    assert {*dashed} == {*sides}
    assert 'fill="url(#body-on)" stroke="#000"' not in drawn
    html = paper_html(summary(where=chose("unsure_side:hand")), edition=Edition())
    assert "Dashed: one side, not sure which." in html


def test_what_is_not_on_the_drawing_leaves_no_figure() -> None:
    assert body_figure(["nowhere"], "x", str) == ""
    assert "<svg" not in paper_html(summary(where=chose("nowhere")), edition=Edition())


def test_the_papers_own_words_are_translated_and_escaped() -> None:
    edition = Edition(language="de", translate=lambda words: f"<{words}>")
    html = paper_html(summary(), edition=edition)
    assert '<html lang="de">' in html
    assert "&lt;All my answers&gt;" in html
    assert "<All my" not in html
    assert "21 November 2026" in html


def at_home() -> Summary:
    """A summary with a sheet to use at home and measures."""
    sheet = Sheet(
        "log", "My log", "oil", ("book",),
        parts=(
            Part("Stop if", ("It smokes.",)),
            Part("Rings", columns=("Day", "Rings"), rows=(("Monday",), ("Tuesday",))),
        ),
        lead="Each day.",
        agreed="An electrician agreed.",
        notes=(Note("Mind the hum."),),
    )  # fmt: skip
    readings = (Reading("loud (3 or more)", True), Reading("dim (under 2)", False))
    measures = (
        Measured("rings", "Rings in a minute", "4 rings", readings,
                 "It is no proof.", "After Bell.", ("book",)),
        Measured("light", "Light", "not tried", (), "It is no proof.", "", ("book",)),
    )  # fmt: skip
    terms = (Term("ohm", "how hard the current flows", ("book",)),)
    return replace(summary(), sheets=(sheet,), measures=measures, tests_in_words=terms)


def test_measures_stand_on_the_doctors_page_with_what_they_mean() -> None:
    document = paper(at_home())
    assert (
        "Rings in a minute: 4 rings; loud (3 or more): yes; dim (under 2): no."
        in layout(document)
    )
    assert "Light: not tried." in layout(document)
    assert "Rings in a minute [1]. It is no proof. After Bell." in text(at_home())


def test_a_sheet_starts_a_page_with_what_has_to_be_agreed_first() -> None:
    (sheet,) = (page for page in pages(paper(at_home())) if "To use at home" in page)
    landmarks = (
        "My log",
        "Each day.",
        "An electrician agreed. Who, and when",
        "For me Mind the hum.",
        "Stop if It smokes.",
        "Rings Day Rings Monday Tuesday",
    )
    found = [sheet.index(landmark) for landmark in landmarks]
    assert found == sorted(found)


def test_pdfua_finds_no_error_on_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper(at_home()))
    findings = validate(str(path)).findings
    assert [found for found in findings if found.severity >= Severity.WARNING] == []


def test_tests_are_put_into_plain_words_but_not_in_an_emergency() -> None:
    words = "Tests I may hear about ohm: how hard the current flows."
    assert words in text(at_home())
    urgent = replace(at_home(), how_soon=summary(alarm=chose("smoke")).how_soon)
    assert words not in text(urgent)


def test_a_test_that_some_causes_ask_for_says_which() -> None:
    shown = summary(speed=chose("sudden"))
    rust, short = sorted(shown.causes, key=lambda card: card.id)
    cards = (
        replace(rust, tests=("look inside", "clean it"), seen_by=("electrician",)),
        replace(short, tests=("look inside",), seen_by=("electrician",)),
    )
    printed = text(replace(shown, causes=cards))
    assert "1. Ferric oxide" in printed
    assert "for which of these look inside; clean it (1)." in printed
    assert "Usually seen by electrician." in printed


def with_every_text(part: Any, ending: str) -> Any:
    """The same, with this at the end of every text that is shown."""
    if isinstance(part, str) and not isinstance(part, Enum):
        return part + ending
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        return tuple(with_every_text(one, ending) for one in part)
    if is_dataclass(part) and not isinstance(part, type):
        changed = {
            field.name: with_every_text(getattr(part, field.name), ending)
            for field in fields(part)
            if field.init and field.name not in ("id", "key", "state", "figure")
        }
        return replace(part, **changed)
    return part


def test_s5_no_text_of_rules_or_people_becomes_an_element() -> None:
    shown = real_summary("V003")

    def elements(ending: str) -> list[str]:
        changed = with_every_text(shown, ending)
        page = paper_html(changed, edition=Edition())
        return re.findall(r"<[/!a-z]\w*", page)

    plain = elements(" words")
    assert len(plain) > 200
    for payload in HOSTILE:
        assert elements(f" {payload}") == plain, payload
