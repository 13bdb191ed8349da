"""The shipped voices speak of the right person, and change nothing but words."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assessment.core.assess import assess
from assessment.core.topic import Topic
from assessment.export.record import as_json
from assessment.rulebook.answers_file import read_answers
from assessment.rulebook.diff import case_files
from assessment.rulebook.lint_words import FOR_DOCTORS
from assessment.rulebook.load import compile_rules, voice_texts
from assessment.rulebook.problems import Report
from assessment.rulebook.texts import NamedText, texts
from tests.cases.read import FOLDER
from tests.rules.people import MUSCLES, RULES

PEOPLE = case_files(FOLDER / "development")[::5]
KEPT = re.compile(r"\{\w+\}|\d+")  # numbers to call, and figures
# Words to the wrong person. What is asked for at the visit is asked by who goes along.
WRONG = re.compile(
    r"\b(my|myself|(?<!book it )yourself|your (?!child|baby|own|elbow|wishes)"
    r"|you (are(?! right beside)|feel|faint|fall|take|get (?!through)|drink))\b"
    r"|Do not (drive|eat|stay alone)",
    re.IGNORECASE,
)


def spoken() -> Iterator[tuple[dict[str, NamedText], dict[str, NamedText]]]:
    """The texts of each voice's file as they stand otherwise, and as it says them."""
    found = compile_rules(RULES, None, "", Report())
    own = {text.name: text for text in texts(found.content)}
    whole = dict(own)
    for tree in voice_texts(found.content, found.overlays, "en").values():
        said = {str(k): own[k]._replace(words=words) for k, words in tree.items()}
        whole |= said
        yield {name: own[name] for name in said}, dict(whole)


VOICES = list(spoken())
OTHER, CHILD = MUSCLES.voices[0][1], MUSCLES.voices[1][1]


def test_a_voice_keeps_every_number() -> None:
    for own, said in VOICES:
        for name, text in own.items():
            numbers = sorted(KEPT.findall(said[name].words))
            assert numbers == sorted(KEPT.findall(text.words)), name


def test_doctors_read_the_same_words_in_every_voice() -> None:
    assert not {t.kind for own, _ in VOICES for t in own.values()} & FOR_DOCTORS


def test_no_voice_speaks_to_the_wrong_person() -> None:
    wrong = {
        f"{name}: {text.words}"
        for _, said in VOICES
        for name, text in said.items()
        if text.kind not in FOR_DOCTORS and WRONG.search(text.words)
    }
    assert wrong == set()


def test_the_call_for_help_does_not_change() -> None:
    call = "Call 999 now."
    own = {flag.id for flag in MUSCLES.red_flags if flag.do == call}
    for voice in (OTHER, CHILD):
        assert own <= {flag.id for flag in voice.red_flags if flag.do == call}


@pytest.mark.parametrize("voice", [OTHER, CHILD], ids=["other", "child"])
def test_a_voice_finds_the_same(voice: Topic) -> None:
    for path in PEOPLE:
        answers = read_answers(path, MUSCLES)[0]
        own, said = assess(MUSCLES, answers), assess(voice, answers)
        assert as_json(voice, said) == as_json(MUSCLES, own), path.name
        assert (said.urgency, said.known.answers) == (own.urgency, own.known.answers)


@pytest.mark.parametrize("voice", [OTHER, CHILD], ids=["other", "child"])
def test_a_voice_asks_the_same(voice: Topic) -> None:
    def shape(topic: Topic) -> list[object]:
        return [
            (
                q.id,
                q.kind,
                q.show_when,
                [(o.id, o.short, o.show_when) for o in q.options],
            )
            for q in topic.questionnaire
        ]

    assert shape(voice) == shape(MUSCLES)
    assert voice.content_version == MUSCLES.content_version
