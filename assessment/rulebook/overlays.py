"""Overlays: the words of a topic in another language, put in place by dotted paths.

A path is made of the ids of entries and the keys of their texts; entries without an id
are counted from 1, as in `causes.some_cause.evidence.2.finding`.
"""

from __future__ import annotations

from typing import Any

from assessment.rulebook.compose import Entries, Text
from assessment.rulebook.kinds import Shape, Words
from assessment.rulebook.links import Links
from assessment.rulebook.problems import closest, quoted
from assessment.rulebook.shapes import LISTED, ONCE, Content, identity


def overlay(
    content: Content,
    tree: Entries,
    links: Links,
    *,
    put: bool,
) -> None:
    """Check every text of the overlay; with `put`, replace the topic's own words."""
    for path, text in tree.items():
        if not isinstance(text, Text) or not text.strip():
            what = f"the text for {quoted(path)} must be text"
            links.report.add(tree.at[path], "wrong-type", what)
        else:
            words = Words.of(text)
            links.words(words)
            _one(content, path, words, links, put)


def _one(content: Content, path: Text, words: Words, links: Links, put: bool) -> None:
    steps = path.split(".")
    found: Any = content
    for number, step in enumerate(steps):
        owner, inner = found, _inner(found)
        if step not in inner:
            if step not in links.vague:
                within = quoted(".".join(steps[:number])) if number else "the topic"
                what = f"there is no text {quoted(step)} in {within}"
                hint = closest(step, inner)
                links.report.add(path.place, "unknown-text", what, hint=hint)
            return
        found = inner[step]
    if not isinstance(found, Words):
        what = f"{quoted(path)} is not a text"
        links.report.add(path.place, "unknown-text", what)
    elif put and isinstance(owner, list):
        owner[int(steps[-1]) - 1] = words
    elif put:
        setattr(owner, steps[-1], words)


def _inner(owner: object) -> dict[str, Any]:
    """What stands directly inside, as far as there are words in it, by path step."""
    if isinstance(owner, Content):
        return {section: getattr(owner, section) for section in (*ONCE, *LISTED)}
    if isinstance(owner, list):
        return {
            str((isinstance(item, Shape) and identity(item)) or number): item
            for number, item in enumerate(owner, start=1)
        }
    if isinstance(owner, Shape):
        inside = {key: getattr(owner, key) for key in type(owner).model_fields}
        return {
            key: value
            for key, value in inside.items()
            if isinstance(value, Shape | list) or (isinstance(value, Words) and value)
        }
    return {}
