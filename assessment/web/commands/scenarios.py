"""The command that tries the scenarios of a topic on its rules."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from assessment.core.topic import Topic
from assessment.export.record import as_bytes
from assessment.rulebook.files import SCENARIOS, author_files
from assessment.rulebook.lint_scenarios import lint_scenarios, scenario_trees
from assessment.rulebook.places import rule_places
from assessment.rulebook.problems import Place, Report
from assessment.rulebook.scenarios import Scenario, read_scenarios
from assessment.rulebook.trials import Gap, Trial, gaps, trial
from assessment.web.commands.common import (
    BROKEN_RULES,
    FILE,
    leave,
    the_folder,
    the_topic,
)


@click.command("test")
@click.argument("files", nargs=-1, type=FILE)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@with_appcontext
def test_command(files: tuple[Path, ...], form: str) -> None:
    """Try the scenarios of FILES, or all; exit with 1 when one comes out differently.

    With all of them it also says which rules none of them proves.
    """
    topic, folder = the_topic(), the_folder()
    trials = [trial(one, topic) for one in the_scenarios(topic, folder, files)]
    unproven = () if files else gaps(trials, topic)
    places = rule_places(folder)
    if form == "json":
        told = _as_data(topic, trials, unproven, places)
        click.echo(as_bytes(told), nl=False)
    else:
        for line in _as_text(trials, unproven, places):
            click.echo(line)
    if any(one.failures for one in trials):
        sys.exit(BROKEN_RULES)


def the_scenarios(
    topic: Topic, folder: Path, files: Collection[Path] = ()
) -> list[Scenario]:
    """The scenarios of the files, or all; leaves when they are not in order."""
    report = Report()
    found = author_files(folder.absolute(), SCENARIOS, report)
    trees = scenario_trees(found, report)
    lint_scenarios(trees, topic, report)
    read = read_scenarios(trees, report)
    if report.found:
        leave(report.problems, BROKEN_RULES)
    root = folder.absolute().parent.parent
    chosen = {path.resolve() for path in files}
    there = {(root / file.name).resolve() for file in found}
    if strange := sorted(chosen - there):
        leave(f"{path} holds no scenarios of this topic" for path in strange)
    return [
        scenario
        for scenario in read.all.values()
        if not chosen or (root / scenario.place.file).resolve() in chosen
    ]


def _as_text(
    trials: Collection[Trial], unproven: Collection[Gap], places: Mapping[str, Place]
) -> Iterator[str]:
    for one in trials:
        for failure in one.failures:
            rules = ", ".join(f"{r} {places[r].short}" for r in failure.rules)
            because = f" ({rules})" if rules else ""
            yield (
                f"{failure.place.short} {one.scenario.id}: expected {failure.expected},"
                f" got: {failure.got}{because}"
            )
    for gap in unproven:
        yield f"{places[gap.rule].short} note: {gap.rule}: {gap.what}"
    failed = sum(bool(one.failures) for one in trials)
    yield f"scenarios: {len(trials)}, failed: {failed}, rules unproven: {len(unproven)}"


def _as_data(
    topic: Topic,
    trials: Collection[Trial],
    unproven: Collection[Gap],
    places: Mapping[str, Place],
) -> dict[str, Any]:
    return {
        "topic": topic.id,
        "topic_version": topic.content_version,
        "scenarios": len(trials),
        "failed": [
            {
                "id": one.scenario.id,
                "at": one.scenario.place.short,
                "about": one.scenario.about,
                "failures": [failure.as_data(places) for failure in one.failures],
            }
            for one in trials
            if one.failures
        ],
        "unproven": [
            {"rule": gap.rule, "at": places[gap.rule].short, "what": gap.what}
            for gap in unproven
        ],
    }
