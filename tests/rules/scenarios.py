"""Reading the scenarios of a topic: small people, each with what the rules must say.

The format stands in the README beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assessment.core.answers import Answers
from assessment.core.conditions import Chosen, Condition, leaves
from assessment.core.questionnaire import Question
from assessment.core.topic import Topic
from assessment.rulebook.answers_file import AnswersError, read_answers
from assessment.rulebook.compose import compose
from assessment.rulebook.problems import Place, Report

BASES = "base.yaml"
PARTS = {"id", "about", "source", "base", "like", "answers", "expect"}
EXPECTATIONS = {
    "fires",
    "does_not_fire",
    "at_least",
    "at_most",
    "suggests",
    "does_not_suggest",
}
TYPED = "typed: "  # begins a person's own words among their answers


@dataclass(frozen=True)
class Scenario:
    """One person, and what the rules must say to them."""

    id: str
    about: str
    source: str
    said: Mapping[str, Any]  # all that the person would answer, but for the gates
    own: Mapping[str, Place]  # where the answers stand that this scenario gives
    expect: Mapping[str, Any]
    place: Place
    gates: tuple[str, ...]  # answered by themselves, from what was chosen behind them


@cache
def read_scenarios(folder: Path) -> tuple[Scenario, ...]:
    """Every scenario below the folder, by file name.

    Raises AssertionError with file and line for an entry that is not in shape.
    """
    calm = {person.id: person for person in calm_people(folder)}
    found: dict[str, Scenario] = {}
    for path in sorted(folder.glob("**/*.yaml")):
        if path.name == BASES:
            continue
        for entry in _read(path)["scenarios"]:
            scenario = _scenario(entry, calm, found)
            assert scenario.id not in found, f"{scenario.place.short} is not the first"
            found[scenario.id] = scenario
    return tuple(found.values())


@cache
def calm_people(folder: Path) -> tuple[Scenario, ...]:
    """The people that scenarios start from, as scenarios that expect nothing."""
    file = _read(folder / BASES)
    bases, gates = file["bases"], tuple(file["gates"])
    return tuple(
        Scenario(name, name, "", {**bases["adult"], **own}, {}, {}, own.place, gates)
        for name, own in bases.items()
    )


def _read(path: Path) -> Any:
    report = Report()
    tree = compose(path.read_text("utf-8"), path.name, report)
    assert tree is not None, "\n".join(map(str, report.problems))
    return tree


def _scenario(
    entry: Any, calm: Mapping[str, Scenario], before: Mapping[str, Scenario]
) -> Scenario:
    where = entry.place.short
    unknown = entry.keys() - PARTS | entry["expect"].keys() - EXPECTATIONS
    assert not unknown, f"{where} {unknown}"
    start = before.get(entry["like"]) if "like" in entry else calm.get(_base(entry))
    assert start is not None, f"{where} starts from somebody unknown"
    answers = entry.get("answers")
    return Scenario(
        id=entry["id"],
        about=entry["about"],
        source=entry["source"],
        said={**start.said, **(answers or {})},
        own=answers.at if answers else {},
        expect=entry["expect"],
        place=entry.place,
        gates=start.gates,
    )


def _base(entry: Any) -> str:
    return str(entry.get("base", "adult"))


def differences(one: Scenario, other: Scenario) -> int:
    """How many questions the two people answer differently, gates not counted."""
    questions = one.said.keys() | other.said.keys()
    return sum(_each(one, name) != _each(other, name) for name in questions)


def answers_of(scenario: Scenario, topic: Topic, folder: Path) -> Answers:
    """What the person answers, gates included; `folder` is for a passing file.

    Raises AssertionError, with file and line, for an answer that cannot be given.
    """
    given = {**scenario.said, **_gates(scenario, topic)}
    path = folder / "answers.yaml"
    # One answer a line, so that a problem's line tells which answer it is about.
    given = {"version": topic.migration.version, **given}
    lines = [f"{question}: {json.dumps(said)}" for question, said in given.items()]
    path.write_text("\n".join(lines), "utf-8")
    names = list(given)
    try:
        answers, notes = read_answers(path, topic)
    except AnswersError as error:
        problems = [
            f"{_place(scenario, names[p.line - 1])} {p.message}" for p in error.problems
        ]
        raise AssertionError("\n".join(problems)) from error
    for note in notes:
        name = names[note.line - 1]
        silence = {topic.questionnaire.question_by_id[name].when_hidden}
        mute = name not in scenario.own or _chosen(scenario, name) <= silence
        assert mute, f"{_place(scenario, name)} {note.message}"
    return topic.know(answers).answers


def _place(scenario: Scenario, question: str) -> str:
    return scenario.own.get(question, scenario.place).short


def _gates(scenario: Scenario, topic: Topic) -> dict[str, list[str]]:
    """The answers that open the lists from which the person chose something."""
    opened = {gate: {*_chosen(scenario, gate)} for gate in scenario.gates}
    for question in topic.questionnaire:
        for condition in _doors(question, _chosen(scenario, question.id)):
            for leaf in leaves(condition):
                if isinstance(leaf, Chosen) and leaf.name in opened:
                    opened[leaf.name].update(leaf.options if _sole(leaf) else ())
    named = _chosen(scenario, "medicines")
    if "other" in named or any(TYPED in name for name in named):  # under no heading
        opened["medicine_areas"].add("other")
    return {gate: sorted(found) or ["none"] for gate, found in opened.items()}


def _doors(question: Question, chosen: frozenset[Any]) -> Iterator[Condition]:
    """What must hold for somebody to choose these."""
    groups = {group.id: group for group in question.groups}
    picked = [o for o in question.options if o.id in chosen]
    for option in picked:
        if option.id != question.when_hidden and not option.exclusive:
            yield question.show_when
            yield option.show_when
            if option.group:
                yield groups[option.group].show_when


def _sole(leaf: Chosen) -> bool:
    """Whether only one option of the gate opens it."""
    return len(leaf.options) == 1 and leaf.options != ("none",)


def _chosen(scenario: Scenario, question: str) -> frozenset[Any]:
    """What was chosen from a list; nothing when it was "none of these"."""
    return _each(scenario, question) - {"none"}


def _each(scenario: Scenario, question: str) -> frozenset[Any]:
    answer = scenario.said.get(question, [])
    if isinstance(answer, Mapping):
        typed = (TYPED + words for words in answer.get("typed", ()))
        return frozenset((*answer.get("options", ()), *typed))
    return frozenset(answer if isinstance(answer, list) else [answer])
