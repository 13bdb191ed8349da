"""The problems of rules as lines: for people, for machines, for a pull request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping

from assessment.rulebook.problems import Problem


def _plain(problems: Iterable[Problem]) -> Iterator[str]:
    return map(str, problems)


def _json(problems: Iterable[Problem]) -> Iterator[str]:
    told = [
        {
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "code": problem.code,
            "message": problem.message,
            "hint": problem.hint,
            "note": problem.is_note,
        }
        for problem in problems
    ]
    yield json.dumps(told, indent=2, ensure_ascii=False)


def _annotations(problems: Iterable[Problem]) -> Iterator[str]:
    """Workflow commands of GitHub: it shows each beside its line."""
    for one in problems:
        level = "notice" if one.is_note else "error"
        meant = f" (did you mean {one.hint}?)" if one.hint else ""
        named = {"file": one.file, "line": one.line, "col": one.column}
        named["title"] = one.code
        where = ",".join(f"{k}={_escaped(str(v), ':,')}" for k, v in named.items())
        yield f"::{level} {where}::{_escaped(one.message + meant)}"


def _escaped(text: str, also: str = "") -> str:
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text


FORMATS: Mapping[str, Callable[[Iterable[Problem]], Iterator[str]]] = {
    "plain": _plain,
    "json": _json,
    "github": _annotations,
}
