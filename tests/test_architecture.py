"""The house: which room may know which, and that the engine knows no symptom."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from assessment.rulebook.medicine_shapes import KIND_FACT, PAIR_FACT
from tests.rules.topics import TOPICS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "assessment"
MODULES = sorted(PACKAGE.rglob("*.py"))

MAY_IMPORT: dict[str, set[str]] = {
    "": set(),
    "core": set(),
    "storage": set(),
    "rulebook": {"core"},
    "pdf": {"core"},
    "export": {"core"},
    "printing": set(),
    "web": {"core", "rulebook", "storage", "pdf", "export", "printing"},
}
# Libraries that live in one room only.
HOME = {
    "flask": "web",
    "flask_wtf": "web",
    "flask_babel": "web",
    "wtforms": "web",
    "yaml": "rulebook",
    "pydantic": "rulebook",
    "weasyprint": "pdf",
    "pikepdf": "pdf",
    "pebble": "pdf",
    "prometheus_client": "web",
    "cryptography": "storage",
    "redis": "storage",
}
SYMPTOMS = re.compile(r"muscle|weakness|statin|\btired|fatigue", re.IGNORECASE)
SAID_OR_DRAWN = (".py", ".html", ".js", ".css", ".svg", ".pot")
ENGINE = sorted(
    path
    for home in (PACKAGE, ROOT / "templates")
    for path in home.rglob("*")
    if path.suffix in SAID_OR_DRAWN
)


def room(path: Path) -> str:
    """The room that the module stands in; empty for the package itself."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def imports(path: Path) -> set[str]:
    """The dotted names of all modules that the file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_every_room_is_known() -> None:
    assert {room(path) for path in MODULES} == {*MAY_IMPORT}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_arrows_point_one_way(path: Path) -> None:
    allowed = MAY_IMPORT[room(path)] | {room(path)}
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "assessment" and len(parts) > 1 and parts[1] in MAY_IMPORT:
            assert parts[1] in allowed, f"{room(path)} must not know {name}"


def test_the_picture_shows_every_arrow_and_no_other() -> None:
    picture = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    picture = picture.split("```mermaid\n")[1].split("```")[0]
    drawn = set(re.findall(r"^ +(\w+) --> (\w+)$", picture, re.MULTILINE))
    there = set()
    for path in MODULES:
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "assessment" and len(parts) > 1 and parts[1] in MAY_IMPORT:
                there.add((room(path), parts[1]))
    assert drawn == {arrow for arrow in there if arrow[0] != arrow[1]}
    assert {room(path) for path in MODULES} - {""} <= {
        *re.findall(r"^ +(\w+)\[", picture, re.MULTILINE)
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_libraries_stay_in_their_room(path: Path) -> None:
    for name in imports(path):
        library = name.split(".")[0]
        assert HOME.get(library, room(path)) == room(path), name
        if room(path) in ("core", ""):
            assert library in {*sys.stdlib_module_names, "assessment"}, name


def test_the_core_does_no_input_or_output_and_has_no_clock() -> None:
    outside = {"os", "io", "pathlib", "time", "random", "socket", "subprocess", "sys"}
    for path in (PACKAGE / "core").glob("*.py"):
        assert not {name.split(".")[0] for name in imports(path)} & outside, path


def test_the_engine_names_no_symptom() -> None:
    for path in ENGINE:
        found = SYMPTOMS.search(path.read_text("utf-8"))
        assert found is None, f"{path}: {found}"


def test_the_engine_knows_no_id_of_any_topic() -> None:
    # A plain word such as "none" may stand for many things; two joined ones hardly.
    ids = {name for topic in TOPICS for name in ids_of(topic) if "_" in name}
    assert len(ids) > 500
    # What the engine brings with it: the figure of a body, levels, facts of medicines.
    figure = (ROOT / "templates/components/body-figure.svg").read_text("utf-8")
    ids -= {*re.findall(r'data-region="(\w+)"', figure), KIND_FACT, PAIR_FACT}
    ids -= {level.id for level in Urgency}
    for path in ENGINE:
        words = {*re.findall(r"[a-z0-9_]+", path.read_text("utf-8"))}
        assert not words & ids, path


def ids_of(topic: Topic) -> Iterator[str]:
    """Every id that the rules of the topic give to anything but a source."""
    for question in topic.questionnaire:
        yield from (question.id, *question.option_by_id, *question.regions)
    for fact in topic.facts.values():
        yield from (fact.id, *(value.id for value in fact.values))
    yield from (flag.id for flag in topic.red_flags)
    yield from (cause.id for cause in topic.causes)
    yield from (step.id for step in topic.next_steps)
    yield from (*topic.medicines.kinds, *topic.medicines.signs)


def test_modules_and_functions_stay_small() -> None:
    for path in MODULES:
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 350, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                assert length <= 45, f"{path}: {node.name} has {length} lines"


def test_every_module_opens_with_a_sentence() -> None:
    for path in MODULES:
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert docstring, f"{path} has no docstring"
        assert docstring.split("\n\n")[0].rstrip().endswith("."), path
