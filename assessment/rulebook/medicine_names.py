"""Medicine names: which medicine is meant by a name as people type it.

Names match as whole words, whatever the case, accents, doses and forms, and British
and American spelling alike. One letter wrong is read over where nothing else is near;
what is less near, and what is easily taken for another, is only suggested.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from assessment.core.medicines import Recognition

MOST_SUGGESTED = 3
SHORTEST_TO_COMPARE = 4
SHORTEST_ONE_OFF = 6  # letters of a name in which one wrong letter is read over
SHORTEST_TWO_OFF = 10
LEAST_ALIKE = 0.7  # share of letters in place
MOST_OFF = 4
MARGIN = 1  # how much further off every other name has to be

SPELLINGS = (("ph", "f"), ("ae", "e"), ("oe", "e"), ("th", "t"), ("y", "i"))
_DOUBLE = re.compile(r"([a-z])\1")
_WORD = re.compile(r"[a-z0-9]+")
_BETWEEN = re.compile(
    r"[;\n&+]|,(?!\d)|(?<=[^\W\d])/(?=[^\W\d])|\s(?:and|with|plus)\s", re.IGNORECASE
)
_DOSE = re.compile(r"\d+(?:mg|mcg|ug|g|ml|l|iu|units?|x|hr|h|od|bd|tds|puffs?)?")


def folded(word: str) -> str:
    """The word as names are compared: one spelling for British and American ones."""
    for written, kept in SPELLINGS:
        word = word.replace(written, kept)
    return _DOUBLE.sub(r"\1", word)


def words_of(text: str) -> tuple[str, ...]:
    """The words of the text in small letters without accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in plain if not (unicodedata.combining(c) or c in "'’"))
    return tuple(_WORD.findall(bare))


def key_of(words: Iterable[str]) -> str:
    """What a name is looked up by."""
    return " ".join(map(folded, words))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words around names, in small letters without accents."""

    fillers: frozenset[str] = frozenset()  # forms, how often, and the like
    salts: frozenset[str] = frozenset()  # no part of a name that stands before them
    elsewhere: frozenset[str] = frozenset()  # ways by which it hardly gets inside
    denials: frozenset[str] = frozenset()  # tell that it is not taken

    def tells(self, word: str) -> bool:
        """Whether the word can be a part of a name, and not a dose or a form."""
        passed_over = word in self.fillers or word in self.salts
        return not passed_over and not _DOSE.fullmatch(word)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name that was found among the words of a text."""

    start: int
    length: int
    ids: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameReader:
    """Reads names by a list of them. Keys are those of `key_of`."""

    ids: Mapping[str, tuple[str, ...]]  # by key
    shown: Mapping[str, str]  # the name as it is written, by key
    look_alikes: Mapping[str, frozenset[str]] = field(default_factory=dict)  # keys
    also_by: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by id
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def __call__(self, text: str) -> tuple[Recognition, ...]:
        """The names in the text, in order; a text without any as it stands."""
        if ids := self._ids(words_of(text)):
            return (Recognition(text, ids),)
        parts = [part.strip() for part in _BETWEEN.split(text)]
        named = tuple(name for part in parts for name in self._part(part))
        return named or (Recognition(text),)

    @cached_property
    def _joined(self) -> Mapping[str, str]:
        """Keys by their letters alone, without the blanks."""
        return {key.replace(" ", ""): key for key in self.ids}

    @cached_property
    def _longest(self) -> int:
        return max((key.count(" ") + 1 for key in self.ids), default=1)

    def _part(self, part: str) -> Iterator[Recognition]:
        words, vocabulary = words_of(part), self.vocabulary
        hits = self._whole(words) or list(self._exact(words))
        taken = {n for hit in hits for n in range(hit.start, hit.start + hit.length)}
        left = [
            n
            for n in range(len(words))
            if n not in taken and vocabulary.tells(words[n])
        ]
        ways = vocabulary.elsewhere.intersection(words[n] for n in left)
        if not all(
            ways <= self.also_by.get(i, frozenset()) for h in hits for i in h.ids
        ):
            yield Recognition(part)
            return
        hits += self._near(words, left, sure=bool(hits))
        hits.sort(key=lambda hit: hit.start)
        denied = not vocabulary.denials.isdisjoint(words)
        for hit in hits:
            typed = part
            if len(hits) > 1:
                typed = " ".join(words[hit.start : hit.start + hit.length])
            if denied and hit.ids:
                names = tuple(n for n in self.ids if self.ids[n] == hit.ids)
                yield Recognition(typed, suggestions=(self.shown[names[0]],))
            else:
                yield Recognition(typed, hit.ids, hit.suggestions)
        if left and not hits:
            yield Recognition(part)

    def _whole(self, words: tuple[str, ...]) -> list[_Hit]:
        """The one name of several words that all of the words are very near to."""
        spoken = key_of(words).replace(" ", "")
        near = self._like(spoken, 0, len(words)) if len(words) > 1 else ()
        return [hit for hit in near if hit.ids]

    def _exact(self, words: tuple[str, ...]) -> Iterator[_Hit]:
        """Names that stand in the words letter by letter, the longest first."""
        start, named = 0, False
        while start < len(words):
            for length in range(min(self._longest, len(words) - start), 0, -1):
                ids = self._ids(words[start : start + length])
                # "Losartan potassium" is one medicine, and potassium is another.
                salt = named and length == 1 and words[start] in self.vocabulary.salts
                if ids and not salt:
                    yield _Hit(start, length, ids)
                    start, named = start + length, True
                    break
            else:
                start += 1

    def _ids(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """What is named by just these words; look-alikes only letter by letter."""
        key = key_of(words)
        if key in self.look_alikes and words != words_of(self.shown[key]):
            return ()
        return self.ids.get(key, ())

    def _near(
        self, words: tuple[str, ...], left: list[int], *, sure: bool
    ) -> Iterator[_Hit]:
        """Names that the words left are like; only the surest beside an exact one."""
        hits: list[_Hit] = []
        for start in left:
            for length in (2, 1) if start + 1 in left else (1,):
                spoken = key_of(words[start : start + length]).replace(" ", "")
                if len(spoken) >= SHORTEST_TO_COMPARE:
                    hits += self._like(spoken, start, length)
        certain = [hit for hit in hits if hit.ids]
        used: set[int] = set()
        for hit in certain or ([] if sure else hits):
            places = {*range(hit.start, hit.start + hit.length)}
            if used.isdisjoint(places):
                used |= places
                yield hit

    def _like(self, spoken: str, start: int, length: int) -> Iterator[_Hit]:
        found = extract(
            spoken, self._joined.keys(), scorer=OSA.distance,
            score_cutoff=min(MOST_OFF, len(spoken) // 3) + MARGIN, limit=None,
        )  # fmt: skip
        near = sorted((int(off), name) for name, off, _ in found)
        if near and self._is_sure(spoken, near):
            ids = self.ids[self._joined[near[0][1]]]
            yield _Hit(start, length, ids)
            return
        likely = [
            name
            for off, name in near
            if off <= near[0][0] + MARGIN
            and 1 - off / max(len(name), len(spoken)) >= LEAST_ALIKE
        ]
        if likely:
            twins = self.look_alikes.get(self._joined[likely[0]], ())
            likely += [twin.replace(" ", "") for twin in sorted(twins)]
        elif length == 1:
            likely = [name for name in self._joined if name.startswith(spoken)]
        names = {self.ids[self._joined[n]]: self.shown[self._joined[n]] for n in likely}
        if names and (len(names) <= MOST_SUGGESTED or near):
            shown = tuple(names.values())[:MOST_SUGGESTED]
            yield _Hit(start, length, suggestions=shown)

    def _is_sure(self, spoken: str, near: list[tuple[int, str]]) -> bool:
        """Whether the nearest name is very near, and every other one further off."""
        off, name = near[0]
        shortest = {0: 0, 1: SHORTEST_ONE_OFF, 2: SHORTEST_TWO_OFF}.get(off)
        if shortest is None or min(len(name), len(spoken)) < shortest:
            return False
        meant = self._joined[name]
        others = [
            other
            for further, other in near[1:]
            if further <= off + MARGIN
            and self.ids[self._joined[other]] != self.ids[meant]
        ]
        return not others and meant not in self.look_alikes
