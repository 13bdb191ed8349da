"""Contrast: which colours must stand out from which, and by how much they do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

TEXT = 7.0  # WCAG 2.2, 1.4.6 Contrast (Enhanced)
EDGE = 3.0  # WCAG 2.2, 1.4.11 Non-text Contrast

# A token of tokens.css, or a colour that the style sheets write out, on these tokens.
_PAIRS = (
    (
        TEXT,
        "ink",
        ("page", "surface", "sunk", "brand-tint", "light-tint", "alarm-tint"),
    ),
    (TEXT, "ink-soft", ("page", "surface", "sunk")),
    (TEXT, "brand", ("page", "surface", "sunk", "brand-tint", "light-tint")),
    (TEXT, "brand-deep", ("page", "surface", "sunk", "brand-tint", "light-tint")),
    (TEXT, "on-brand", ("brand", "brand-deep")),
    (TEXT, "alarm", ("page", "surface")),
    (TEXT, "#1b231b", ("light",)),
    (EDGE, "line", ("page", "surface", "sunk")),
    (EDGE, "mark", ("surface",)),
)


class Faint(NamedTuple):
    """A pair that does not stand out enough."""

    one: str
    other: str
    ratio: float
    least: float


def contrast(one: str, other: str) -> float:
    """The contrast ratio, from 1 to 21, of two colours written as `#rrggbb`.

    Source: WCAG 2.2, definition of "contrast ratio".
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance, from 0 to 1, as WCAG 2.2 defines it."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def faint_pairs(palette: Mapping[str, str]) -> Iterator[Faint]:
    """The pairs of a palette (token to `#rrggbb`) that are too much alike."""
    for least, one, others in _PAIRS:
        for other in others:
            ratio = contrast(palette.get(one, one), palette[other])
            if ratio < least:
                yield Faint(one, other, ratio, least)
