"""Graph: questions by step and page, and what leads to each, as Mermaid or DOT.

A question that everybody is asked has no arrow. What hides single options only is left
out, and so is whether all that leads to a question is needed or any of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from assessment.core.conditions import (
    Condition,
    InRange,
    Leaf,
    Marked,
    Not,
    NotSaid,
    parts_of,
)
from assessment.core.questionnaire import Question
from assessment.core.topic import Topic

MOST_OPTIONS = 4  # in a label


class Arrow(NamedTuple):
    """What of a question, or of a fact, leads to another."""

    start: str
    end: str
    labels: tuple[str, ...]


def arrows(topic: Topic) -> tuple[Arrow, ...]:
    """One from each question or fact to each that hangs on it, in order of asking."""
    labels: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for question in topic.questionnaire:
        for start, words in _gates(question):
            labels[start, question.id].append(words)
    facts = _facts(topic)
    order = [question.id for question in topic.questionnaire]
    for fact in facts:
        for name in sorted(topic.questions_of(fact), key=order.index):
            labels[name, fact] = []
    return tuple(Arrow(*ends, tuple(words)) for ends, words in labels.items())


def as_mermaid(topic: Topic) -> str:
    """A flowchart in Mermaid, with a box for each step and each page."""
    lines = ["flowchart LR"]
    for step in topic.questionnaire.steps:
        lines.append(f"  subgraph step_{step.id}[{_mermaid(step.title)}]")
        for page in step.pages:
            title = _mermaid(f"page {page.number}")
            lines.append(f"    subgraph page_{step.id}_{page.number}[{title}]")
            for question in page.questions:
                lines.append(f"      q_{question.id}[{_mermaid(*_titles(question))}]")
            lines.append("    end")
        lines.append("  end")
    for before, after in pairwise(topic.questionnaire.steps):
        lines.append(f"  step_{before.id} ==> step_{after.id}")
    lines += [f"  q_{fact}{{{{{_mermaid(fact)}}}}}" for fact in _facts(topic)]
    for start, end, labels in arrows(topic):
        words = f"|{_mermaid(*labels)}|" if labels else ""
        lines.append(f"  q_{start} -->{words} q_{end}")
    return "\n".join(lines)


def as_dot(topic: Topic) -> str:
    """The same in the DOT language of Graphviz."""
    lines = ["digraph questions {", "  rankdir=LR; compound=true; node [shape=box];"]
    for step in topic.questionnaire.steps:
        lines.append(f"  subgraph cluster_{step.id} {{ label={_dot(step.title)};")
        for page in step.pages:
            title = _dot(f"page {page.number}")
            cluster = f"cluster_{step.id}_{page.number}"
            lines.append(f"    subgraph {cluster} {{ label={title};")
            for question in page.questions:
                lines.append(
                    f"      q_{question.id} [label={_dot(*_titles(question))}];"
                )
            lines.append("    }")
        lines.append("  }")
    for before, after in pairwise(topic.questionnaire.steps):
        first, last = after.pages[0].questions[0], before.pages[-1].questions[-1]
        ends = f"ltail=cluster_{before.id}, lhead=cluster_{after.id}"
        lines.append(f"  q_{last.id} -> q_{first.id} [{ends}, style=bold];")
    for fact in _facts(topic):
        lines.append(f"  q_{fact} [label={_dot(fact)}, shape=hexagon];")
    for start, end, labels in arrows(topic):
        lines.append(f"  q_{start} -> q_{end} [label={_dot(*labels)}];")
    return "\n".join([*lines, "}"])


FORMATS: dict[str, Callable[[Topic], str]] = {"mermaid": as_mermaid, "dot": as_dot}


def _titles(question: Question) -> tuple[str, str]:
    return question.id, question.title


def _gates(question: Question) -> Iterator[tuple[str, str]]:
    """What the question and its groups hang on, and the words for each."""
    yield from _asked(question.show_when)
    for group in question.groups:
        for start, words in _asked(group.show_when):
            yield start, f"group {group.id}: {words}"


def _asked(condition: Condition, denied: bool = False) -> Iterator[tuple[str, str]]:
    if isinstance(condition, Leaf):
        yield (
            condition.name,
            f"not ({_words(condition)})" if denied else _words(condition),
        )
    for part in parts_of(condition):
        yield from _asked(part, denied != isinstance(condition, Not))


def _words(leaf: Leaf) -> str:
    match leaf:
        case InRange(at_least=low, below=high):
            bounds = (("at least", low), ("below", high))
            return ", ".join(f"{word} {n:g}" for word, n in bounds if n is not None)
        case Marked(relation=relation, places=places, than=than):
            against = f" and {_few(than)}" if than else ""
            return f"{relation.value} {_few(places)}{against}"
    said = _few(leaf.options)
    return f"anything but {said}" if isinstance(leaf, NotSaid) else said


def _few(options: tuple[str, ...]) -> str:
    more = len(options) - MOST_OPTIONS
    listed = ", ".join(options[:MOST_OPTIONS])
    return f"{listed} and {more} more" if more > 0 else listed


def _facts(topic: Topic) -> tuple[str, ...]:
    """The facts that questions and groups hang on, in order of asking."""
    gates = (name for q in topic.questionnaire for name, _ in _gates(q))
    return tuple(dict.fromkeys(name for name in gates if name in topic.facts))


def _mermaid(*lines: str) -> str:
    """A text in quotes; the characters that mean something there by their codes."""
    escaped = (re.sub(r'[#"<>&`]', lambda c: f"#{ord(c[0])};", line) for line in lines)
    return f'"{"<br/>".join(escaped)}"'


def _dot(*lines: str) -> str:
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return '"{}"'.format("\\n".join(escaped))
