"""Compose: the text of a rule file to a tree in which everything knows its place.

Only a small part of YAML is taken. `no`, `on` and `1:30` are text; `true`, `false`,
`null` and numbers as in JSON are not, unless they are quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from yaml import YAMLError
from yaml._yaml import CParser
from yaml._yaml import Mark as CMark
from yaml.error import Mark, MarkedYAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from assessment.rulebook.problems import Place, Report, quoted
from assessment.rulebook.slips import Quote, slip

MOST_NODES = 100_000
MOST_DEPTH = 20

# Line ends stay. What turns the direction of text round could hide what a rule says.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff\ud800-\udfff]|\r(?!\n)"
)
# At most 15 digits: as many as every number has exactly.
NUMBER = re.compile(
    r"-?(?:0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?", re.ASCII
)
WORDS = {"true": True, "false": False, "null": None}


class Text(str):
    """Text that knows where it stands."""

    __slots__ = ("place",)
    place: Place


def text_at(words: str, place: Place) -> Text:
    """The words as text that stands at the place."""
    text = Text(words)
    text.place = place
    return text


class Entries(dict[Text, Any]):
    """A mapping; `at` tells where each of its values stands."""

    __slots__ = ("at", "place")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.at: dict[str, Place] = {}


class Items(list[Any]):
    """A list; `at` tells where each of its values stands."""

    __slots__ = ("at", "place")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.at: list[Place] = []


Node: TypeAlias = Text | int | float | bool | Entries | Items | None


def tree_of(content: Any, place: Place) -> Any:
    """The tree of what was read elsewhere as JSON; all of it stands at one place."""
    if isinstance(content, str):
        return text_at(content, place)
    if isinstance(content, dict):
        entries = Entries(place)
        for key, value in content.items():
            entries[text_at(key, place)] = tree_of(value, place)
        entries.at = dict.fromkeys(entries, place)
        return entries
    if isinstance(content, list):
        items = Items(place)
        items.extend(tree_of(item, place) for item in content)
        items.at = [place] * len(items)
        return items
    return content


def items_of(content: Node, place: Place) -> Iterator[tuple[Node, Place]]:
    """Each item of a list with its place; what is no list is one item by itself."""
    if isinstance(content, Items):
        yield from zip(content, content.at, strict=True)
    else:
        yield content, place


class _Stop(Exception):
    """Reading further makes no sense."""


def decode(content: bytes, file: str, report: Report) -> str | None:
    """The text of a rule file; None, with problems reported, when it is not clean."""
    if content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        report.add(Place(file), "encoding", "save this file as UTF-8 without a mark")
        return None
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start].decode()
        report.add(_place_after(before, file), "encoding", "this is not UTF-8")
        return None
    clean = True
    for code, pattern in (("tab", "\t"), ("control-character", CONTROL)):
        if found := re.search(pattern, text):
            what = f"the character {quoted(found[0])} is not allowed"
            if code == "tab":
                what = "indent with spaces, not with tabs"
            report.add(_place_after(text[: found.start()], file), code, what)
            clean = False
    return text if clean else None


def _place_after(before: str, file: str) -> Place:
    return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))


def compose(
    text: str,
    file: str,
    report: Report,
    kind: str = "a rule file",
    of: str = "sections",
) -> Entries | None:
    """The tree of a rule file; None, with problems reported, when it has any.

    `kind` and `of` are words for what is read, where that is not a rule file.
    """
    composer = _Composer(file, report, kind)
    earlier = len(report.found)
    try:
        composer.read(text)
    except MarkedYAMLError as error:
        found = slip(error, text, composer.quote)
        what = f"this is not valid YAML: {found.what}"
        report.add(Place(file, found.line, found.column), "syntax", what)
    except YAMLError:
        report.add(Place(file), "syntax", "this is not valid YAML")
    except _Stop:
        pass
    if len(report.found) > earlier:
        return None
    if isinstance(composer.root, Entries):
        return composer.root
    report.add(Place(file), "wrong-type", f"{kind} is a mapping of {of}")
    return None


def _place_of(file: str, mark: Mark | CMark | None) -> Place:
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


class _Composer:
    """Builds the tree from the parser's events, without recursion."""

    def __init__(self, file: str, report: Report, kind: str) -> None:
        self.root: Node = None
        self.quote: Quote | None = None  # the last that goes over several lines
        self._file = file
        self._kind = kind
        self._report = report
        self._open: list[Entries | Items] = []
        self._keys: list[Text | None] = []  # what each open mapping waits to fill
        self._nodes = 0

    def read(self, text: str) -> None:
        """Build `root`; raises `_Stop` or a YAMLError where that is not possible."""
        parser = CParser(text)
        documents = 0
        while not isinstance(event := parser.get_event(), StreamEndEvent):
            if isinstance(event, ScalarEvent):
                self._refuse_extras(event)
                place = self._place(event)
                if event.style in ("'", '"') and event.end_mark:
                    end = event.end_mark.line + 1
                    if end > place.line:
                        self.quote = Quote(place.line, place.column, end)
                self._put(self._scalar(event, place), place)
            elif isinstance(event, MappingStartEvent):
                self._refuse_extras(event)
                self._begin(Entries(self._place(event)))
            elif isinstance(event, SequenceStartEvent):
                self._refuse_extras(event)
                self._begin(Items(self._place(event)))
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._open.pop()
                self._keys.pop()
            elif isinstance(event, AliasEvent):
                place = self._place(event)
                self._add(place, "alias", "aliases (*) are not allowed; write it out")
                self._put(None, place)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                self._check_start(event, documents)

    def _check_start(self, event: DocumentStartEvent, documents: int) -> None:
        if event.version or event.tags:
            self._add(self._place(event), "tag", "directives (%) are not allowed")
        if documents > 1:
            what = f"{self._kind} holds one document"
            self._add(self._place(event), "several-documents", what)
            raise _Stop

    def _place(self, event: Event) -> Place:
        return _place_of(self._file, event.start_mark)

    def _add(self, place: Place, code: str, message: str) -> None:
        self._report.add(place, code, message)

    def _refuse_extras(
        self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent
    ) -> None:
        if event.anchor is not None:
            self._add(self._place(event), "alias", "anchors (&) are not allowed")
        if event.tag is not None:
            self._add(self._place(event), "tag", "tags (!) are not allowed")

    def _scalar(self, event: ScalarEvent, place: Place) -> Node:
        value = event.value
        plain = event.implicit[0]
        for_key = self._open and isinstance(self._open[-1], Entries)
        if plain and not (for_key and self._keys[-1] is None):
            if value in WORDS:
                return WORDS[value]
            if number := NUMBER.fullmatch(value):
                return float(value) if number[1] or number[2] else int(value)
        if not plain and (found := CONTROL.search(value) or re.search("\t", value)):
            what = f"the character {quoted(found[0])} is not allowed"
            self._add(place, "control-character", what)
        return text_at(value, place)

    def _begin(self, container: Entries | Items) -> None:
        self._put(container, container.place)
        self._open.append(container)
        self._keys.append(None)
        if len(self._open) > MOST_DEPTH:
            self._add(container.place, "too-deep", "this nests more than 20 deep")
            raise _Stop

    def _put(self, node: Node, place: Place) -> None:
        self._nodes += 1
        if self._nodes > MOST_NODES:
            what = f"{self._kind} holds at most 100,000 values"
            self._add(place, "too-many-nodes", what)
            raise _Stop
        if not self._open:
            self.root = node
            return
        parent, key = self._open[-1], self._keys[-1]
        if isinstance(parent, Items):
            parent.append(node)
            parent.at.append(place)
        elif key is None:
            self._keys[-1] = self._key(parent, node, place)
        else:
            parent.setdefault(key, node)
            parent.at.setdefault(key, place)
            self._keys[-1] = None

    def _key(self, parent: Entries, node: Node, place: Place) -> Text:
        if not isinstance(node, Text):
            self._add(place, "bad-key", "a key is plain text")
            raise _Stop
        if node == "<<":
            self._add(place, "merge-key", "merge keys (<<) are not allowed")
        if node in parent:
            first = next(key for key in parent if key == node)
            again = f"the key {quoted(node)} was first seen at {first.place.short}"
            self._add(place, "duplicate-key", again)
        return node
