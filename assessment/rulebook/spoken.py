"""Spoken: the words of every voice and translation, each with where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from assessment.rulebook.load import compile_rules
from assessment.rulebook.problems import Place, Report


class SpokenText(NamedTuple):
    """Words that are laid over a text of the rules."""

    voice: str  # the name of the file: `en.child`
    name: str  # of the text that it replaces
    words: str
    place: Place


def spoken_texts(folder: Path) -> Iterator[SpokenText]:
    """All of them, of rules that were loaded, so that no problem is in them."""
    overlays = compile_rules(folder, None, "", Report()).overlays
    for voice, texts in overlays.items():
        for name, words in texts.items():
            yield SpokenText(voice, str(name), str(words), texts.at[name])
