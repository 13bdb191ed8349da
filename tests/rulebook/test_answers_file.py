"""The answers file: every problem at once, with its line, and notes for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from assessment.core.answers import Answer
from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.rulebook.answers_file import AnswersError, read_answers
from assessment.rulebook.codes import ANSWER_CODES, CODES

RULES = Path(__file__).parents[1] / "web" / "rules" / "hiccups"


@pytest.fixture(scope="module")
def topic() -> Topic:
    return load_topic(RULES)


def read(tmp_path: Path, text: str | bytes, topic: Topic) -> dict[str, Answer]:
    """The answers in a file of this text."""
    path = tmp_path / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    answers, _notes = read_answers(path, topic)
    return dict(answers)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("age: 40", Answer(number=40)),
        ("speed: slow", Answer(("slow",))),
        ("speed: [slow]", Answer(("slow",))),
        ("signs: [choke, faint, choke]", Answer(("choke", "faint"))),
        ("signs: []", Answer()),
        ("where: [left:hand, neck]", Answer(("left:hand", "neck"))),
        ("where: {options: [elsewhere], typed: knee}",
         Answer(("elsewhere",), typed=("knee",))),
        ("pills: {options: [aspirin], typed: [Iron, Zinc]}",
         Answer(("aspirin",), typed=("Iron", "Zinc"))),
        ("pills: {typed: [Iron]}", Answer(typed=("Iron",))),
        ("pills: {typed: [predni], meant: {predni: Iron}}",
         Answer(typed=("predni",), meant=(("predni", "Iron"),))),
        ("pills: aspirin", Answer(("aspirin",))),
        ("age: []", Answer()),
        ("wishes: No pain", Answer(typed=("No pain",))),
    ],
)  # fmt: skip
def test_each_form_of_answer_is_read(
    tmp_path: Path, topic: Topic, text: str, answer: Answer
) -> None:
    assert [*read(tmp_path, text, topic).values()] == [answer]


BROKEN = [
    ("sings: none",
     "1:1 unknown-question there is no question `sings` (did you mean signs?)"),
    ("age: 116", "1:6 out-of-range 116 is not from 0 to 115"),
    ("age: -1", "1:6 out-of-range -1 is not from 0 to 115"),
    ("pills: {typed: [Iron], meant: [Iron]}",
     "1:8 wrong-type names as typed, and what each stands for"),
    ("age: true", "1:6 wrong-type a whole number belongs here"),
    ("age: 4.5", "1:6 wrong-type a whole number belongs here"),
    ("age: forty", "1:6 wrong-type a whole number belongs here"),
    ("age: [40]", "1:6 wrong-type a whole number belongs here"),
    ("speed: [slow, sudden]", "1:8 too-many `speed` takes one option"),
    ("signs: [none, choke]",
     "1:8 exclusive `none` cannot stand beside other options"),
    ("where: [left:hnad]",
     "1:9 unknown-option `where` has no option `left:hnad` (did you mean left:hand?)"),
    ("where: hand",
     "1:8 unknown-option `where` has no option `hand` (did you mean left:hand?)"),
    ("signs: 3", "1:8 wrong-type the id of an option belongs here"),
    ("signs: [[choke]]", "1:9 wrong-type the id of an option belongs here"),
    ("pills: {option: [aspirin]}",
     "1:9 unknown-key `option` is not a part of an answer (did you mean options?)"),
    ("pills: {typed: [3]}",
     "1:16 wrong-type text, or a list of texts, belongs here"),
    ("signs: {options: [choke], typed: [help]}",
     "1:34 wrong-type `signs` takes no words of one's own"),
    ("wishes: {a: b}", "1:9 wrong-type text, or a list of texts, belongs here"),
    ("age: 1\nage: 2", "2:1 duplicate-key `age` stands here twice, see line 1"),
    ("- age", "1:1 wrong-type an answers file is a mapping of answers"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), BROKEN)
def test_each_problem_has_its_place(
    tmp_path: Path, topic: Topic, text: str, problem: str
) -> None:
    with pytest.raises(AnswersError) as caught:
        read(tmp_path, text, topic)
    code = problem.split()[1]
    assert [p.code for p in caught.value.problems] == [code]
    assert code in {**CODES, **ANSWER_CODES}
    if code not in ("duplicate-key",):
        assert str(caught.value) == f"a.yaml:{problem}"


@pytest.mark.parametrize("text", [b"\xff", b"a: &b c", b"{", b"x" * 300_000, b"\t- 1"])
def test_what_is_no_plain_yaml_is_refused(
    tmp_path: Path, topic: Topic, text: bytes
) -> None:
    with pytest.raises(AnswersError):
        read(tmp_path, text, topic)


def test_a_folder_is_no_file(tmp_path: Path, topic: Topic) -> None:
    with pytest.raises(AnswersError, match="unreadable"):
        read_answers(tmp_path, topic)


def test_what_is_not_asked_is_noted_and_kept_for_pruning(
    tmp_path: Path, topic: Topic
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("age: 10\nchild: [baby]\nnoise_kinds: hum\nnoises: low\n")
    answers, notes = read_answers(path, topic)
    assert [(note.line, note.code) for note in notes] == [(2, "not-asked")]
    assert set(answers) == {"age", "child", "noise_kinds", "noises"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("noise_kinds: hum\n", "because `noises` was not answered"),
        ("noises: []\nnoise_kinds: hum\n", "because `noises` was not answered"),
        ("noises: none\nnoise_kinds: hum\n", "because of what is said to `noises`"),
    ],
)
def test_the_note_says_why_a_question_is_not_asked(
    tmp_path: Path, topic: Topic, text: str, why: str
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    _answers, notes = read_answers(path, topic)
    assert notes[-1].message == (
        f"note: `noise_kinds` is not asked with these answers, {why}"
    )
