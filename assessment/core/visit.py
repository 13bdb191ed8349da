"""Visit: one person's way through one topic, as it is kept between pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assessment.core.answers import Answers, Json

MOST_DRAFTS = 8
MOST_DRAFT_BYTES = 16_384  # of all of them, so that no visit fills the store


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
class Draft:
    """A page as it was left: for filling in again, and never read as an answer."""

    place: tuple[str, int]  # step and number of the page
    sent: tuple[tuple[str, str], ...]  # names and values of its fields

    @property
    def size(self) -> int:
        """About how many bytes it takes to keep."""
        return len(json.dumps(self.to_json()))

    def to_json(self) -> dict[str, Any]:
        """Everything, as JSON types."""
        return {"place": list(self.place), "sent": [list(pair) for pair in self.sent]}

    @classmethod
    def from_json(cls, parts: Json) -> Draft:
        """The inverse of `to_json`; KeyError or ValueError for anything else."""
        step, number = parts["place"]
        return cls(
            (step, number), tuple((name, value) for name, value in parts["sent"])
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
    cut_short: bool = False  # after a warning; what was not reached is not asked
    earlier: Earlier | None = None  # to compare with; nothing is filled in from it
    drafts: tuple[Draft, ...] = ()  # pages left unfinished, the latest last
    taken: int = 0  # how many pages were taken in, so that a late draft is known

    @property
    def holds_anything(self) -> bool:
        """Whether the person entered anything that would be lost with the visit."""
        return bool(self.answers or self.drafts or self.earlier)

    def draft_of(self, place: tuple[str, int]) -> Draft | None:
        """What was left on the page; None when nothing was."""
        return next((draft for draft in self.drafts if draft.place == place), None)

    def with_draft(self, place: tuple[str, int], draft: Draft | None) -> Visit:
        """The visit with this draft of the page in place of any before it.

        The oldest give way where they are too many or too long.
        """
        kept = [other for other in self.drafts if other.place != place]
        if draft is not None and draft.size <= MOST_DRAFT_BYTES:
            kept = [*kept, draft][-MOST_DRAFTS:]
        while sum(one.size for one in kept) > MOST_DRAFT_BYTES:
            kept = kept[1:]
        return replace(self, drafts=tuple(kept))

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
            "cut_short": self.cut_short,
            "earlier": None if self.earlier is None else self.earlier.to_json(),
            "drafts": [draft.to_json() for draft in self.drafts],
            "taken": self.taken,
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
            cut_short=parts.get("cut_short", False),
            earlier=None if earlier is None else Earlier.from_json(earlier),
            drafts=tuple(map(Draft.from_json, parts.get("drafts", ()))),
            taken=parts.get("taken", 0),
        )
