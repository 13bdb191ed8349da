"""Every topic that is shipped, with the people of its scenarios.

A topic that is only being written has no record of its signs yet, and is left out.
"""

from __future__ import annotations

from pathlib import Path

from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.rulebook.scenarios import Scenario
from tests.rules.scenarios import calm_people, read_scenarios

RULES = Path(__file__).parents[2] / "rules"
RECORDS = Path(__file__).parent / "sign_urgencies"


def shipped_in(rules: Path) -> list[Path]:
    """The folders of the topics whose signs are on record."""
    folders = sorted(path.parent for path in rules.glob("*/topic.yaml"))
    return [f for f in folders if (RECORDS / f"{f.name}.txt").exists()]


FOLDERS = shipped_in(RULES)
TOPICS = [load_topic(folder) for folder in FOLDERS]


def people_folder(topic_id: str) -> Path:
    """Where the scenarios of the topic stand."""
    return RULES / topic_id / "scenarios"


def scenarios_in(topic: Topic) -> tuple[Scenario, ...]:
    """Every scenario of the topic."""
    return read_scenarios(people_folder(topic.id))


def calm_in(topic: Topic) -> tuple[Scenario, ...]:
    """The people that the scenarios of the topic start from."""
    return calm_people(people_folder(topic.id))
