"""Lint of scenarios: what they expect, and every id in them that stands for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from assessment.rulebook.answers_file import read_answer
from assessment.rulebook.compose import Entries, Items, Text, compose, decode, items_of
from assessment.rulebook.files import RuleFile
from assessment.rulebook.problems import Report, closest, quoted

PARTS = ("id", "about", "source", "base", "like", "answers", "expect")
SIGNS = ("fires", "does_not_fire")
CAUSES = ("suggests", "does_not_suggest")
STEPS = ("gives", "does_not_give")
LEVELS = ("at_least", "at_most")

Expected = Mapping[str, Collection[str]]


class _Ids(NamedTuple):
    """What may be named somewhere, and what to say of anything else."""

    known: Collection[str]
    code: str
    what: str


def scenario_trees(files: Iterable[RuleFile], report: Report) -> list[Entries]:
    """The scenario files that can be read; problems go to the report."""
    trees = []
    for file in files:
        text = file.content and decode(file.content, file.name, report)
        tree = compose(text, file.name, report) if text else None
        trees += [] if tree is None else [tree]
    return trees


def expectations(trees: Iterable[Entries]) -> Expected:
    """What the scenarios expect: `fires`, `suggests`, … with all ids named there."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for scenario in _scenarios(trees):
        for part, ids in _entries(scenario, "expect").items():
            found[part].update(str(one) for one, _ in items_of(ids, scenario.place))
    return found


def lint_scenarios(trees: Collection[Entries], topic: Topic, report: Report) -> None:
    """Report each key, id and answer in scenarios that the topic does not have."""
    people = {name: own for tree in trees for name, own in _bases(tree)}
    ids = _ids(topic, people, trees)
    for own in people.values():
        _check_answers(own, topic, report)
    for scenario in _scenarios(trees):
        _check_answers(_entries(scenario, "answers"), topic, report)
        _check(scenario, PARTS, ids, report)
        expect = _entries(scenario, "expect")
        _check(expect, (*SIGNS, *CAUSES, *STEPS, *LEVELS), ids, report)


def _ids(
    topic: Topic, people: Collection[str], trees: Iterable[Entries]
) -> dict[str, _Ids]:
    """What may stand at each key that names something."""
    scenarios = [str(one.get(Text("id"))) for one in _scenarios(trees)]
    signs = [flag.id for flag in topic.red_flags]
    causes = [cause.id for cause in topic.causes]
    steps = [step.id for step in topic.next_steps]
    levels = [level.id for level in Urgency]
    return {
        **dict.fromkeys(SIGNS, _Ids(signs, "unknown-red-flag", "red flag")),
        **dict.fromkeys(CAUSES, _Ids(causes, "unknown-cause", "cause")),
        **dict.fromkeys(STEPS, _Ids(steps, "unknown-next-step", "next step")),
        **dict.fromkeys(LEVELS, _Ids(levels, "wrong-value", "level of urgency")),
        "source": _Ids(topic.sources, "unknown-source", "source"),
        "base": _Ids(people, "unknown-scenario", "person to start from"),
        "like": _Ids(scenarios, "unknown-scenario", "scenario"),
    }


def _check(
    mapping: Entries, keys: Collection[str], ids: Mapping[str, _Ids], report: Report
) -> None:
    for key, value in mapping.items():
        if key not in keys:
            what = f"there is no key {quoted(key)} in a scenario"
            report.add(key.place, "unknown-key", what, hint=closest(key, keys))
        elif key in ids:
            known, code, thing = ids[key]
            for item, place in items_of(value, mapping.at[key]):
                if str(item) not in known:
                    what = f"there is no {thing} {quoted(str(item))}"
                    report.add(place, code, what, hint=closest(str(item), known))


def _check_answers(answers: Entries, topic: Topic, report: Report) -> None:
    asked = topic.questionnaire.question_by_id
    for name, content in answers.items():
        if name in asked:
            read_answer(asked[name], content, answers.at[name], report)
        else:
            what = f"there is no question {quoted(name)}"
            report.add(name.place, "unknown-question", what, hint=closest(name, asked))


def _scenarios(trees: Iterable[Entries]) -> Iterator[Entries]:
    for tree in trees:
        found = tree.get(Text("scenarios"))
        listed = found if isinstance(found, Items) else ()
        yield from (one for one in listed if isinstance(one, Entries))


def _bases(tree: Entries) -> Iterator[tuple[str, Entries]]:
    bases = _entries(tree, "bases")
    yield from ((str(name), _entries(bases, name)) for name in bases)


def _entries(mapping: Entries, key: str) -> Entries:
    """The mapping at the key; an empty one where there is none."""
    found = mapping.get(Text(key))
    return found if isinstance(found, Entries) else Entries(mapping.place)
