"""All the words that the shipped rules say, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass


def sentences(found: object) -> Iterator[str]:
    """Every sentence in the words of a part of the topic; a lone word is an id."""
    if isinstance(found, str):
        parts = re.split(r"(?<=[.;:?!])\s+", found)
        yield from (part for part in parts if " " in part)
    elif isinstance(found, list | tuple):
        for item in found:
            yield from sentences(item)
    elif is_dataclass(found) and not isinstance(found, type):
        for field in fields(found):
            yield from sentences(getattr(found, field.name))
