"""Schema: what a rule file may hold as JSON Schema, for editors to complete and check.

It is made from the shapes that the compiler checks entries with. What it can't say,
such as that an id stands for something, is for `check`.
"""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonRef, models_json_schema
from pydantic_core import core_schema

from assessment.core.body import Relation
from assessment.rulebook.compose import Entries
from assessment.rulebook.conditions import PARTNERS, RANGE
from assessment.rulebook.kinds import keywords_of
from assessment.rulebook.meanings import SECTIONS, meanings, paths
from assessment.rulebook.schema_scenarios import scenario_sections
from assessment.rulebook.shapes import LISTED

REFERENCE = "#/$defs/{model}"
CONDITION = {"$ref": REFERENCE.format(model="Condition")}


class _Generator(GenerateJsonSchema):
    """Knows the kinds of value that have a place, and what their validators ask for."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def get_schema_from_definitions(self, json_ref: JsonRef) -> dict[str, Any] | None:
        if json_ref == CONDITION["$ref"]:
            return None  # it has no shape: `_condition` says what it is
        return super().get_schema_from_definitions(json_ref)

    def is_instance_schema(
        self, schema: core_schema.IsInstanceSchema
    ) -> dict[str, Any]:
        return CONDITION if schema["cls"] is Entries else {"type": "string"}

    def function_after_schema(
        self, schema: core_schema.AfterValidatorFunctionSchema
    ) -> dict[str, Any]:
        inner = super().function_after_schema(schema)
        return inner | keywords_of(schema["function"]["function"])


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one rule file, of a lint file, and of scenarios."""
    references, made = models_json_schema(
        [(shape, "validation") for shape in SECTIONS.values()],
        schema_generator=_Generator,
        ref_template=REFERENCE,
    )
    entries = {name: references[s, "validation"] for name, s in SECTIONS.items()}
    lists = {
        name: {"type": "array", "items": entries[name]} if name in LISTED else entry
        for name, entry in entries.items()
    }
    _explain(lists, made["$defs"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule file",
        "type": "object",
        "properties": {**lists, **scenario_sections()},
        "additionalProperties": False,
        "$defs": {**made["$defs"], "Condition": _condition()},
    }


def _explain(sections: dict[str, Any], shapes: dict[str, Any]) -> None:
    """Put beside every section and key what it is for; editors show it."""
    for path, (shape, key) in paths().items():
        owner = sections if shape is None else shapes[shape.__name__]["properties"]
        owner[key] = {"description": meanings()[path], **owner[key]}


def _condition() -> dict[str, Any]:
    """A condition as `ConditionReader` reads it; any key but these is asked about."""
    parts = {"type": "array", "items": CONDITION, "minItems": 1}
    ids = {"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1}
    numbers = {key: {"type": "number"} for key in RANGE}
    lists = {key: ids for key in ("not_said", *Relation, *PARTNERS.values())}
    operators = _mapping({**numbers, **lists})
    counted = _mapping({"count": {"type": "integer", "minimum": 1}, "of": parts})
    joined = {"all": parts, "any": parts, "not": CONDITION}
    return {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "properties": {
            **joined,
            "at_least": counted | {"required": ["count", "of"]},
        },
        "additionalProperties": {"anyOf": [ids, operators]},
    }


def _mapping(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "additionalProperties": False,
    }
