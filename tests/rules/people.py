"""People for tests of the rules: a calm person with some answers changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from assessment.core.answers import Answers
from assessment.rulebook import load_topic
from assessment.rulebook.compose import tree_of
from tests.rules.scenarios import answers_of, calm_people

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
MUSCLES = load_topic(RULES)
EXERCISE = {"strength_exercise", "balance_practice", "walking", "stretching"}
CALM = {person.id: person for person in calm_people(RULES / "scenarios")}


def person(base: str = "adult", **said: Any) -> Answers:
    """The answers of the calm person with these said instead, gates opened for them."""
    start = CALM[base]
    changed = replace(start, said={**start.said, **tree_of(said, start.place)})
    return answers_of(changed, MUSCLES)
