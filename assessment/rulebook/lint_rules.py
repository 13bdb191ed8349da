"""Lint of rules: what no scenario proves, what nothing reads, what a blank hides."""

from __future__ import annotations

from collections.abc import Iterator

from assessment.core.conditions import (
    ALWAYS,
    Chosen,
    Condition,
    Marked,
    NotSaid,
    leaves,
)
from assessment.core.findings import Urgency
from assessment.core.questionnaire import Kind, Meaning
from assessment.core.topic import Topic
from assessment.rulebook.implied import implies
from assessment.rulebook.lint_finding import Finding
from assessment.rulebook.lint_scenarios import Expected
from assessment.rulebook.problems import quoted
from assessment.rulebook.shapes import Content


def lint_rules(content: Content, topic: Topic, expected: Expected) -> Iterator[Finding]:
    """Every finding about the rules; `expected` is what scenarios name, by part."""
    yield from _never_fired(content, expected)
    yield from _unread(content, topic)
    yield from _always_with(content, topic)
    yield from _may_be_skipped(content, topic)


def _never_fired(content: Content, expected: Expected) -> Iterator[Finding]:
    for flag in content.red_flags:
        if not flag.fallback and flag.id not in expected.get("fires", ()):
            what = f"no scenario expects {quoted(flag.id)} in `fires`"
            yield Finding(f"red_flags.{flag.id}", flag.id.place, "never-fired", what)
    for cause in content.causes:
        if cause.id not in expected.get("suggests", ()):
            what = f"no scenario expects {quoted(cause.id)} in `suggests`"
            yield Finding(f"causes.{cause.id}", cause.id.place, "never-fired", what)


def _unread(content: Content, topic: Topic) -> Iterator[Finding]:
    page = topic.page_one
    whole = {*page.person, *page.one_line, page.figure}
    whole.update(q for slot in page.slots for q in (*slot.questions, slot.ranked_by))
    whole.update(name for fact in topic.facts.values() for name in fact.sum_of)
    read = set(_options_read(topic))
    places = {
        (str(question.id), str(option.id)): option.id.place
        for question in content.questions
        for option in question.options
    }
    for question in topic.questionnaire:
        plain = [o for o in question.options if o.meaning is Meaning.PLAIN]
        unread = [o for o in plain if (question.id, o.id) not in read]
        # Of one choice, one answer may say that none of what is read is so.
        if question.id in whole or (question.kind.one_option and len(unread) == 1):
            continue
        for option in unread:
            name = f"questions.{question.id}.options.{option.id}"
            what = (
                f"nothing reads the option {quoted(option.id)} of {quoted(question.id)}"
            )
            yield Finding(name, places[question.id, option.id], "unread-option", what)


def _options_read(topic: Topic) -> Iterator[tuple[str, str]]:
    for salient in topic.scoring.salient:
        yield salient.name, salient.option
    for condition in _conditions(topic):
        for leaf in leaves(condition):
            if isinstance(leaf, Chosen | NotSaid):
                yield from ((leaf.name, option) for option in leaf.options)
            elif isinstance(leaf, Marked):
                yield from ((leaf.name, o) for o in (*leaf.places, *leaf.than))


def _conditions(topic: Topic) -> Iterator[Condition]:
    """Every condition of the topic."""
    for question in topic.questionnaire:
        yield question.show_when
        yield from (group.show_when for group in question.groups)
        yield from (option.show_when for option in question.options)
    for fact in topic.facts.values():
        yield from (value.when for value in fact.values)
    yield from (flag.when for flag in topic.red_flags)
    for cause in topic.causes:
        yield from (cause.requires, cause.explains)
        yield from (evidence.when for evidence in cause.evidence)
    for step in topic.next_steps:
        yield from (step.when, step.unless or ALWAYS)
    yield from (question.when for question in topic.questions_to_ask)
    yield from (negative.when for negative in topic.page_one.negatives)
    care, medicines = topic.care, topic.medicines
    yield from (advice.when for advice in care.return_advice)
    yield from (pair.when for pair in medicines.pairs)
    yield from (timing.when for timing in medicines.timings)
    for sheet in care.sheets:
        yield from (part.when for part in sheet.parts)
        yield from (note.when for note in sheet.notes)
    yield from (c.when for m in care.measures for c in m.cut_offs)


def _always_with(content: Content, topic: Topic) -> Iterator[Finding]:
    places = {str(shape.id): shape.id.place for shape in content.red_flags}
    flags = [flag for flag in topic.red_flags if not flag.fallback]
    for flag in flags:
        for other in flags:
            if other is flag or other.urgency < flag.urgency:
                continue
            if implies(flag.when, other.when, topic.facts):
                what = f"whenever {quoted(flag.id)} fires, {quoted(other.id)} does too"
                name = f"red_flags.{flag.id}"
                yield Finding(name, places[flag.id], "always-with", what)


def _may_be_skipped(content: Content, topic: Topic) -> Iterator[Finding]:
    """Emergencies that depend on nothing that has to be answered.

    Who leaves it blank is sent to a normal visit. A number beside it, such as the age,
    makes nobody look at the list of dangers, so it does not count.
    """
    signs = {str(shape.id): shape.id.place for shape in content.red_flags}
    questions = {str(shape.id): shape.id.place for shape in content.questions}
    asked = topic.questionnaire.question_by_id
    for flag in topic.red_flags:
        if flag.urgency is not Urgency.EMERGENCY or flag.fallback:
            continue
        read = [asked[name] for name in sorted(topic.questions_in(flag.when))]
        choices = [question for question in read if question.kind is not Kind.NUMBER]
        if not read or any(question.required for question in choices or read):
            continue
        where = " or ".join(
            f"{quoted(q.id)} ({questions[q.id].short})" for q in choices or read
        )
        what = f"a blank answer to {where} hides this emergency; "
        what += "put `required: true` into that question"
        name = f"red_flags.{flag.id}"
        yield Finding(name, signs[flag.id], "may-be-skipped", what)
