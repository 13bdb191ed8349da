"""Lint of words: whether people can read what they are told, and may be told it.

A sentence of a few words is not graded by itself: there the formula jumps by several
grades with one long word. It counts in the passage that its entry makes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from assessment.core.questionnaire import Kind
from assessment.rulebook.compose import Entries
from assessment.rulebook.kinds import Words
from assessment.rulebook.lint_file import BannedShape, LintFile
from assessment.rulebook.lint_finding import Finding
from assessment.rulebook.problems import quoted
from assessment.rulebook.reading import Sentence, grade, sentences
from assessment.rulebook.shapes import Content
from assessment.rulebook.texts import NamedText, texts

URGENT, OTHER = 6.0, 8.0  # the highest grades, of the project's own choice
FEWEST_WORDS = 8  # that are graded by themselves
MOST_WORDS_OF_A_TITLE = 6

# Kinds of text that only doctors and authors read.
FOR_DOCTORS = frozenset(
    {
        "page_one.slots.title",
        "page_one.slots.note",
        "page_one.negatives.words",
        "page_one.examination.title",
        "page_one.examination.columns",
        "page_one.examination.rows",
        "measures.name",
        "measures.unit",
        "measures.untried",
        "measures.cut_offs.means",
        "measures.limits",
        "measures.credit",
        "medicine_kinds.name",
        "medicine_kinds.checks",
        "medicine_pairs.effect",
        "questions.options.short",
        "facts.about",
        "red_flags.what",
        "causes.name",
        "causes.how_common_reason",
        "causes.typical",
        "causes.danger",
        "causes.helps",
        "causes.evidence.finding",
        "causes.evidence.note",
    }
)
# Names of places, tests and professions: they are what they are.
NAMES = frozenset({"causes.tests", "causes.seen_by", "countries.name"})
# What is asked, and what is said to somebody who may be in danger.
SIMPLEST = re.compile(
    r"questions\.(ask|help|groups\.heading|options\.label)"
    r"|(red_flags|urgency|return_advice|medicine_signs)\..*"
)


def lint_words(
    content: Content, voices: Iterable[Entries], file: LintFile
) -> Iterator[Finding]:
    """Every finding about the words of a topic, and of each voice laid over them."""
    for_people = [text for text in texts(content) if text.kind not in FOR_DOCTORS]
    yield from _about(for_people, file)
    for voice in voices:
        said = {str(name): Words.of(text) for name, text in voice.items()}
        for_people = [t._replace(words=said.get(t.name, t.words)) for t in for_people]
        yield from _about(for_people, file)
    yield from _none_in_disguise(content, file.says_none)
    yield from _without_short_words(content)


def _about(for_people: list[NamedText], file: LintFile) -> Iterator[Finding]:
    yield from _too_hard(text for text in for_people if text.kind not in NAMES)
    for banned in file.banned:
        yield from _banned(banned, for_people)


def _too_hard(for_people: Iterable[NamedText]) -> Iterator[Finding]:
    passages: defaultdict[tuple[str, float], list[NamedText]] = defaultdict(list)
    for text in for_people:
        most = URGENT if SIMPLEST.fullmatch(text.kind) else OTHER
        passages[text.entry, most].append(text)
        for sentence in sentences(text.words):
            yield from _graded(text.name, text, [sentence], most)
    for (entry, most), together in passages.items():
        passage = [s for text in together for s in sentences(text.words)]
        if len(passage) > 1:
            yield from _graded(entry, together[0], passage, most)


def _graded(
    name: str, text: NamedText, passage: list[Sentence], most: float
) -> Iterator[Finding]:
    words = [word for sentence in passage for word in sentence]
    if len(words) < FEWEST_WORDS or (found := grade(passage)) <= most:
        return
    begins = quoted(" ".join(words[:FEWEST_WORDS]))
    what = f"{quoted(name)} reads at grade {found:g}, {most:g} at most: {begins}"
    yield Finding(name, text.words.place, "reading-grade", what)


def _banned(banned: BannedShape, for_people: list[NamedText]) -> Iterator[Finding]:
    phrase = _phrase(banned.words)
    allowed = [_phrase(words) for words in banned.but_for]
    for text in for_people:
        if banned.within and not text.name.startswith(tuple(banned.within)):
            continue
        left = text.words.lower()
        for longer in allowed:
            left = longer.sub("", left)
        if phrase.search(left):
            what = f"{quoted(text.name)} says {quoted(banned.words)}: {banned.why}"
            yield Finding(text.name, text.words.place, "banned-words", what)


def _phrase(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(words.lower())}\b")


def _none_in_disguise(content: Content, says_none: list[str]) -> Iterator[Finding]:
    beginnings = tuple(words.lower() for words in says_none)
    for question in content.questions:
        for option in question.options:
            says = beginnings and option.label.lower().startswith(beginnings)
            if says and Kind(question.kind).many_options and not option.exclusive:
                name = f"questions.{question.id}.options.{option.id}"
                what = f"{quoted(option.label)} is not `exclusive`"
                yield Finding(name, option.id.place, "says-none", what)


def _without_short_words(content: Content) -> Iterator[Finding]:
    for question in content.questions:
        words = len(question.ask.split())
        if not question.short and words > MOST_WORDS_OF_A_TITLE:
            what = f"{quoted(question.id)} asks in {words} words and has no `short`"
            name = f"questions.{question.id}"
            yield Finding(name, question.id.place, "missing-short", what)
