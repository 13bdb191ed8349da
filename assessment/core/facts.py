"""Facts: what follows from several answers at once, named for rules to share."""

from __future__ import annotations

from dataclasses import dataclass

from assessment.core.conditions import Condition, names


@dataclass(frozen=True, slots=True)
class FactValue:
    """One value that the fact may have; several can be true at once."""

    id: str
    says: str  # completes "because …", for example "it is on one side"
    when: Condition
    # Medicines, each by what it counts as: quoted as named, in place of `says`.
    quotes: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Named values that follow from answers, or the sum of the scores of questions."""

    id: str
    about: str
    values: tuple[FactValue, ...] = ()
    sum_of: tuple[str, ...] = ()

    @property
    def questions(self) -> frozenset[str]:
        """The questions and facts that it is worked out from."""
        inner = (names(value.when) for value in self.values)
        return frozenset(self.sum_of).union(*inner)

    def value(self, value_id: str) -> FactValue | None:
        """The value with this id."""
        return next((value for value in self.values if value.id == value_id), None)
