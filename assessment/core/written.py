"""Written: a condition as rule files write it, as plain data or on one line."""

from __future__ import annotations

from typing import Any

from assessment.core.conditions import (
    ALWAYS,
    All,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Leaf,
    Marked,
    Not,
    NotSaid,
)
from assessment.core.conditions import Any as AnyOf


def written(condition: Condition) -> dict[str, Any] | None:
    """The condition as rule files write it; None for one that always holds."""
    match condition:
        case All(parts):
            return None if condition == ALWAYS else {"all": _parts(parts)}
        case AnyOf(parts):
            return {"any": _parts(parts)}
        case Not(part):
            return {"not": written(part)}
        case AtLeast(count, parts):
            return {"at_least": {"count": count, "of": _parts(parts)}}
        case Chosen(name, options):
            return {name: list(options)}
        case NotSaid(name, options):
            return {name: {"not_said": list(options)}}
        case InRange(name, at_least, below):
            bounds = {"at_least": at_least, "below": below}
            return {name: {key: n for key, n in bounds.items() if n is not None}}
        case Marked():
            return {condition.name: _relation(condition)}


def _parts(parts: tuple[Condition, ...]) -> list[dict[str, Any] | None]:
    return [written(part) for part in parts]


def _relation(marked: Marked) -> dict[str, Any]:
    places = {marked.relation.value: list(marked.places)}
    if marked.than:
        word = "as" if marked.relation.value == "as_many" else "than"
        places[word] = list(marked.than)
    return places


def on_one_line(leaf: Leaf) -> str:
    """What is asked, and what it is asked for: `age: {at_least: 16}`."""
    ((name, asked),) = (written(leaf) or {}).items()
    return f"{name}: {_flow(asked)}"


def _flow(asked: Any) -> str:
    match asked:
        case dict():
            return f"{{{', '.join(f'{key}: {_flow(asked[key])}' for key in asked)}}}"
        case list():
            return f"[{', '.join(asked)}]"
    return f"{asked:g}"
