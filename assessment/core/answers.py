"""Answers: immutable, question id to what the person said, to and from JSON."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

Json = Mapping[str, Any]
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one question. All empty: it was asked and left blank."""

    options: tuple[str, ...] = ()  # option ids; `side:region` on a body map
    number: int | None = None
    typed: tuple[str, ...] = ()  # the person's own words
    meant: tuple[tuple[str, str], ...] = ()  # a name as typed, and what it stands for

    @property
    def blank(self) -> bool:
        """Whether nothing was said."""
        return not self.options and self.number is None and not self.typed

    def to_json(self) -> dict[str, Any]:
        """Only what is there."""
        parts: dict[str, Any] = {}
        if self.options:
            parts["options"] = list(self.options)
        if self.number is not None:
            parts["number"] = self.number
        if self.typed:
            parts["typed"] = list(self.typed)
        if self.meant:
            parts["meant"] = dict(self.meant)
        return parts

    @classmethod
    def from_json(cls, parts: Json) -> Answer:
        """The inverse of `to_json`."""
        return cls(
            tuple(parts.get("options", ())),
            parts.get("number"),
            tuple(parts.get("typed", ())),
            tuple(parts.get("meant", {}).items()),
        )


class Answers(Mapping[str, Answer]):
    """Question id to answer. Changing one gives a new object."""

    __slots__ = ("_by_question", "_worked_out")

    def __init__(self, by_question: Mapping[str, Answer] | None = None) -> None:
        self._by_question = dict(by_question or {})
        self._worked_out: dict[Hashable, Any] = {}

    def __getitem__(self, question: str) -> Answer:
        return self._by_question[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_question)

    def __len__(self) -> int:
        return len(self._by_question)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Answers) and self._by_question == other._by_question

    def __hash__(self) -> int:
        return hash(frozenset(self._by_question.items()))

    def __repr__(self) -> str:
        # Never the content: a repr finds its way into logs.
        return f"<Answers to {len(self)} questions>"

    def worked_out(self, key: Hashable, work: Callable[[Answers], Made]) -> Made:
        """What `work` makes of these answers, made once for each key.

        It goes when they go, so that nothing about a person outlives their request.
        """
        if key not in self._worked_out:
            self._worked_out[key] = work(self)
        return cast(Made, self._worked_out[key])

    def set(self, question: str, answer: Answer) -> Answers:
        """The same answers with this one in place."""
        return Answers({**self._by_question, question: answer})

    def to_json(self) -> dict[str, Any]:
        """Question id to the parts of its answer."""
        return {question: answer.to_json() for question, answer in self.items()}

    @classmethod
    def from_json(cls, by_question: Json) -> Answers:
        """The inverse of `to_json`."""
        return cls({key: Answer.from_json(parts) for key, parts in by_question.items()})
