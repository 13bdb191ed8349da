"""Theme: a clinic's name, logo and colours, read and checked before the site starts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from pathlib import Path

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule
from tinycss2.color3 import RGBA, parse_color

from assessment.web import words
from assessment.web.contrast import faint_pairs
from assessment.web.logo import Tell, read_logo
from assessment.web.settings import SettingsError

STYLE, LOGO = "theme.css", "logo.svg"
LONGEST_NAME = 60  # characters
MOST_BYTES = 20_000
ALARM = "alarm"  # in the names of the tokens that no theme may set
SCHEMES = LIGHT, DARK = ("light", "dark")
OUR_TOKENS = Path(__file__).parent / "static" / "tokens.css"
NO_NAME = 'it gives no name: write :root { --name: "The clinic’s name"; }'
STRAY = "only :root and @media (prefers-color-scheme: dark) { :root } may stand here"

Palettes = Mapping[str, dict[str, str]]  # by scheme: tokens to `#rrggbb`
Places = dict[tuple[str, str], Declaration]  # where the theme sets a token, by scheme


@dataclass(frozen=True)
class Theme:
    """What a clinic puts beside our own name; nothing where there is no theme."""

    name: str = ""
    logo: str = ""  # SVG
    files: Mapping[str, bytes] = field(default_factory=dict)  # to serve, by name


def load_theme(folder: str) -> Theme:
    """The theme in the folder; an empty one where none is named.

    Raises SettingsError with every problem, each with its file, line and column.
    """
    if not folder:
        return Theme()
    home = Path(folder).expanduser()
    found: list[tuple[Path, int, int, str]] = []

    def tell(path: Path, line: int, column: int, what: str) -> None:
        found.append((path, line, column, what))

    name, palettes = _read_style(home / STYLE, partial(tell, home / STYLE))
    files = {STYLE: _written(palettes).encode()}
    logo = ""
    told = partial(tell, home / LOGO)
    if (home / LOGO).exists() and (content := _content(home / LOGO, told)):
        logo = read_logo(content, name, told)
        files[LOGO] = logo.encode()
    if found:
        raise SettingsError(
            [f"{path}:{line}:{at} {what}" for path, line, at, what in sorted(found)]
        )
    return Theme(name, logo, files)


def our_palettes() -> Palettes:
    """Our own colours in light and dark, as tokens.css gives them."""
    parts = OUR_TOKENS.read_text("utf-8").split("prefers-color-scheme: dark")
    return {
        scheme: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part))
        for scheme, part in zip(SCHEMES, parts, strict=True)
    }


def _content(path: Path, tell: Tell) -> bytes:
    """What is in the file; nothing where it can't be had, which is told."""
    try:
        if path.stat().st_size <= MOST_BYTES:
            return path.read_bytes()
        tell(1, 1, f"it is too large: make it {MOST_BYTES // 1000} kB or less")
    except OSError as error:
        tell(1, 1, f"it cannot be read: {error.strerror}")
    return b""


def _read_style(path: Path, tell: Tell) -> tuple[str, Palettes]:
    """The clinic's name, and all colours: its own, and ours where it has none."""
    palettes = our_palettes()
    themed = [f"--{token}" for token in palettes[LIGHT] if ALARM not in token]
    places: Places = {}
    name = ""
    css = _content(path, tell).decode(errors="replace")
    for scheme, one in _declarations(_nodes(css), LIGHT, tell):
        at = partial(tell, one.source_line, one.source_column)
        if one.name == "--name":
            name = _name(one, at)
        elif one.name not in themed:
            at(f"a theme cannot set {one.name}; {_meant(one.name, themed)}")
        elif colour := _colour(one, at):
            palettes[scheme][one.name.removeprefix("--")] = colour
            places[scheme, one.name.removeprefix("--")] = one
    if css and not name:
        tell(1, 1, NO_NAME)
    _look_at_contrast(palettes, places, tell)
    return name, palettes


def _nodes(source: str | list[Node]) -> list[Node]:
    nodes: list[Node] = tinycss2.parse_blocks_contents(source, True, True)
    return nodes


def _declarations(
    nodes: Iterable[Node], scheme: str, tell: Tell, *, in_root: bool = False
) -> Iterator[tuple[str, Declaration]]:
    """What is set on :root, each with the scheme that it is set for."""
    for node in nodes:
        if in_root and node.type == "declaration":
            yield scheme, node
        elif not in_root and node.type == "qualified-rule" and _head(node) == ":root":
            yield from _declarations(_nodes(node.content), scheme, tell, in_root=True)
        elif not in_root and node.type == "at-rule" and _is_dark(node):
            yield from _declarations(_nodes(node.content), DARK, tell)
        else:
            tell(node.source_line, node.source_column, STRAY)


def _head(rule: AtRule | QualifiedRule) -> str:
    return str(tinycss2.serialize(rule.prelude)).replace(" ", "").lower()


def _is_dark(rule: AtRule) -> bool:
    named = rule.lower_at_keyword == "media" and rule.content is not None
    return named and _head(rule) == "(prefers-color-scheme:dark)"


def _meant(name: str, themed: list[str]) -> str:
    if ALARM in name:
        return "an alarm looks the same everywhere"
    close = get_close_matches(name, themed, n=1)
    return f"did you mean {close[0]}?" if close else f"it can set {', '.join(themed)}"


def _name(one: Declaration, at: Callable[[str], None]) -> str:
    """The clinic's name, which is told about where it can't stand on a page."""
    value = [token for token in one.value if token.type != "whitespace"]
    name = value[0].value if [t.type for t in value] == ["string"] else ""
    if not name or name != words.clean(name) or len(name) > LONGEST_NAME:
        at(f"write the name in quotes, in one line of up to {LONGEST_NAME} characters")
    return name or "?"


def _colour(one: Declaration, at: Callable[[str], None]) -> str:
    """The colour as `#rrggbb`; empty where it is none, which is told."""
    colour = parse_color(tinycss2.serialize(one.value))
    if not isinstance(colour, RGBA) or colour.alpha != 1:
        at(f"{one.name} needs a colour that covers what is behind it, such as #24502f")
        return ""
    return "#" + "".join(f"{round(255 * part):02x}" for part in colour[:3])


def _look_at_contrast(palettes: Palettes, places: Places, tell: Tell) -> None:
    """Tell of the theme's colours that cannot be told from those beside them."""
    for scheme in SCHEMES:
        palette = palettes[scheme]
        for pair in faint_pairs(palette):
            place = places.get((scheme, pair.one)) or places.get((scheme, pair.other))
            if place:
                one, other = (
                    f"--{token} {palette[token]}" if token in palette else token
                    for token in (pair.one, pair.other)
                )
                tell(
                    place.source_line,
                    place.source_column,
                    f"{one} on {other} has a contrast of {pair.ratio:.1f} in {scheme}; "
                    f"change what you set until it is {pair.least:g} or more",
                )


def _written(palettes: Palettes) -> str:
    """The style sheet that is served: every colour, under what print and people ask."""
    light, dark = (
        "".join(f"--{token}:{colour};" for token, colour in palettes[scheme].items())
        for scheme in SCHEMES
    )
    dark = f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f"@layer tokens{{:root{{{light}}}{dark}}}"
