"""Conditions: from the way they are written to the way the core evaluates them.

A part that can't be read counts as always true once it is reported, so that reading
goes on and no second problem follows from the first.
"""

from __future__ import annotations

from collections.abc import Callable

from assessment.core.body import Relation
from assessment.core.conditions import (
    ALWAYS,
    All,
    Any,
    AtLeast,
    Chosen,
    Condition,
    InRange,
    Marked,
    Not,
    NotSaid,
)
from assessment.rulebook.compose import Entries, Items, Node, Text
from assessment.rulebook.contradictions import contradiction
from assessment.rulebook.links import Links, Subject
from assessment.rulebook.problems import Place, closest, quoted

# The second key of the relations that compare two sets of places.
PARTNERS = {Relation.AS_MANY: "as", Relation.MORE: "than"}
RANGE = ("at_least", "below")


class ConditionReader:
    """Reads conditions, and remembers each with its place for the checks after it."""

    def __init__(self, links: Links) -> None:
        self.links = links
        self.read_at: list[tuple[Place, Condition]] = []
        self._one_choice = {
            name for name, subject in links.subjects.items() if subject.one_choice
        }
        self._exclusive = {
            name: subject.exclusive for name, subject in links.subjects.items()
        }

    def rule(self, entries: Entries | None) -> Condition:
        """A condition that decides something; it always holds where there is none."""
        if entries is None:
            return ALWAYS
        condition = self.condition(entries, entries.place)
        self.read_at.append((entries.place, condition))
        return condition

    def gate(self, entries: Entries | None) -> Condition:
        """The condition of a question, which is checked together with its pages."""
        return ALWAYS if entries is None else self.condition(entries, entries.place)

    def condition(self, node: Node, place: Place) -> Condition:
        """The condition that stands at the place."""
        if not isinstance(node, Entries):
            self._refuse(place, "wrong-type", "a condition is a mapping with one key")
            return ALWAYS
        if len(node) != 1:
            what = "a condition has exactly one key"
            if node:
                each = ", ".join(f"{{{key}: …}}" for key in [*node][:2])
                what += f"; several go together as `all: [{each}]`"
            self._refuse(place, "several-keys" if node else "empty", what)
            return ALWAYS
        ((key, value),) = node.items()
        inner = node.at[key]
        match str(key):
            case "all":
                return self._all(key, value, inner)
            case "any":
                return self._join(Any, value, inner)
            case "not":
                part = self.condition(value, inner)
                return ALWAYS if part == ALWAYS else Not(part)
            case "at_least":
                return self._at_least(value, inner)
        return self._leaf(key, value, inner)

    def _refuse(self, place: Place, code: str, what: str, hint: str = "") -> None:
        self.links.report.add(place, code, what, hint=hint)

    def _parts(self, node: Node, place: Place) -> tuple[Condition, ...]:
        if not isinstance(node, Items):
            self._refuse(place, "wrong-type", "a list of conditions belongs here")
            return ()
        if not node:
            self._refuse(place, "empty", "a list of conditions must not be empty")
        pairs = zip(node, node.at, strict=True)
        return tuple(self.condition(part, at) for part, at in pairs)

    def _join(
        self,
        kind: Callable[[tuple[Condition, ...]], Condition],
        node: Node,
        place: Place,
    ) -> Condition:
        parts = self._parts(node, place)
        return kind(parts) if parts else ALWAYS

    def _all(self, key: Text, node: Node, place: Place) -> Condition:
        together = All(self._parts(node, place))
        why = contradiction(together, self._one_choice, self._exclusive)
        if why:
            self._refuse(key.place, "contradiction", why)
            return ALWAYS
        return together

    def _at_least(self, node: Node, place: Place) -> Condition:
        if not isinstance(node, Entries) or set(node) != {"count", "of"}:
            what = "`at_least` takes the keys `count` and `of`"
            self._refuse(place, "wrong-operator", what)
            return ALWAYS
        count, at = node[Text("count")], node.at["count"]
        parts = self._parts(node[Text("of")], node.at["of"])
        if not parts:
            return ALWAYS
        if not isinstance(count, int) or isinstance(count, bool):
            self._refuse(at, "wrong-type", "`count` must be a whole number")
            return ALWAYS
        if not 1 <= count <= len(parts):
            what = f"`count` must be from 1 to {len(parts)}, as many as there are parts"
            self._refuse(at, "wrong-value", what)
            return ALWAYS
        return AtLeast(count, parts)

    def _leaf(self, name: Text, node: Node, place: Place) -> Condition:
        subject = self.links.subject(name)
        if subject is None:
            return ALWAYS
        if isinstance(node, Entries):
            return self._operator(subject, node)
        if isinstance(node, Text | Items) and not subject.options:
            what = f"{subject.what} has no options"
            if subject.is_number:
                what += "; compare it with `at_least` or `below`"
            self._refuse(place, "wrong-operator", what)
            return ALWAYS
        options = self._options(subject, node, place)
        return Chosen(subject.name, options) if options else ALWAYS

    def _operators(self, subject: Subject) -> tuple[str, ...]:
        if subject.is_number:
            return RANGE
        if subject.is_map:
            return ("not_said", *Relation, *PARTNERS.values())
        return ("not_said",) if subject.options else ()

    def _operator(self, subject: Subject, node: Entries) -> Condition:
        allowed = self._operators(subject)
        wrong = [key for key in node if key not in allowed]
        for key in wrong:
            what = f"{subject.what} can't be asked with {quoted(key)}"
            if subject.is_number:
                what += "; it takes `at_least` and `below`"
            hint = closest(key, allowed)
            self._refuse(key.place, "wrong-operator", what, hint)
        if wrong:
            return ALWAYS
        if not node:
            self._refuse(node.place, "empty", "this asks nothing")
            return ALWAYS
        if subject.is_number:
            return self._range(subject, node)
        first = next(iter(node))
        partner = PARTNERS.get(Relation(first)) if first in [*Relation] else None
        keys = {str(first)} | ({partner} if partner else set())
        if set(node) != keys:
            rule = f"goes with {quoted(partner)} only" if partner else "stands alone"
            self._refuse(node.place, "several-keys", f"{quoted(first)} {rule}")
            return ALWAYS
        sides = {key: self._options(subject, node[key], node.at[key]) for key in node}
        if not all(sides.values()):
            return ALWAYS
        if first == "not_said":
            return NotSaid(subject.name, sides[first])
        than = sides[Text(partner)] if partner else ()
        return Marked(subject.name, Relation(first), sides[first], than)

    def _range(self, subject: Subject, node: Entries) -> Condition:
        bounds: dict[str, float] = {}
        for key, value in node.items():
            if isinstance(value, int | float) and not isinstance(value, bool):
                bounds[str(key)] = value
            else:
                what = f"{quoted(key)} must be a number"
                self._refuse(node.at[key], "wrong-type", what)
        if not bounds:
            return ALWAYS
        leaf = InRange(subject.name, bounds.get("at_least"), bounds.get("below"))
        why = contradiction(All((leaf,)), ())
        if why:
            self._refuse(node.place, "contradiction", why)
            return ALWAYS
        return leaf

    def _options(self, subject: Subject, node: Node, place: Place) -> tuple[str, ...]:
        """The options that are named, with sets of regions spelled out."""
        if isinstance(node, Items) and not node:
            self._refuse(place, "empty", "a list of options must not be empty")
        pairs = [(node, place)]
        if isinstance(node, Items):
            pairs = list(zip(node, node.at, strict=True))
        options: dict[str, None] = {}  # a set in the order in which it is written
        for name, at in pairs:
            if not isinstance(name, Text):
                what = f"an option of {subject.what} belongs here, as text"
                self._refuse(at, "wrong-type", what)
            elif name in subject.sets:
                options.update(dict.fromkeys(subject.sets[name]))
            elif (option := self.links.option(subject, name)) is not None:
                options[option] = None
        return tuple(options)
