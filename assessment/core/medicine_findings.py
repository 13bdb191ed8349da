"""Medicine findings: what is worth asking about the medicines that a person named."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from assessment.core.conditions import Verdict
from assessment.core.explain import names_of, unique
from assessment.core.findings import Urgency
from assessment.core.known import Known
from assessment.core.medicines import DangerSign, Medicine, Pair, Recognition
from assessment.core.topic import Topic

LINKS = ("strong", "moderate", "weak")


@dataclass(frozen=True, slots=True)
class MedicineNote:
    """A medicine that is linked with the symptom, and how the person wrote it."""

    medicine: Medicine
    typed: str
    suspect: bool  # the person named it as the one that changed before it began
    acts: tuple[str, ...]  # for the doctor
    checks: tuple[str, ...]  # what a doctor may look at


@dataclass(frozen=True, slots=True)
class MedicineRow:
    """One medicine as it was given: ticked or typed; for the doctor's table."""

    name: str
    typed: bool
    acts: tuple[str, ...]  # how it is linked with the symptom; empty: no known link
    suspect: bool = False


@dataclass(frozen=True, slots=True)
class PairFound:
    """A pair that goes badly together, with the names of those that make it."""

    pair: Pair
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MedicineFindings:
    """What is worth asking, the likeliest first. Nothing in it is a cause."""

    asked: str = ""  # the question that lists them
    rows: tuple[MedicineRow, ...] = ()  # all that were given; those with a link first
    notes: tuple[MedicineNote, ...] = ()
    timing: str = ""
    pairs: tuple[PairFound, ...] = ()
    signs: tuple[DangerSign, ...] = ()  # most urgent first
    unclear: tuple[Recognition, ...] = ()  # like a name that is known, never settled
    others: tuple[str, ...] = ()  # not known, or no link is known
    never_stop: str = ""

    @property
    def linked(self) -> Mapping[tuple[str, ...], list[MedicineRow]]:
        """Those given that are linked with the symptom, by how."""
        found: dict[tuple[str, ...], list[MedicineRow]] = {}
        for row in self.rows:
            if row.acts:
                found.setdefault(row.acts, []).append(row)
        return found

    @property
    def told(self) -> bool:
        """Whether there is anything to tell."""
        return bool(self.notes or self.pairs or self.unclear or self.others)

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of which nothing is told, as they were typed."""
        return unique((*(name.typed for name in self.unclear), *self.others))

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources of all that is said."""
        of_notes = [key for note in self.notes for key in note.medicine.sources]
        of_pairs = [key for found in self.pairs for key in found.pair.sources]
        return unique(of_notes + of_pairs)

    @property
    def emergencies(self) -> tuple[str, ...]:
        """The danger signs that need help now."""
        return self._signs_of(Urgency.EMERGENCY)

    @property
    def same_day(self) -> tuple[str, ...]:
        """The danger signs that need help the same day."""
        return self._signs_of(Urgency.SAME_DAY)

    def _signs_of(self, urgency: Urgency) -> tuple[str, ...]:
        return tuple(sign.says for sign in self.signs if sign.urgency is urgency)


def look_at_medicines(topic: Topic, known: Known) -> MedicineFindings:
    """What is worth asking about the medicines that were named, and what to watch."""
    catalogue = topic.medicines
    listed = known.named(catalogue.question)
    suspects = [name for other in catalogue.named_in for name in known.named(other)]
    suspected = {id_ for name in suspects for id_ in name.medicines}
    notes = _notes(topic, listed, suspects, suspected)
    pairs = tuple(
        PairFound(pair, names_of((pair.one, pair.other), topic, known))
        for pair in catalogue.pairs
        if pair.when.evaluate(known) is Verdict.YES
    )
    signs = {sign for note in notes for sign in note.medicine.signs}
    return MedicineFindings(
        asked=catalogue.question,
        rows=_rows(topic, known, listed, suspected),
        notes=notes,
        timing=_timing(topic, known) if notes else "",
        pairs=pairs,
        signs=tuple(
            sorted(
                (sign for sign in catalogue.signs.values() if sign.id in signs),
                key=lambda sign: -sign.urgency,
            )
        ),
        unclear=tuple(name for name in listed if name.suggestions),
        others=unique(
            name.typed
            for name in listed
            if not name.suggestions and not catalogue.linked(name)
        ),
        never_stop=_never_stop(topic, known, listed),
    )


def _notes(
    topic: Topic,
    listed: Iterable[Recognition],
    suspects: Iterable[Recognition],
    suspected: Collection[str],
) -> tuple[MedicineNote, ...]:
    """Each linked medicine once: suspects first, then by how sure the link is."""
    catalogue = topic.medicines
    typed: dict[str, str] = {}
    for name in (*listed, *suspects):
        for id_ in name.medicines:
            typed.setdefault(id_, name.typed)
    found = []
    for id_, words in typed.items():
        medicine = catalogue.by_id[id_]
        if medicine.shows:
            kinds = [catalogue.kinds[kind] for kind in medicine.kinds]
            acts = tuple(kind.name for kind in kinds)
            checks = tuple(kind.checks for kind in kinds)
            found.append(MedicineNote(medicine, words, id_ in suspected, acts, checks))
    found.sort(key=lambda note: (not note.suspect, LINKS.index(note.medicine.link)))
    return tuple(found)


def _rows(
    topic: Topic,
    known: Known,
    listed: Collection[Recognition],
    suspected: Collection[str],
) -> tuple[MedicineRow, ...]:
    """Every medicine that was given; a typed name stands for the option it is of."""
    catalogue = topic.medicines
    answer = known.answers.get(catalogue.question)
    if answer is None:
        return ()
    rows: dict[str, MedicineRow] = {}
    told: set[str] = set()
    for name in listed:
        found = [catalogue.by_id[id_] for id_ in name.medicines]
        told.update(option for medicine in found for option in medicine.options)
        acts = unique(chain.from_iterable(map(catalogue.acts, found)))
        suspect = any(id_ in suspected for id_ in name.medicines)
        rows[name.typed] = MedicineRow(name.typed, True, acts, suspect)
    for option in topic.questionnaire.question_by_id[catalogue.question].options:
        stands_alone = option.id not in told and not (option.typed and listed)
        if option.id in answer.options and not option.exclusive and stands_alone:
            acts = catalogue.acts_of_option(option.id)
            rows[option.id] = MedicineRow(option.words, False, acts)
    return tuple(sorted(rows.values(), key=lambda row: (not row.suspect, not row.acts)))


def _timing(topic: Topic, known: Known) -> str:
    timings = topic.medicines.timings
    holding = (t.says for t in timings if t.when.evaluate(known) is Verdict.YES)
    return next(holding, "")


def _never_stop(topic: Topic, known: Known, listed: Iterable[Recognition]) -> str:
    """What stands beside every mention: the milder words only where all is settled."""
    catalogue = topic.medicines
    milder = catalogue.as_needed
    if (
        milder is not None
        and milder.when.evaluate(known) is Verdict.YES
        and all(name.medicines for name in listed)
        and known.chosen(catalogue.question) <= milder.marks
    ):
        return milder.says
    return catalogue.never_stop
