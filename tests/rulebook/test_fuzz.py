"""Whatever the bytes: a Topic or problems come out, and nothing else."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.rulebook import CODES, Problem, RulebookError, load_topic
from tests.rulebook.gallery import GOOD, lay_over

pytestmark = pytest.mark.slow

FILES = sorted(
    path.relative_to(GOOD)
    for path in GOOD.rglob("*.yaml")
    if "scenarios" not in path.parts
)
PIECES = re.split(
    " ",
    "all: any: not: at_least: {count: 1, of: [ ] } { , : - & * ! << ? | > # % @ null "
    "true no 1 -1 1.5 1e9 id: when: where nowhere signs spread burden age began below: "
    "show_when: not_said: as: than: more: only: options: values: sum_of: {urgent} {x} "
    "\n \t \ufeff \u202e \x00 \" ' --- ...",
)


def problems_of(folder: Path) -> tuple[Problem, ...] | None:
    """The problems that keep the topic from being loaded; None when it was."""
    try:
        load_topic(folder, language="de")
    except RulebookError as error:
        return error.problems
    return None


def load(name: Path, content: bytes) -> None:
    """Load the good topic with other content in one file."""
    with tempfile.TemporaryDirectory() as folder:
        lay_over(GOOD, Path(folder))
        (Path(folder) / name).write_bytes(content)
        problems = problems_of(Path(folder) / "rules" / "topic")
    assert problems is None or problems
    for problem in problems or ():
        assert problem.code in CODES
        assert str(problem).isprintable()


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.binary(max_size=200))
def test_any_bytes(name: Path, content: bytes) -> None:
    load(name, content)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_good_files_with_pieces_lost_and_put_in(
    name: Path, data: st.DataObject
) -> None:
    text = (GOOD / name).read_text()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 12))
        piece = data.draw(st.sampled_from(PIECES))
        text = f"{text[:start]}{piece}{text[start + length :]}"
    load(name, text.encode())


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(FILES), st.data())
def test_good_files_with_words_exchanged(name: Path, data: st.DataObject) -> None:
    words = (GOOD / name).read_text().split(" ")
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(words) - 1))
        words[place] = data.draw(st.sampled_from([*words, *PIECES]))
    load(name, " ".join(words).encode())
