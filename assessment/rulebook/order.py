"""Order: what is shown may depend on earlier pages only, and never on itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from assessment.core.conditions import Condition, names
from assessment.core.facts import Fact
from assessment.core.questionnaire import Question, Questionnaire
from assessment.rulebook.problems import Place, Report

MOST_FACTS_DEEP = 20
Graph = dict[str, list[str]]


def check_order(
    questionnaire: Questionnaire,
    facts: Mapping[str, Fact],
    places: Mapping[str, Place],
    report: Report,
) -> bool:
    """Whether nothing goes in a circle, so that what follows may be worked out.

    `places` are those of questions' gates and of facts.
    """
    shown_by = {
        question.id: sorted(frozenset().union(*map(names, _gates(question))))
        for question in questionnaire
    }
    graph = shown_by | {fact.id: sorted(fact.questions) for fact in facts.values()}
    if _circles(graph, places, report):
        return False
    needed = _needed(graph, facts, places, report)
    page_number = {
        question.id: number
        for number, page in enumerate(questionnaire.pages)
        for question in page.questions
    }
    for question_id, direct in shown_by.items():
        for name in direct:
            for source in sorted(needed.get(name, {name})):
                if page_number.get(source, -1) < page_number[question_id]:
                    continue
                via = "" if source == name else f" (through the fact `{name}`)"
                what = f"`{question_id}` is shown by `{source}`{via}, asked no earlier"
                report.add(places[question_id], "looks-ahead", what)
    return True


def _gates(question: Question) -> Iterator[Condition]:
    yield question.show_when
    for group in question.groups:
        yield group.show_when
    for option in question.options:
        yield option.show_when


def _circles(graph: Graph, places: Mapping[str, Place], report: Report) -> bool:
    """Whether there are circles, each of which is reported."""
    left = {name: list(needs) for name, needs in graph.items()}
    while True:
        try:
            TopologicalSorter(left).prepare()
        except CycleError as error:
            circle: list[str] = error.args[1][:0:-1]
        else:
            return left != graph
        start = circle.index(min(circle, key=lambda name: places[name]))
        circle = circle[start:] + circle[:start]
        way = " -> ".join(f"`{name}`" for name in [*circle, circle[0]])
        report.add(places[circle[0]], "cycle", f"this goes in a circle: {way}")
        left[circle[0]].remove(circle[1 % len(circle)])


def _needed(
    graph: Graph,
    facts: Mapping[str, Fact],
    places: Mapping[str, Place],
    report: Report,
) -> dict[str, set[str]]:
    """For each fact, the questions that it is worked out from, however indirectly."""
    needed: dict[str, set[str]] = {}
    depth: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        if name not in facts:
            continue
        inner = graph[name]
        depth[name] = 1 + max((depth.get(other, 0) for other in inner), default=0)
        if depth[name] == MOST_FACTS_DEEP + 1:
            what = f"`{name}` builds on more than {MOST_FACTS_DEEP} facts in a row"
            report.add(places[name], "too-deep", what)
        needed[name] = set().union(*(needed.get(other, {other}) for other in inner))
    return needed
