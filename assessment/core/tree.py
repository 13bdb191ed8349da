"""Tree: why a condition came to its verdict, as indented lines for authors.

Each line is a verdict and a part of the condition as it is written; a question is
followed by what was said to it, and a fact by the conditions of its values.
"""

from __future__ import annotations

from collections.abc import Iterator

from assessment.core.conditions import (
    All,
    Any,
    AtLeast,
    Chosen,
    Leaf,
    Not,
    NotSaid,
    Trace,
    deciding_leaves,
    trace,
)
from assessment.core.explain import unique
from assessment.core.known import Known
from assessment.core.topic import Topic
from assessment.core.written import on_one_line

INDENT = "  "


def tree(traced: Trace, topic: Topic, known: Known, label: str = "") -> Iterator[str]:
    """The condition and, indented below it, all that it is made of."""
    below = [("", part) for part in traced.parts]
    match traced.condition:
        case All():
            words = "all" if below else "always"
        case Any():
            words = "any"
        case Not():
            words = "not"
        case AtLeast(count):
            words = f"at least {count} of"
        case leaf:
            words = _leaf_line(leaf, topic, known)
            below = _of_fact(leaf, topic, known)
    yield f"{verdict_word(traced)} {label}{words}"
    for of, part in below:
        yield from (INDENT + line for line in tree(part, topic, known, of))


def deciding_line(traced: Trace, topic: Topic, known: Known) -> str:
    """What made the verdict first, and how many other questions and facts did too."""
    deciding = tuple(dict.fromkeys(leaf for leaf, _ in deciding_leaves(traced)))
    if not deciding:
        return "it asks for nothing"
    more = f" (and {len(deciding) - 1} more)" if deciding[1:] else ""
    return _down_to_a_question(deciding[0], topic, known) + more


def _down_to_a_question(leaf: Leaf, topic: Topic, known: Known) -> str:
    line = _leaf_line(leaf, topic, known)
    values = [value for _, value in _of_fact(leaf, topic, known)]
    if not values:
        return line
    value = max(values, key=lambda value: value.verdict)
    inner = next((leaf for leaf, _ in deciding_leaves(value)), None)
    return f"{line}, as {_down_to_a_question(inner, topic, known)}" if inner else line


def verdict_word(traced: Trace) -> str:
    """Yes, no or unknown."""
    return traced.verdict.name.lower()


def _leaf_line(leaf: Leaf, topic: Topic, known: Known) -> str:
    """The leaf as it is written, and what was said to it or to the parts of a sum."""
    fact = topic.facts.get(leaf.name)
    if fact is None:
        options = leaf.options if isinstance(leaf, Chosen | NotSaid) else ()
        return f"{on_one_line(leaf)} ← {_answer(leaf.name, options, known)}"
    parts = ", ".join(f"{name} {_answer(name, (), known)}" for name in fact.sum_of)
    return f"{on_one_line(leaf)} ← {parts}" if parts else on_one_line(leaf)


def _of_fact(leaf: Leaf, topic: Topic, known: Known) -> list[tuple[str, Trace]]:
    """How each value of the fact that the leaf asks for was decided."""
    fact = topic.facts.get(leaf.name)
    if fact is None or not isinstance(leaf, Chosen | NotSaid):
        return []
    values = (value for value in fact.values if value.id in leaf.options)
    return [(f"{value.id}: ", trace(value.when, known)) for value in values]


def _answer(name: str, options: tuple[str, ...], known: Known) -> str:
    """What was said to the question, in ids; words that were typed are quoted."""
    answer = known.answers.get(name)
    named = known.named_as(name, frozenset(options))
    if answer is None and not named:
        if known.denied_at_gate(name):
            return f"{' '.join(known.chosen(name))}, as its gate says"
        return "left blank" if known.shows(name) else "not asked"
    if answer is not None and answer.number is not None:
        return str(answer.number)
    chosen = answer.options if answer else ()
    typed = unique((*(answer.typed if answer else ()), *named))
    return ", ".join((*chosen, *(f"“{words}”" for words in typed)))
