"""Schema of scenarios: the part of the JSON Schema that files in `scenarios/` need.

Scenarios have no shapes, as the server never reads them.
"""

from __future__ import annotations

from typing import Any

from assessment.core.findings import Urgency
from assessment.rulebook.lint_scenarios import CAUSES, LEVELS, SIGNS, STEPS
from assessment.rulebook.scenarios import NEEDED

TEXT = {"type": "string"}
IDS = {"type": ["string", "array"], "items": TEXT}
MEANINGS = {
    "id": "Its name; it stands once in all scenarios of the topic.",
    "about": "Who this is, in one plain sentence.",
    "source": "A key of `sources.yaml`: why this is to be expected.",
    "base": "The person of `bases` to start from; without it the first one.",
    "like": "An earlier scenario to start from.",
}
EXPECTED = {
    "fires": "Warning signs that have to fire.",
    "does_not_fire": "Warning signs that may not fire.",
    "suggests": "Causes that have to be shown.",
    "does_not_suggest": "Causes that may not be shown.",
    "gives": "Next steps that have to be given.",
    "does_not_give": "Next steps that may not be given.",
    "at_least": "As urgent as this, or more.",
    "at_most": "As urgent as this, or less.",
}


def scenario_sections() -> dict[str, Any]:
    """What the sections of a file of scenarios may hold, by their names."""
    levels = {"enum": [level.id for level in Urgency]}
    expected = {
        part: {**(levels if part in LEVELS else IDS), "description": EXPECTED[part]}
        for part in (*SIGNS, *CAUSES, *STEPS, *LEVELS)
    }
    answers = {"type": "object", "description": "Answers by the ids of questions."}
    scenario = {
        **{key: {**TEXT, "description": said} for key, said in MEANINGS.items()},
        "answers": answers,
        "expect": _mapping(expected) | {"description": "What the rules must say."},
    }
    return {
        "gates": {
            "type": "array",
            "items": TEXT,
            "description": "Questions that are answered by themselves.",
        },
        "bases": {
            "type": "object",
            "additionalProperties": answers,
            "description": "Calm people to start from; the first answers everything.",
        },
        "scenarios": {
            "type": "array",
            "items": _mapping(scenario) | {"required": [*NEEDED]},
            "description": "Small people, each with what the rules must say to them.",
        },
    }


def _mapping(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "additionalProperties": False}
