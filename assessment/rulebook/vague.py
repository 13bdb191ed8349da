"""Vague: ids that may well be defined where the files can't be understood.

What refers to them is not reported: one mistake would be followed by a hundred others.
"""

from __future__ import annotations

import re

from assessment.rulebook.compose import Entries, Items, Node, Text


class Vague:
    """The ids that a phase could not make out."""

    def __init__(self) -> None:
        self._ids: set[str] = set()
        self._anything = False

    def __contains__(self, name: str) -> bool:
        return self._anything or name in self._ids

    def add_file(self, text: str | None) -> None:
        """A file that is not in order: whatever stands in it; all, when unreadable."""
        if text is None:
            self._anything = True
        else:
            self._ids.update(re.findall(r"[\w-]+", text))

    def add_entry(self, node: Node) -> None:
        """An entry that is out of shape: all text in it."""
        if isinstance(node, Text):
            self._ids.add(str(node))
        elif isinstance(node, Items):
            for item in node:
                self.add_entry(item)
        elif isinstance(node, Entries):
            for key, value in node.items():
                self._ids.add(str(key))
                self.add_entry(value)
