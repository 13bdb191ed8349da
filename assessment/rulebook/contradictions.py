"""Contradictions: parts of one `all` that nobody's answers can make true together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import combinations

from assessment.core.conditions import All, Chosen, Condition, InRange, Not, NotSaid
from assessment.rulebook.problems import quoted

NOTHING_EXCLUSIVE: Mapping[str, frozenset[str]] = {}


def contradiction(
    together: All,
    one_choice: Collection[str],
    exclusive: Mapping[str, frozenset[str]] = NOTHING_EXCLUSIVE,
) -> str:
    """Why the parts exclude each other; empty when they may well hold together.

    `one_choice` are the questions of which one option at most is chosen, `exclusive`
    the options, by question, that are never chosen with others.
    """
    parts = tuple(_flat(together))
    return (
        _numbers_apart(parts)
        or _options_apart(parts, one_choice)
        or _exclusive_apart(parts, exclusive)
    )


def _exclusive_apart(
    parts: tuple[Condition, ...], exclusive: Mapping[str, frozenset[str]]
) -> str:
    chosen = [part for part in parts if isinstance(part, Chosen)]
    for one, other in combinations(chosen, 2):
        alone = exclusive.get(one.name, frozenset())
        options = ({*one.options}, {*other.options})
        shared = options[0] & options[1]
        side_by_side = all(each - alone for each in options)
        if one.name == other.name and not shared and not side_by_side:
            return f"{quoted(one.name)} has an option that goes with no other"
    return ""


def _flat(together: All) -> Iterator[Condition]:
    for part in together.parts:
        if isinstance(part, All):
            yield from _flat(part)
        else:
            yield part


def _numbers_apart(parts: tuple[Condition, ...]) -> str:
    floors: dict[str, float] = {}
    ceilings: dict[str, float] = {}
    for part in parts:
        if isinstance(part, InRange) and part.at_least is not None:
            floor = floors.get(part.name, part.at_least)
            floors[part.name] = max(floor, part.at_least)
        if isinstance(part, InRange) and part.below is not None:
            ceiling = ceilings.get(part.name, part.below)
            ceilings[part.name] = min(ceiling, part.below)
    for name in floors.keys() & ceilings.keys():
        if floors[name] >= ceilings[name]:
            floor, ceiling = floors[name], ceilings[name]
            return f"{quoted(name)} can't be at least {floor:g} and below {ceiling:g}"
    return ""


def _options_apart(parts: tuple[Condition, ...], one_choice: Collection[str]) -> str:
    denied: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        if isinstance(part, NotSaid):
            denied[part.name].update(part.options)
        elif isinstance(part, Not) and isinstance(part.part, Chosen):
            denied[part.part.name].update(part.part.options)
    left: dict[str, set[str]] = {}
    for part in parts:
        if not isinstance(part, Chosen):
            continue
        options = {*part.options}
        if options <= denied[part.name]:
            return f"{quoted(part.name)} is asked for and ruled out at once"
        if part.name in one_choice:
            left[part.name] = left.get(part.name, options - denied[part.name]) & options
            if not left[part.name]:
                return f"{quoted(part.name)} can't have two different answers"
    return ""
