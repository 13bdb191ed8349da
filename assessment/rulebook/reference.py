"""Reference: every section and key of rule files as Markdown, from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from assessment.rulebook.kinds import Shape
from assessment.rulebook.meanings import SECTIONS, meanings, paths
from assessment.rulebook.schema import CONDITION, schema
from assessment.rulebook.shapes import LISTED, OPTIONAL

HEAD = """\
# Reference of the rule language

Every section and key that a rule file may have, made from the shapes that `check` uses,
by `assessment schema --format markdown`. How rules think, with examples, stands in
[the rule language](rule-language.md). A key in **bold** has to be there. A name such as
`options.label` is a key of what stands inside `options`.
"""
WORDS = {
    "boolean": "`true` or `false`",
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "null": "",
}


def reference() -> str:
    """The whole reference."""
    made = schema()
    return "\n".join([HEAD, *(line for s in SECTIONS for line in _section(s, made))])


def _section(section: str, made: dict[str, Any]) -> Iterator[str]:
    many = "A list. " if section in LISTED else ""
    left = "" if section not in (*OPTIONAL, "lint") else " May be left out."
    yield f"## {section}\n"
    yield f"{many}{meanings()[section]}{left}\n"
    yield "| key | holds | |"
    yield "| --- | --- | --- |"
    for path, (shape, key) in paths().items():
        if shape is not None and path.split(".")[0] == section:
            inner = path.removeprefix(f"{section}.")
            name = f"**`{inner}`**" if _needed(shape, key) else f"`{inner}`"
            holds = _holds(_property(shape, key, made), made)
            yield f"| {name} | {holds} | {meanings()[path]} |"
    yield ""


def _needed(shape: type[Shape], key: str) -> bool:
    fields = {field.alias or name: field for name, field in shape.model_fields.items()}
    return fields[key].is_required()


def _property(shape: type[Shape], key: str, made: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = made["$defs"][shape.__name__]["properties"][key]
    return found


def _holds(schema: dict[str, Any], made: dict[str, Any]) -> str:
    """What a value may be, in a few words."""
    if schema.get("$ref") == CONDITION["$ref"]:
        return "condition"
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return _holds(made["$defs"][name], made)
    if "anyOf" in schema:
        found = (_holds(each, made) for each in schema["anyOf"])
        return " or ".join(dict.fromkeys(filter(None, found)))
    if "enum" in schema:
        return " ".join(f"`{word}`" for word in schema["enum"])
    if schema.get("type") == "array":
        return f"list: {_holds(schema['items'], made)}"
    if schema.get("type") == "object":
        inner = schema.get("additionalProperties")
        is_map = isinstance(inner, dict)
        return f"mapping: {_holds(inner, made)}" if is_map and inner else "mapping"
    return _text(schema)


def _text(schema: dict[str, Any]) -> str:
    pattern = schema.get("pattern", "")
    if pattern.startswith("^[a-z"):
        return "id"
    if pattern.startswith("^https"):
        return "address"
    if pattern.startswith(r"^\d{4}"):
        return "day"
    words = WORDS[schema["type"]]
    low, high = schema.get("minimum"), schema.get("maximum")
    if schema["type"] in ("integer", "number") and high is not None and high <= 100:
        return f"{words} from {low:g} to {high:g}"
    return words
