"""Tests of the form to fill in by hand: all of it is there, and in order."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pdfua import Severity, validate
from pypdf import PdfReader

from assessment.core.care import Care, Measure
from assessment.core.questionnaire import Kind, Question, Questionnaire
from assessment.core.topic import Topic
from assessment.pdf.blank_form import STYLESHEETS, blank_form_html
from assessment.pdf.paper import Edition, PageSize
from assessment.pdf.render import render
from assessment.rulebook import load_topic
from tests.core.made_up import AGE, ALARM, TOPIC
from tests.pdf.test_paper import RULES, pages, squeezed

pytestmark = pytest.mark.slow


def form(topic: Topic, size: PageSize = PageSize.A4) -> bytes:
    return render(blank_form_html(topic, edition=Edition(size=size)), STYLESHEETS)


@pytest.fixture(scope="module")
def topic() -> Topic:
    return load_topic(RULES)


@pytest.fixture(scope="module")
def shipped(topic: Topic) -> bytes:
    return form(topic)


@pytest.fixture(scope="module")
def printed(shipped: bytes) -> list[str]:
    """The text of each page of the shipped form."""
    return pages(shipped)


@pytest.fixture(scope="module")
def small() -> bytes:
    return form(TOPIC)


def test_every_question_and_option_is_printed(topic: Topic, printed: list[str]) -> None:
    whole = squeezed(" ".join(printed))
    measured = {measure.reads for measure in topic.care.measures}
    for question in topic.questionnaire:
        asked = question.title if question.id in measured else question.ask
        assert squeezed(asked) in whole, question.id
        assert squeezed(question.help) in whole or question.id in measured
        for option in question.options:
            assert squeezed(option.label) in whole, (question.id, option.id)


def test_the_first_page_says_how_and_holds_the_emergency_box(
    printed: list[str],
) -> None:
    first = printed[0]
    landmarks = (
        "Tick what fits.",
        "It cannot warn you.",
        "Name",
        "I am answering for myself",
        "1. ",
        "If you tick any of these, tell the staff now, or call 999.",
        "Chest pain or pressure",
    )
    places = [first.index(landmark) for landmark in landmarks]
    assert places == sorted(places)
    assert "2. " not in first


def test_the_number_to_call_is_the_countrys() -> None:
    html = blank_form_html(load_topic(RULES, country="US"), edition=Edition())
    assert "tell the staff now, or call 911." in html
    assert "999" not in html


def test_only_what_is_an_emergency_by_itself_stands_in_a_thick_box() -> None:
    html = blank_form_html(TOPIC, edition=Edition())
    boxes = [
        part.split('<div class="apart">')[0] for part in html.split('class="warn"')[1:]
    ]
    assert len(boxes) == 2
    assert "Flames" in boxes[0]
    assert "None of these" not in boxes[0]
    assert "Yes" in boxes[1]


def test_what_needs_care_today_stands_in_a_box_of_its_own(topic: Topic) -> None:
    html = blank_form_html(topic, edition=Edition())
    boxes = [
        part.split('</div>\n<div class="block">')[0]
        for part in html.split('class="warn today"')[1:]
    ]
    assert "before you leave today" in boxes[0]
    (bladder,) = (box for box in boxes if "Leaking pee or poo" in box)
    assert "Rushing to pee" not in bladder.split('class="apart"')[0]


def test_the_words_on_paper_speak_of_no_screen(printed: list[str]) -> None:
    words = " ".join(printed).lower()
    assert "tap " not in words
    assert "type it" not in words


def test_a_follow_up_says_for_whom_it_is(small: bytes) -> None:
    words = " ".join(pages(small))
    told = "Only if you ticked “Noises” in question 4."
    assert f"{told} 5. Which noises?" in words
    assert "8. Is the bell bored? Tick one. Level 0" in words


def test_each_kind_has_its_room_to_write() -> None:
    html = blank_form_html(TOPIC, edition=Edition())
    assert html.count("<svg") == 1
    assert "Hand</th><td><i></i></td><td><i></i></td><td><i></i></td>" in html
    assert '<span class="digits"><i></i><i></i><i></i></span> years' in html
    assert "What else?" in html.split('<div class="rule">')[0]
    assert "Clinician’s notes" in html


def test_effort_that_hangs_on_other_answers_is_left_to_the_clinician() -> None:
    effort = Question(
        "rings", "Ring ten times?", Kind.NUMBER, "", short="Rings",
        maximum=10, show_when=TOPIC.questionnaire.question_by_id["young"].show_when,
    )  # fmt: skip
    steps = TOPIC.questionnaire.steps
    page = replace(steps[2].pages[0], questions=(effort,))
    topic = replace(
        TOPIC,
        questionnaire=Questionnaire((*steps[:2], replace(steps[2], pages=(page,)))),
        care=Care(measures=(Measure("r", "Rings", "rings", "", "", "", (), ()),)),
        facts={},
        red_flags=(),
    )
    html = blank_form_html(topic, edition=Edition())
    assert "Ring ten times?" not in html
    assert "<b>Rings:</b>" in html.split("For the doctor")[1]


def test_a_topic_of_two_questions_makes_one_page() -> None:
    step = TOPIC.questionnaire.steps[0]
    page = replace(step.pages[0], questions=(ALARM, AGE))
    questionnaire = Questionnaire((replace(step, pages=(page,)),))
    printed = pages(form(replace(TOPIC, questionnaire=questionnaire)))
    assert len(printed) == 1
    assert "Page 1 of 1" in printed[0]


def test_every_page_says_what_it_is_and_that_it_cannot_warn(
    topic: Topic, printed: list[str]
) -> None:
    for number, page in enumerate(printed, 1):
        assert "This form cannot warn you." in page
        assert "Rules not reviewed by a clinician." in page
        assert f"version {topic.content_version}." in page
        assert f"Page {number} of {len(printed)}" in page


def test_the_shipped_form_stays_short(printed: list[str]) -> None:
    assert len(printed) <= 14  # seven sheets, printed on both sides


def test_it_fits_the_sheet_of_the_country() -> None:
    sheet = PdfReader(BytesIO(form(TOPIC, PageSize.LETTER))).pages[0].mediabox
    assert [round(length) for length in sheet[2:]] == [612, 792]


@pytest.mark.parametrize("name", ["shipped", "small"])
def test_pdfua_finds_no_error(
    name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(request.getfixturevalue(name))
    findings = validate(str(path)).findings
    assert [found for found in findings if found.severity >= Severity.WARNING] == []


def test_the_same_topic_gives_the_same_bytes(small: bytes) -> None:
    assert form(TOPIC) == small
