"""Every topic that is shipped, with the people of its scenarios."""

from __future__ import annotations

from pathlib import Path

from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.rulebook.scenarios import Scenario
from tests.rules.scenarios import calm_people, read_scenarios

RULES = Path(__file__).parents[2] / "rules"
FOLDERS = sorted(path.parent for path in RULES.glob("*/topic.yaml"))
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
