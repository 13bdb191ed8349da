"""Scenarios for tests: those of a folder, with an AssertionError for what is wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assessment.core.answers import Answers
from assessment.core.topic import Topic
from assessment.rulebook import scenarios
from assessment.rulebook.answers_file import AnswersError
from assessment.rulebook.files import author_files
from assessment.rulebook.lint_scenarios import scenario_trees
from assessment.rulebook.problems import Report
from assessment.rulebook.scenarios import Scenario, Scenarios


@cache
def read_folder(folder: Path) -> Scenarios:
    """All that is below the folder.

    Raises AssertionError with file and line for an entry that is not in shape.
    """
    report = Report()
    trees = scenario_trees(author_files(folder.parent, folder.name, report), report)
    read = scenarios.read_scenarios(trees, report)
    assert not report.found, "\n".join(map(str, report.problems))
    return read


def read_scenarios(folder: Path) -> tuple[Scenario, ...]:
    """Every scenario below the folder, by file name."""
    return tuple(read_folder(folder).all.values())


def calm_people(folder: Path) -> tuple[Scenario, ...]:
    """The people that scenarios start from, as scenarios that expect nothing."""
    return tuple(read_folder(folder).people.values())


def answers_of(scenario: Scenario, topic: Topic) -> Answers:
    """What the person answers, gates included.

    Raises AssertionError, with file and line, for an answer that cannot be given.
    """
    try:
        answers, wrong = scenarios.answers_of(scenario, topic)
    except AnswersError as error:
        raise AssertionError(str(error)) from error
    assert not wrong, "\n".join(map(str, wrong))
    return answers
