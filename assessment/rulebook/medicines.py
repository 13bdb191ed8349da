"""Medicines: the catalogue of a topic, with every name, option and id followed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from assessment.core.conditions import All, Chosen, Condition
from assessment.core.facts import Fact, FactValue
from assessment.core.medicines import (
    NO_MEDICINES,
    OWN_MARK,
    AsNeeded,
    DangerSign,
    Medicine,
    MedicineKind,
    Medicines,
    Pair,
    Timing,
)
from assessment.rulebook.compose import Text, text_at
from assessment.rulebook.conditions import ConditionReader
from assessment.rulebook.findings import level
from assessment.rulebook.links import Links
from assessment.rulebook.medicine_effects import Effects
from assessment.rulebook.medicine_names import NameReader, Vocabulary, key_of, words_of
from assessment.rulebook.medicine_shapes import (
    KIND_FACT,
    PAIR_FACT,
    AsNeededShape,
    FamilyShape,
    MedicineKindShape,
    MedicineShape,
    MedicineWordsShape,
    PairShape,
    StoppingShape,
    VocabularyShape,
)
from assessment.rulebook.problems import quoted
from assessment.rulebook.shapes import Content


def _groups(content: Content, catalogue: _Catalogue) -> dict[str, tuple[str, ...]]:
    """The kinds of what counts as each option that a group or a kind names."""
    found: dict[str, tuple[str, ...]] = {str(g.id): () for g in content.medicine_groups}
    for kind in content.medicine_kinds:
        for option in catalogue.option_ids(kind.options):
            found[option] = (*found.get(option, ()), str(kind.id))
    return found


def _kind(shape: MedicineKindShape, links: Links) -> MedicineKind:
    return MedicineKind(
        str(shape.id),
        links.words(shape.name),
        links.words(shape.says),
        links.words(shape.checks),
        links.to_sources(shape.sources),
    )


def medicines(content: Content, reader: ConditionReader) -> Medicines:
    """The catalogue; one without any medicine where the topic has none."""
    links, listed = reader.links, content.medicine_list
    if listed is None:
        return NO_MEDICINES
    asked = links.to_questions([listed.question])
    if not asked:
        return NO_MEDICINES
    words = content.medicine_words or MedicineWordsShape()
    catalogue = _Catalogue(content, asked[0], words, links)
    return Medicines(
        question=asked[0],
        named_in=links.to_questions(listed.named_in),
        by_id=catalogue.by_id,
        groups=_groups(content, catalogue),
        kinds={str(s.id): _kind(s, links) for s in content.medicine_kinds},
        signs={
            str(s.id): DangerSign(str(s.id), links.words(s.says), level(s.level))
            for s in content.medicine_signs
        },
        pairs=tuple(catalogue.pair(shape, reader) for shape in content.medicine_pairs),
        timings=tuple(
            Timing(links.words(shape.says), reader.rule(shape.when))
            for shape in listed.timing
        ),
        never_stop=links.words(listed.never_stop),
        as_needed=catalogue.as_needed(listed.as_needed, reader),
        names=tuple(catalogue.shown.values()),
        read=NameReader(
            catalogue.ids,
            catalogue.shown,
            catalogue.look_alikes(words),
            catalogue.also_by,
            _vocabulary(words.vocabulary),
        ),
    )


def medicine_facts(content: Content, catalogue: Medicines) -> dict[str, Fact]:
    """The facts that a list of medicines brings with it: kinds, and pairs found."""
    if not catalogue.question:
        return {}
    marks: dict[str, set[str]] = {kind: set() for kind in catalogue.kinds}
    for medicine in catalogue.by_id.values():
        for kind in () if medicine.options else medicine.kinds:
            marks[kind].add(medicine.mark)
    for option, kinds_of_option in catalogue.groups.items():
        for kind in kinds_of_option:
            marks[kind].add(option)
    kinds = tuple(
        FactValue(
            kind.id,
            kind.says,
            Chosen(catalogue.question, tuple(sorted(marks[kind.id]))),
        )
        for kind in catalogue.kinds.values()
    )
    pairs = tuple(
        FactValue(p.id, p.effect, p.when, (p.one, p.other)) for p in catalogue.pairs
    )
    about = {KIND_FACT: "How medicines act", PAIR_FACT: "Pairs that go badly together"}
    found = {KIND_FACT: kinds, PAIR_FACT: pairs}
    return {name: Fact(name, about[name], found[name]) for name in about}


class _Catalogue:
    """Gathers medicines and their names, and reports what does not fit together."""

    def __init__(
        self,
        content: Content,
        question: str,
        words: MedicineWordsShape,
        links: Links,
    ) -> None:
        self.by_id: dict[str, Medicine] = {}
        self.ids: dict[str, tuple[str, ...]] = {}  # by key of the name
        self.shown: dict[str, str] = {}
        self.also_by: dict[str, frozenset[str]] = {}  # by id
        self._first: dict[str, Text] = {}
        self._links = links
        self._question = question
        self._options = links.subjects[question].options
        self._advice = {str(a.level): a.says for a in content.medicine_levels}
        self._stopping = {str(shape.id): shape for shape in content.medicine_stopping}
        effects = Effects(content, links)
        for family in content.medicine_families:
            for shape in family.medicines:
                medicine = self._medicine(family, shape)
                self._add(effects.on(medicine, family), shape)
        for group in content.medicine_groups:
            option = self.option_ids([group.id])
            for name in group.called[:1]:
                self._add_name(
                    Medicine(f"any_{group.id}", str(name), options=option), group.called
                )
            for name in group.names:
                self._add_name(Medicine(_slug(name), str(name), options=option), [name])
        for name in words.names:
            self._add_name(Medicine(_slug(name), str(name)), [name])

    def _medicine(self, family: FamilyShape, shape: MedicineShape) -> Medicine:
        links = self._links
        options = family.counts_as if shape.counts_as is None else shape.counts_as
        stopping = self._stop(shape.stopping or family.stopping)
        return Medicine(
            id=str(shape.id),
            name=str(shape.name or shape.id.replace("_", " ")),
            what=links.words(family.what),
            options=self.option_ids(options),
            stopping=links.words(stopping.says) if stopping else "",
            dangerous_to_stop=stopping is not None and stopping.dangerous,
            sources=links.to_sources(stopping.sources) if stopping else (),
        )

    def option_ids(self, names: Iterable[Text]) -> tuple[str, ...]:
        """Options of the list."""
        what = f"the question {quoted(self._question)} has no option"
        return self._links.find_all(names, self._options, "unknown-option", what)

    def _stop(self, name: Text | None) -> StoppingShape | None:
        if name is None:
            return None
        what = "there is nothing said about stopping"
        found = self._links.find(name, self._stopping, "unknown-stopping", what)
        return self._stopping[found] if found else None

    def _add(self, medicine: Medicine, shape: MedicineShape) -> None:
        self.by_id[medicine.id] = medicine
        if shape.by:
            self.also_by[medicine.id] = frozenset(map(str, shape.by))
        name = shape.name or text_at(medicine.name, shape.id.place)
        for words in (name, *shape.also, *shape.brands):
            self._note(words, medicine.id, combined=False)
        for words in shape.combined:
            self._note(words, medicine.id, combined=True)

    def _add_name(self, medicine: Medicine, names: Iterable[Text]) -> None:
        self.by_id.setdefault(medicine.id, medicine)
        for name in names:
            self._note(name, medicine.id, combined=False)

    def _note(self, name: Text, medicine: str, *, combined: bool) -> None:
        """A name stands for one medicine; a combined brand for all that it holds."""
        key = key_of(words_of(name))
        first = self._first.setdefault(key, name)
        if first is not name and not combined:
            what = f"the name {quoted(name)} was first seen at {first.place.short}"
            self._links.report.add(name.place, "duplicate-name", what)
            return
        self.ids[key] = (*self.ids.get(key, ()), medicine)
        self.shown.setdefault(key, str(name))

    def look_alikes(self, words: MedicineWordsShape) -> Mapping[str, frozenset[str]]:
        """Names that are easily taken for each other, by key."""
        twins: dict[str, set[str]] = {}
        for names in words.look_alikes:
            keys = [key_of(words_of(name)) for name in names]
            for name, key in zip(names, keys, strict=True):
                what = "there is no medicine"
                if self._links.find(
                    text_at(key, name.place), self.ids, "unknown-medicine", what
                ):
                    twins.setdefault(key, set()).update({*keys} - {key})
        return {key: frozenset(others) for key, others in twins.items()}

    def as_needed(
        self, shape: AsNeededShape | None, reader: ConditionReader
    ) -> AsNeeded | None:
        """What is said of those that people buy and leave out at will."""
        if shape is None:
            return None
        marks = frozenset(self._marks(shape.medicines))
        return AsNeeded(marks, self._links.words(shape.says), reader.rule(shape.when))

    def pair(self, shape: PairShape, reader: ConditionReader) -> Pair:
        """A pair, found where both halves are."""
        one = self._marks(shape.one)
        other = self._marks(shape.other or [])
        what = "there is no advice for"
        level = self._links.find(shape.level, self._advice, "unknown-level", what)
        second: Condition
        second = Chosen(self._question, other) if other else reader.rule(shape.when)
        return Pair(
            id=str(shape.id),
            one=one,
            other=other,
            when=All((Chosen(self._question, one), second)),
            effect=self._links.words(shape.effect),
            says=self._links.words(self._advice[level]) if level else "",
            sources=self._links.to_sources(shape.sources),
        )

    def _marks(self, names: Iterable[Text]) -> tuple[str, ...]:
        return tuple(self._each_mark(names))

    def _each_mark(self, names: Iterable[Text]) -> Iterator[str]:
        what = "there is no medicine or option"
        known = {*self.by_id, *self._options}
        for name in names:
            found = self._links.find(name, known, "unknown-medicine", what)
            if found is not None:
                yield found if found in self._options else OWN_MARK + found


def _vocabulary(shape: VocabularyShape) -> Vocabulary:
    groups = (shape.fillers, shape.salts, shape.elsewhere, shape.denials)
    return Vocabulary(*(frozenset(map(str, words)) for words in groups))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
