"""Explain: what pydantic found wrong with an entry, in plain words and at its place."""

from __future__ import annotations

from typing import Any

from pydantic_core import ErrorDetails

from assessment.rulebook.codes import CODES
from assessment.rulebook.compose import Entries, Items, Node, Text
from assessment.rulebook.kinds import Shape, shapes_in
from assessment.rulebook.problems import Place, Report, closest, quoted
from assessment.rulebook.slips import slip_of_key

Path = tuple[int | str, ...]

KEY = "[key]"  # pydantic's last step where a key is wrong, and not its value
TYPES = {
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "Text": "text",
    "Entries": "a condition",
}


def explain(
    model: type[Shape], value: Node, place: Place, error: ErrorDetails, report: Report
) -> None:
    """Report the error, found in the value at the place, where an entry begins."""
    kind, path = error["type"], error["loc"]
    if kind == "missing":
        place = _locate(value, path[:-1], place)[1]
        code = "missing-sources" if path[-1] == "sources" else "missing-key"
        report.add(place, code, f"the key {quoted(str(path[-1]))} is missing")
    elif kind == "extra_forbidden":
        name, keys = str(path[-1]), _keys(model, path[:-1])
        hint = closest(name, keys)
        advice = slip_of_key(name, keys)
        if not advice and _after_a_comma(_locate(value, path[:-1], place)[0], name):
            advice = "a text with a comma in it needs quotes"
        what = f"the key {quoted(name)} does not belong here"
        what += f"; {advice}" if advice else ""
        report.add(_locate_key(value, path, place), "unknown-key", what, hint=hint)
    elif path and path[-1] == KEY:
        code, what, hint = _wording(error, value)
        report.add(_locate_key(value, path[:-1], place), code, what, hint=hint)
    else:
        node, place = _locate(value, path, place)
        code, what, hint = _wording(error, node)
        report.add(place, code, what, hint=hint)


def _wording(error: ErrorDetails, node: Node) -> tuple[str, str, str]:
    """Code, message and hint for a value that is not as it must be."""
    kind, context, path = error["type"], error.get("ctx", {}), error["loc"]
    steps = [step for step in path if isinstance(step, str) and step != KEY]
    name = quoted(steps[-1]) if steps else "this"
    if path and isinstance(path[-1], int):
        name = f"an entry of {name}"
    match kind:
        case "too_short" | "empty":
            code = "missing-sources" if path[-1] == "sources" else "empty"
            return code, f"{name} must not be empty", ""
        case "greater_than_equal":
            return "wrong-value", f"{name} must be at least {context['ge']:g}", ""
        case "less_than_equal":
            return "wrong-value", f"{name} must be at most {context['le']:g}", ""
    needed = TYPES.get(context["class"] if kind == "is_instance_of" else kind)
    if needed:
        what = f"{name} must be {needed}, not {_found(node)}"
        if needed == "text" and isinstance(node, int | float):
            what += "; put it in quotes"
        return "wrong-type", what, ""
    code = kind if kind in CODES else "wrong-value"
    return code, f"{name} {error['msg']}", context.get("hint", "")


def _locate(node: Any, path: Path, place: Place) -> tuple[Node, Place]:
    """What stands at the end of the path, as far as it leads, and where."""
    for step in path:
        if isinstance(node, Items) and isinstance(step, int):
            node, place = node[step], node.at[step]
        elif isinstance(node, Entries) and isinstance(step, str) and step in node:
            node, place = node[Text(step)], node.at[step]
    return node, place


def _locate_key(node: Node, path: Path, place: Place) -> Place:
    owner, place = _locate(node, path[:-1], place)
    keys = owner if isinstance(owner, Entries) else ()
    return next((key.place for key in keys if key == path[-1]), place)


def _after_a_comma(owner: Node, name: str) -> bool:
    """Whether the key without a value goes on with the text before it, in braces."""
    if not isinstance(owner, Entries) or owner[Text(name)] != "":
        return False
    keys = [*owner]
    at = keys.index(Text(name))
    before = keys[at - 1] if at else None
    return (
        before is not None
        and isinstance(owner[before], Text)
        and owner.at[before].line == keys[at].place.line
    )


def _keys(model: Any, path: Path) -> list[str]:
    """The keys of the shape that stands at the path."""
    for step in path:
        if isinstance(step, str):
            fields = model.model_fields
            annotation = fields[step].annotation if step in fields else None
            model = next(shapes_in(annotation), None)
            if model is None:
                return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _found(node: Node) -> str:
    match node:
        case bool():
            return str(node).lower()
        case int() | float():
            return f"the number {node}"
        case None:
            return "nothing"
        case Items():
            return "a list"
        case Entries():
            return "a mapping"
    return "text"
