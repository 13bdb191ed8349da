"""Kinds of value that shapes are made of: ids, words, dates, figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Annotated, Any, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    InstanceOf,
    Strict,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from assessment.rulebook.compose import Entries, Text
from assessment.rulebook.problems import closest, quoted


class Words(Text):
    """Text for people: it may be translated, and hold placeholders."""

    __slots__ = ()

    @classmethod
    def of(cls, text: Text) -> Words:
        """The same text at the same place."""
        words = cls(text)
        words.place = text.place
        return words

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(
            _said, core_schema.is_instance_schema(Text)
        )


NOTHING = Words("")


def _said(text: Text) -> Words:
    if not text.strip():
        raise PydanticCustomError("empty", "must say something")
    return Words.of(text)


class Shape(BaseModel):
    """What a mapping in a rule file may hold."""

    model_config = ConfigDict(extra="forbid")


def shapes_in(annotation: object) -> Iterator[type[Shape]]:
    """The shapes that a key of this type holds."""
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation
    for inner in get_args(annotation):
        yield from shapes_in(inner)


def _check_match(pattern: str, code: str, rule: str, text: Text) -> Text:
    if not re.fullmatch(pattern, text, re.ASCII):
        raise PydanticCustomError(code, "{rule}", {"rule": rule})
    return text


def _check_one_of(allowed: tuple[str, ...], text: Text) -> Text:
    if text not in allowed:
        rule = "must be one of " + ", ".join(allowed)
        rules = {"rule": rule, "hint": closest(text, allowed)}
        raise PydanticCustomError("wrong-value", "{rule}", rules)
    return text


def _check_free(taken: tuple[str, ...], text: Text) -> Text:
    if text in taken:
        rule = f"can't be {quoted(text)}, a word of the rule language"
        raise PydanticCustomError("reserved-id", "{rule}", {"rule": rule})
    return text


# Partial functions, so that `keywords_of` can tell what they ask for.
Check = Callable[[Text], Text]


def _matching(pattern: str, code: str, rule: str) -> Check:
    return partial(_check_match, pattern, code, rule)


def one_of(*allowed: str) -> Check:
    """A validator for one of a few words."""
    return partial(_check_one_of, allowed)


def reserved(*taken: str) -> Check:
    """A validator against words that mean something else."""
    return partial(_check_free, taken)


def keywords_of(check: object) -> dict[str, Any]:
    """What a validator of text asks for, in the words of JSON Schema."""
    match check:
        case partial(func=func, args=(asked, *_)):
            if func is _check_match:
                return {"pattern": f"^{asked}$"}
            if func is _check_one_of:
                return {"enum": [*map(str, asked)]}
            return {"not": {"enum": [*asked]}}
    if check is _a_date:
        return {"pattern": r"^\d{4}-\d{2}-\d{2}$"}
    return {"pattern": r"\S"} if check is _said else {}


def _a_date(text: Text) -> Text:
    try:
        if len(text) == len("2000-01-01"):
            date.fromisoformat(text)
            return text
    except ValueError:
        pass
    raise PydanticCustomError("wrong-value", "must be a date such as 2027-05-21")


Plain = Annotated[Text, InstanceOf()]
Id = Annotated[
    Plain,
    AfterValidator(
        _matching(
            r"[a-z0-9][a-z0-9_]{0,59}",
            "bad-id",
            "must be an id: small letters, digits and _, at most 60",
        )
    ),
]
TopicId = Annotated[
    Plain,
    AfterValidator(
        _matching(
            r"[a-z][a-z0-9-]{0,59}",
            "bad-id",
            "must be an id: small letters, digits and -, at most 60",
        )
    ),
]
CountryId = Annotated[
    Plain,
    AfterValidator(
        _matching(r"[A-Z]{2,3}", "bad-id", "must be a country's code in capitals")
    ),
]
Name = Annotated[
    Id,
    AfterValidator(
        reserved("all", "any", "not", "at_least", "medicine_kind", "medicine_pair")
    ),
]
OptionId = Annotated[Id, AfterValidator(reserved("unknown"))]
Date = Annotated[Plain, AfterValidator(_a_date)]
Link = Annotated[
    Plain,
    AfterValidator(
        _matching(
            r"https://[!-~]+", "wrong-value", "must be an address that begins https://"
        )
    ),
]
Dial = Annotated[
    Plain,
    AfterValidator(
        _matching(
            r"(\+?[0-9*#]{2,20})?", "wrong-value", "must be digits to dial, or empty"
        )
    ),
]
Switch = Annotated[bool, Strict()]
Whole = Annotated[int, Strict(), Field(ge=-1_000_000, le=1_000_000)]
Figure = Annotated[float, Strict(), Field(ge=-1_000_000, le=1_000_000)]
Rule = Annotated[Entries, InstanceOf()]
ManyWords = list[Words]
Ids = list[Id]
SomeIds = Annotated[list[Id], Field(min_length=1)]
NO_ITEMS: Any = Field(default_factory=list)
NO_ENTRIES: Any = Field(default_factory=dict)
