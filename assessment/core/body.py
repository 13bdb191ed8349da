"""Places marked on a body map: which, on which side, and how they stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LEFT, RIGHT, EITHER = "left", "right", "unsure_side"
SIDES = (LEFT, RIGHT, EITHER)


class Relation(StrEnum):
    """What can be asked of marks beyond "is it marked". Places are regions."""

    BOTH_SIDES = "both_sides"  # one of the places on the left, and one on the right
    ONE_SIDE_ONLY = "one_side_only"  # some of them marked, all on the same side
    ONLY = "only"  # some of them marked, and nothing else
    UNEVEN = "uneven"  # some of them marked, and left and right differ
    AS_MANY = "as_many"  # at least as many marks here as in `than`
    MORE = "more"  # more marks here than in `than`


def split_mark(mark: str) -> tuple[str | None, str]:
    """Side and region of a mark: `left:hand` is a hand, `neck` has no side."""
    side, colon, region = mark.rpartition(":")
    return (side if colon else None), region


@dataclass(frozen=True, slots=True)
class Marks:
    """The marked places as (side, region); a region without sides has side None."""

    places: frozenset[tuple[str | None, str]]

    @classmethod
    def of(cls, marks: Iterable[str]) -> Marks:
        """Read `side:region` marks; `unsure_side` joins the side that has most marks.

        With no other mark to go by it becomes the right side: which one is chosen does
        not matter, only that it is one side.
        """
        split = [split_mark(mark) for mark in marks]
        count = Counter(side for side, _ in split)
        other = LEFT if count[LEFT] > count[RIGHT] else RIGHT
        return cls(
            frozenset((other if side == EITHER else side, at) for side, at in split)
        )

    @property
    def regions(self) -> frozenset[str]:
        """The marked regions, whatever the side."""
        return frozenset(region for _, region in self.places)

    def on(self, side: str, regions: tuple[str, ...]) -> frozenset[str]:
        """Those of the regions that are marked on the side."""
        return frozenset(at for where, at in self.places if where == side) & {*regions}

    def _count(self, regions: tuple[str, ...]) -> int:
        return sum(1 for _, region in self.places if region in regions)

    def relate(
        self, relation: Relation, places: tuple[str, ...], than: tuple[str, ...]
    ) -> bool:
        """Whether the marks stand in the relation; `than` serves AS_MANY and MORE."""
        left, right = self.on(LEFT, places), self.on(RIGHT, places)
        match relation:
            case Relation.BOTH_SIDES:
                return bool(left and right)
            case Relation.ONE_SIDE_ONLY:
                return bool(left) != bool(right)
            case Relation.ONLY:
                return bool(self.regions) and self.regions <= {*places}
            case Relation.UNEVEN:
                return left != right
            case Relation.AS_MANY:
                return self._count(places) >= self._count(than)
            case Relation.MORE:
                return self._count(places) > self._count(than)
