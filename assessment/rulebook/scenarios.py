"""Scenarios: small people, each with what the rules must say to them.

The format stands in the README beside those of a topic. What they expect is compared
with what the rules do in `trials`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from assessment.core.answers import Answers
from assessment.core.conditions import Chosen, Condition, Not, leaves
from assessment.core.questionnaire import Meaning, Option, Question
from assessment.core.topic import Topic
from assessment.rulebook.answers_file import answers_in
from assessment.rulebook.compose import Entries, Items, Node, Text, items_of, text_at
from assessment.rulebook.problems import Place, Problem, Report, quoted

NEEDED = ("id", "about", "source", "expect")
TYPED = "typed: "  # begins a person's own words among their answers
NONE = "none"


@dataclass(frozen=True)
class Scenario:
    """One person, and what the rules must say to them."""

    id: str
    about: str
    source: str
    said: Mapping[str, Node]  # all that the person would answer, but for the gates
    own: Mapping[str, Place]  # where the answers stand that this scenario gives
    expect: Mapping[str, tuple[Text, ...]]  # ids by part: `fires`, `at_least`, …
    place: Place
    gates: tuple[str, ...] = ()  # questions that are answered by themselves

    def chosen(self, question: str) -> frozenset[Node]:
        """What was chosen from a list; nothing when it was "none of these"."""
        return self.answer(question) - {NONE}

    def answer(self, question: str) -> frozenset[Node]:
        """All that was said to the question: ids, figures and `typed: …`."""
        answer = self.said.get(question, Items(self.place))
        if isinstance(answer, Mapping):
            typed = (TYPED + words for words in answer.get(Text("typed"), ()))
            return frozenset((*answer.get(Text("options"), ()), *typed))
        return frozenset(answer if isinstance(answer, list) else [answer])


@dataclass
class Scenarios:
    """All scenarios of a topic, and the people they start from, who expect nothing."""

    people: dict[str, Scenario] = field(default_factory=dict)
    all: dict[str, Scenario] = field(default_factory=dict)


def read_scenarios(trees: Iterable[Entries], report: Report) -> Scenarios:
    """The scenarios of the files; what is not in shape goes to the report."""
    trees = list(trees)
    read = Scenarios()
    gates = tuple(str(gate) for tree in trees for gate in _items(tree, "gates"))
    for tree in trees:
        bases = tree.get(Text("bases"))
        for name, own in bases.items() if isinstance(bases, Entries) else ():
            first = next(iter(read.people.values()), None)
            said = {**(first.said if first else _mapping(None)), **_mapping(own)}
            place = own.place if isinstance(own, Entries) else name.place
            person = Scenario(name, name, "", said, {}, {}, place, gates)
            read.people[str(name)] = person
    for tree in trees:
        for entry in _items(tree, "scenarios"):
            if isinstance(entry, Entries) and _in_shape(entry, read, report):
                scenario = _scenario(entry, read, gates)
                read.all[scenario.id] = scenario
    return read


def _in_shape(entry: Entries, read: Scenarios, report: Report) -> bool:
    """Whether the entry can be read; if not, the report says why."""
    lacking = [key for key in NEEDED if key not in entry]
    for key in lacking:
        what = f"a scenario needs the key {quoted(key)}"
        report.add(entry.place, "missing-key", what)
    if lacking:
        return False
    name = str(entry[Text("id")])
    if name in read.all:
        first = read.all[name].place.short
        what = f"the id {quoted(name)} was first seen at {first}"
        report.add(entry.place, "duplicate-id", what)
        return False
    if Text("like") in entry and str(entry[Text("like")]) not in read.all:
        what = "`like` names a scenario that stands before this one"
        report.add(entry.at["like"], "unknown-scenario", what)
        return False
    return True


def _scenario(entry: Entries, read: Scenarios, gates: tuple[str, ...]) -> Scenario:
    if Text("like") in entry:
        start = read.all.get(str(entry[Text("like")]))
    else:
        first = next(iter(read.people), "")
        start = read.people.get(str(entry.get(Text("base"), first)))
    answers = entry.get(Text("answers"))
    expect = entry[Text("expect")]
    parts = expect.items() if isinstance(expect, Entries) else ()
    return Scenario(
        id=str(entry[Text("id")]),
        about=str(entry[Text("about")]),
        source=str(entry[Text("source")]),
        said={**(start.said if start else _mapping(None)), **_mapping(answers)},
        own=answers.at if isinstance(answers, Entries) else {},
        expect={
            str(part): tuple(
                text_at(str(item), place)
                for item, place in items_of(value, expect.at[part])
            )
            for part, value in parts
        },
        place=entry.place,
        gates=gates,
    )


def _items(tree: Entries, key: str) -> Items:
    found = tree.get(Text(key))
    return found if isinstance(found, Items) else Items(tree.place)


def _mapping(node: Node) -> dict[str, Node]:
    return {str(k): node[k] for k in node} if isinstance(node, Entries) else {}


def answers_of(scenario: Scenario, topic: Topic) -> tuple[Answers, tuple[Problem, ...]]:
    """What the person answers, gates included, and what this person can't be asked.

    Raises AnswersError with every answer that cannot be given.
    """
    tree = Entries(scenario.place)
    given: dict[str, Node] = {**scenario.said, **_opened(scenario, topic)}
    for name, said in given.items():
        place = scenario.own.get(name, scenario.place)
        tree[text_at(name, place)] = said
        tree.at[name] = place
    answers, notes = answers_in(tree, topic)
    asked = topic.questionnaire.question_by_id
    wrong = [
        note
        for note in notes
        for name in scenario.own
        if scenario.own[name] == (note.file, note.line, note.column)
        and not scenario.chosen(name) <= {asked[name].when_hidden}
    ]
    return topic.know(answers).answers, tuple(wrong)


def _opened(scenario: Scenario, topic: Topic) -> dict[str, Items]:
    """The answers that open the lists from which the person chose something."""
    asked = topic.questionnaire.question_by_id
    opened = {g: {*map(str, scenario.chosen(g))} for g in scenario.gates if g in asked}
    for question in topic.questionnaire:
        for condition in _doors(question, scenario.chosen(question.id)):
            for leaf in leaves(condition):
                if isinstance(leaf, Chosen) and leaf.name in opened and _sole(leaf):
                    opened[leaf.name].update(leaf.options)
        for gate in _behind_any(question, scenario.chosen(question.id)):
            if gate in opened:
                opened[gate].add(_last_plain(asked[gate]).id)
    made = {gate: Items(scenario.place) for gate in opened}
    for gate, found in opened.items():
        made[gate].extend(
            text_at(name, scenario.place) for name in sorted(found) or [NONE]
        )
        made[gate].at = [scenario.place] * len(made[gate])
    return made


def _doors(question: Question, chosen: frozenset[Node]) -> Iterator[Condition]:
    """What must hold for somebody to choose these."""
    groups = {group.id: group for group in question.groups}
    for option in _picked(question, chosen):
        yield question.show_when
        yield option.show_when
        if option.group:
            yield groups[option.group].show_when


def _behind_any(question: Question, chosen: frozenset[Node]) -> Iterator[str]:
    """The gate of which any option but "none" opens what was chosen or typed."""
    door = question.show_when
    typed = any(str(words).startswith(TYPED) for words in chosen)
    apart = [o for o in _picked(question, chosen) if not o.group]
    if not ((typed or apart) and question.groups and isinstance(door, Not)):
        return
    if isinstance(door.part, Chosen) and door.part.options == (NONE,):
        yield door.part.name


def _picked(question: Question, chosen: frozenset[Node]) -> list[Option]:
    return [
        option
        for option in question.options
        if option.id in chosen
        and option.id != question.when_hidden
        and not option.exclusive
    ]


def _sole(leaf: Chosen) -> bool:
    """Whether only one option of the gate opens it."""
    return len(leaf.options) == 1 and leaf.options != (NONE,)


def _last_plain(question: Question) -> Option:
    """What most likely stands for "something else"."""
    return [o for o in question.options if o.meaning is Meaning.PLAIN][-1]
