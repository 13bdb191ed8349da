"""Explaining: from the trace of a condition to the words that made it so.

Sentences go through `translate`, a gettext function, so that the interface can be in
another language; what rules say is quoted as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from assessment.core.answers import Answer
from assessment.core.body import EITHER, LEFT, RIGHT, split_mark
from assessment.core.conditions import (
    Chosen,
    Leaf,
    NotSaid,
    Trace,
    Verdict,
    deciding_leaves,
)
from assessment.core.known import Known
from assessment.core.questionnaire import Kind, Question
from assessment.core.topic import Topic

Translate = Callable[[str], str]
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def reasons(
    traced: Trace,
    topic: Topic,
    known: Known,
    translate: Translate,
    *,
    aloud: bool = False,
) -> tuple[str, ...]:
    """What the person said that made the condition hold, each thing once.

    The exceptions that were not met ("not: getting better") are told only when
    nothing else is there to tell; answers to private questions not `aloud`.
    """
    deciding = list(deciding_leaves(traced))
    told = [pair for pair in deciding if not _is_denial(*pair)] or deciding
    return unique(
        words
        for leaf, verdict in told
        if not (aloud and topic.private(leaf.name))
        for words in _leaf_words(leaf, verdict, topic, known, translate)
    )


def _is_denial(leaf: Leaf, verdict: Verdict) -> bool:
    return isinstance(leaf, NotSaid) or verdict is Verdict.NO


def open_questions(traced: Trace, topic: Topic, known: Known) -> tuple[Question, ...]:
    """The questions put and left open that would settle the condition."""
    names = [leaf.name for leaf, _ in deciding_leaves(traced)]
    left_open = {question for name in names for question in known.open_behind(name)}
    return tuple(q for q in topic.questionnaire if q.id in left_open)


def _leaf_words(
    leaf: Leaf, verdict: Verdict, topic: Topic, known: Known, translate: Translate
) -> Iterator[str]:
    fact = topic.facts.get(leaf.name)
    if fact is None:
        question = topic.questionnaire.question_by_id[leaf.name]
        yield from _question_words(question, leaf, verdict, known, translate)
    elif isinstance(leaf, Chosen) and verdict is Verdict.YES:
        for value in fact.values:
            if value.id in leaf.options and value.id in known.chosen(leaf.name):
                names = names_of(value.quotes, topic, known)
                yield " + ".join(f"“{name}”" for name in names) or value.says
    elif isinstance(leaf, Chosen | NotSaid):
        for value in fact.values:
            if value.id in leaf.options:
                yield translate("it is not so that %(words)s") % {"words": value.says}
    else:
        for name in fact.sum_of:
            question = topic.questionnaire.question_by_id[name]
            yield from said(question, known.answers.get(name), known, translate)


def names_of(
    medicines: Iterable[tuple[str, ...]], topic: Topic, known: Known
) -> tuple[str, ...]:
    """The medicines that count as these as they were typed, or the options ticked."""
    asked = topic.medicines.question
    names: list[str] = []
    for options in medicines:
        typed = known.named_as(asked, frozenset(options))
        ticked = sorted(known.chosen(asked).intersection(options))
        by_id = topic.questionnaire.question_by_id[asked].option_by_id
        names += typed or [by_id[option].words for option in ticked]
    return unique(names)


def _question_words(
    question: Question,
    leaf: Leaf,
    verdict: Verdict,
    known: Known,
    translate: Translate,
) -> Iterator[str]:
    if isinstance(leaf, Chosen | NotSaid) and _is_denial(leaf, verdict):
        for option in question.options:
            if option.id in leaf.options:
                yield translate("%(question)s: not “%(words)s”") % {
                    "question": question.title,
                    "words": option.label,
                }
        return
    answer = known.answers.get(question.id)
    if isinstance(leaf, Chosen):
        wanted = frozenset(leaf.options)
        options = answer.options if answer else ()
        marks = tuple(m for m in options if split_mark(m)[1] in wanted)
        answer = Answer(marks, typed=known.named_as(question.id, wanted))
    yield from said(question, answer, known, translate)


def said(
    question: Question, answer: Answer | None, known: Known, translate: Translate
) -> Iterator[str]:
    """What was answered, in the person's words: quoted options, a number, places."""
    if answer is None:
        return
    if question.kind is Kind.BODY_MAP:
        if places := places_in_words(question, answer.options, translate):
            yield f"{question.title}: {places}"
        return
    if answer.number is not None:
        yield f"{question.title}: {number_in_words(question, answer.number)}"
    # "Yes, within 3 months" and "None of these" mean nothing without their question; a
    # tick in a list does.
    for option in map(question.option_by_id.get, answer.options):
        if option is not None:
            alone = question.kind.one_option or option.exclusive
            asked = f"{question.title}: " if alone else ""
            yield f"{asked}“{option.label}”"
    yield from (f"“{words}”" for words in answer.typed)


def number_in_words(question: Question, number: int) -> str:
    """The number with its unit, kept together by a no-break space."""
    unit = question.unit_of_one if number == 1 else ""
    unit = unit or question.unit
    return f"{number}\u00a0{unit}" if unit else str(number)


def places_in_words(
    question: Question, marks: Iterable[str], translate: Translate
) -> str:
    """The marked places in one phrase: "hip, thigh (right and left); neck"."""
    sides = _sides_of(marks)
    regions: dict[str, list[str]] = {}
    for option in question.options:
        if option.id in sides:
            where = _sides_in_words(sides[option.id], translate)
            regions.setdefault(where, []).append(option.words.lower())
    sided = [f"{', '.join(at)} ({where})" for where, at in regions.items() if where]
    return "; ".join((*sided, *regions.get("", ())))


def _sides_of(marks: Iterable[str]) -> dict[str, list[str | None]]:
    sides: dict[str, list[str | None]] = {}
    for mark in marks:
        side, region = split_mark(mark)
        sides.setdefault(region, []).append(side)
    return sides


def _sides_in_words(sides: list[str | None], translate: Translate) -> str:
    if RIGHT in sides and LEFT in sides:
        return translate("right and left")
    if RIGHT in sides:
        return translate("right")
    if LEFT in sides:
        return translate("left")
    return translate("one side, not sure which") if EITHER in sides else ""


def unique_sentences(texts: Iterable[str]) -> tuple[str, ...]:
    """The sentences of the texts in their order, each once."""
    return unique(sentence for text in texts for sentence in SENTENCE_END.split(text))


def unique(words: Iterable[str]) -> tuple[str, ...]:
    """The same words in the same order, each once."""
    return tuple(dict.fromkeys(words))
