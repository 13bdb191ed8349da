"""Medicines: what the names that people type stand for, and what is known of each.

How names are read is given by whoever builds the catalogue, as `read`: the core knows
no spelling. A medicine that was read counts as the option of its question that stands
for it, and beside it as a mark of its own, so that rules may ask for it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from assessment.core.answers import Answer
from assessment.core.conditions import Condition
from assessment.core.findings import Urgency

OWN_MARK = "="  # begins a medicine's own mark; no option of a question does
NOT_SURE = "?"  # what a person says who was asked which one was meant
NONE_OF_THESE = ""


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine or substance. What has no `shows` is known by name only."""

    id: str
    name: str
    what: str = ""  # what it is for, in plain words
    options: tuple[str, ...] = ()  # those of the list that it counts as
    kinds: tuple[str, ...] = ()  # ids of how it acts
    shows: str = ""
    onset: str = ""
    how_often: str = ""  # common, uncommon or rare: judged, not measured
    link: str = ""  # strong, moderate or weak
    signs: tuple[str, ...] = ()  # ids of danger signs
    stopping: str = ""  # what to know before any change
    dangerous_to_stop: bool = False
    sources: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """Its own mark among the options of the question."""
        return OWN_MARK + self.id


@dataclass(frozen=True, slots=True)
class MedicineKind:
    """A way in which medicines act."""

    id: str
    name: str  # for the doctor
    says: str  # completes "because …"
    checks: str  # what a doctor may look at
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DangerSign:
    """Something that needs help at once in whoever takes the medicine."""

    id: str
    says: str
    urgency: Urgency


@dataclass(frozen=True, slots=True)
class Pair:
    """Two medicines, or one and an answer, that go badly together."""

    id: str
    one: tuple[str, ...]  # options and own marks, any of them
    other: tuple[str, ...]  # the same; empty where an answer is the other half
    when: Condition  # both halves
    effect: str  # for the doctor
    says: str  # for the person
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timing:
    """What to say of a link in time; the first that holds speaks."""

    says: str
    when: Condition


@dataclass(frozen=True, slots=True)
class AsNeeded:
    """What is said in place of `never_stop` where nothing but these is taken."""

    marks: frozenset[str]  # options and own marks
    says: str
    when: Condition


@dataclass(frozen=True, slots=True)
class Recognition:
    """A name as it was typed, with the medicines that it was read as.

    A name that is only like others counts for none of them until the person has said
    which was meant. `asked` tells that they were asked.
    """

    typed: str
    medicines: tuple[str, ...] = ()  # ids; a brand can stand for two
    suggestions: tuple[str, ...] = ()  # names that may have been meant
    asked: bool = False

    @property
    def to_ask(self) -> bool:
        """Whether the person has still to say what was meant."""
        return bool(self.suggestions) and not self.asked


Read = Callable[[str], tuple[Recognition, ...]]


def unread(text: str) -> tuple[Recognition, ...]:
    """The text as somebody reads it who knows no medicine."""
    return (Recognition(text),)


@dataclass(frozen=True)
class Medicines:
    """All medicines of a topic, and the questions in which they are named."""

    question: str = ""  # the list; empty where a topic has none
    named_in: tuple[str, ...] = ()  # questions for words, where a suspect is named
    by_id: Mapping[str, Medicine] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # option -> kinds
    kinds: Mapping[str, MedicineKind] = field(default_factory=dict)
    signs: Mapping[str, DangerSign] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    timings: tuple[Timing, ...] = ()
    never_stop: str = ""  # printed wherever a medicine is named
    as_needed: AsNeeded | None = None  # what is bought, and left out at will
    names: tuple[str, ...] = ()  # for choosing from while typing
    read: Read = field(default=unread, compare=False)

    def recognise(self, question: str, answer: Answer) -> tuple[Recognition, ...]:
        """The names in the answer, in order; none for a question that takes none."""
        if question == self.question:
            return tuple(self._in_list(answer))
        if question in self.named_in:
            return tuple(
                replace(name, suggestions=())
                for words in answer.typed
                for name in self.read(words)
            )
        return ()

    def _in_list(self, answer: Answer) -> Iterator[Recognition]:
        meant = dict(answer.meant)
        for words in answer.typed:
            for name in self.read(words):
                yield self._as_meant(name, meant.get(name.typed))

    def _as_meant(self, name: Recognition, meant: str | None) -> Recognition:
        """What the person said about a name that was only like others."""
        if meant is None or not name.suggestions:
            return name
        if meant in name.suggestions:
            ids = tuple(id_ for read in self.read(meant) for id_ in read.medicines)
            return Recognition(name.typed, ids)
        if meant == NONE_OF_THESE:
            return Recognition(name.typed)
        return replace(name, asked=meant == NOT_SURE)

    def linked(self, name: Recognition) -> bool:
        """Whether anything is known of it, or of those that count as the same."""
        found = (self.by_id[id_] for id_ in name.medicines)
        return any(medicine.shows or medicine.options for medicine in found)

    def acts(self, medicine: Medicine) -> tuple[str, ...]:
        """How it is linked with the symptom, for the doctor: as itself or its group."""
        of_groups = (kind for o in medicine.options for kind in self.groups.get(o, ()))
        return self._named(medicine.kinds or of_groups)

    def acts_of_option(self, option: str) -> tuple[str, ...]:
        """The same of an option of the list."""
        return self._named(self.groups.get(option, ()))

    def _named(self, kinds: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.kinds[kind].name for kind in kinds)

    def counts_as(self, name: Recognition) -> frozenset[str]:
        """The options and own marks that the name counts as."""
        return self._marks(name.medicines)

    def may_count_as(self, name: Recognition) -> frozenset[str]:
        """The options and own marks that stay open until it is known what was meant."""
        meant = (read for words in name.suggestions for read in self.read(words))
        return frozenset(m for read in meant for m in self._marks(read.medicines))

    def _marks(self, ids: tuple[str, ...]) -> frozenset[str]:
        found = [self.by_id[id_] for id_ in ids]
        return frozenset(mark for m in found for mark in (m.mark, *m.options))


NO_MEDICINES = Medicines()
