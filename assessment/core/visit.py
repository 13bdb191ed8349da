"""Visit: one person's way through one topic, as it is kept between pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assessment.core.answers import Answers, Json


class Respondent(StrEnum):
    """Who fills in the form."""

    SELF = "self"
    OTHER = "other"  # somebody else answers for the person
    STAFF = "staff"  # a member of staff helps


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is kept of a summary that was brought along: its day and its answers."""

    made_on: date
    answers: Answers
    confirmed: bool = False  # the person said that it is about them

    def to_json(self) -> dict[str, Any]:
        """Everything, as JSON types."""
        return {
            "made_on": self.made_on.isoformat(),
            "answers": self.answers.to_json(),
            "confirmed": self.confirmed,
        }

    @classmethod
    def from_json(cls, parts: Json) -> Earlier:
        """The inverse of `to_json`; KeyError or ValueError for anything else."""
        return cls(
            date.fromisoformat(parts["made_on"]),
            Answers.from_json(parts["answers"]),
            parts["confirmed"],
        )


@dataclass(frozen=True, slots=True)
class Visit:
    """All that is kept. Times are whole seconds since 1970, in UTC."""

    topic: str
    content_version: str
    started: int
    respondent: Respondent = Respondent.SELF
    answers: Answers = field(default_factory=Answers)
    before: Answers | None = None  # the answers before the last change that dropped any
    dropped: tuple[str, ...] = ()  # questions that the last change made unreachable
    revisit: tuple[str, ...] = ()  # answered, but to be asked again
    warned: Mapping[str, int] = field(default_factory=dict)  # red flag -> when shown
    understood: tuple[str, ...] = ()  # red flags whose warning was acknowledged
    earlier: Earlier | None = None  # to compare with; nothing is filled in from it

    def with_(self, **changes: Any) -> Visit:
        """The same visit with the changes made."""
        return replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        """Everything, as JSON types."""
        return {
            "topic": self.topic,
            "content_version": self.content_version,
            "started": self.started,
            "respondent": self.respondent.value,
            "answers": self.answers.to_json(),
            "before": None if self.before is None else self.before.to_json(),
            "dropped": list(self.dropped),
            "revisit": list(self.revisit),
            "warned": dict(self.warned),
            "understood": list(self.understood),
            "earlier": None if self.earlier is None else self.earlier.to_json(),
        }

    @classmethod
    def from_json(cls, parts: Json) -> Visit:
        """The inverse of `to_json`; KeyError or ValueError for anything else."""
        before, earlier = parts["before"], parts["earlier"]
        return cls(
            topic=parts["topic"],
            content_version=parts["content_version"],
            started=parts["started"],
            respondent=Respondent(parts["respondent"]),
            answers=Answers.from_json(parts["answers"]),
            before=None if before is None else Answers.from_json(before),
            dropped=tuple(parts["dropped"]),
            revisit=tuple(parts["revisit"]),
            warned=dict(parts["warned"]),
            understood=tuple(parts["understood"]),
            earlier=None if earlier is None else Earlier.from_json(earlier),
        )
