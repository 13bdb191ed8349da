"""Links: follows every id from where it is used to what it stands for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assessment.core.questionnaire import Kind
from assessment.rulebook.compose import Text
from assessment.rulebook.kinds import Words
from assessment.rulebook.medicine_shapes import KIND_FACT, PAIR_FACT
from assessment.rulebook.problems import Report, closest, quoted
from assessment.rulebook.shapes import (
    Content,
    CountryShape,
    FactShape,
    QuestionShape,
    identity,
)
from assessment.rulebook.slips import slip_of_key
from assessment.rulebook.vague import Vague

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
BRACES = re.compile(r"\{[^{}]*\}|[{}]")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a condition can ask about: a question or a fact."""

    name: str
    what: str  # words for it in messages
    option_code: str  # the code of a problem with one of its options
    options: tuple[str, ...] = ()
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_number: bool = False
    is_map: bool = False
    one_choice: bool = False
    many_choices: bool = False
    private: bool = False
    exclusive: frozenset[str] = frozenset()  # options that go with no other

    def __contains__(self, option: str) -> bool:
        return option in self.options or option in self.sets

    @classmethod
    def of_question(cls, shape: QuestionShape) -> Subject:
        """A question as conditions see it."""
        kind = Kind(shape.kind)
        body_map = kind is Kind.BODY_MAP
        return cls(
            str(shape.id),
            f"the question {quoted(shape.id)}",
            "unknown-region" if body_map else "unknown-option",
            tuple(str(option.id) for option in shape.options),
            {str(key): tuple(map(str, ids)) for key, ids in shape.regions.items()},
            is_number=kind is Kind.NUMBER,
            is_map=body_map,
            one_choice=kind.one_option,
            many_choices=kind.many_options,
            private=shape.private,
            exclusive=frozenset(str(o.id) for o in shape.options if o.exclusive),
        )

    @classmethod
    def of_fact(cls, shape: FactShape) -> Subject:
        """A fact as conditions see it."""
        return cls.of_values(
            shape.id, (value.id for value in shape.values), is_sum=bool(shape.sum_of)
        )

    @classmethod
    def of_values(
        cls, name: str, values: Iterable[str | None], *, is_sum: bool = False
    ) -> Subject:
        """A fact with these values."""
        what = f"the fact {quoted(name)}"
        ids = tuple(map(str, values))
        return cls(str(name), what, "unknown-value", ids, is_number=is_sum)


class Links:
    """Looks ids up, and reports those that lead nowhere."""

    def __init__(
        self,
        content: Content,
        countries: Sequence[CountryShape],
        vague: Vague,
        report: Report,
    ) -> None:
        self.report = report
        self.vague = vague
        self.subjects = {
            str(shape.id): Subject.of_question(shape) for shape in content.questions
        } | {str(shape.id): Subject.of_fact(shape) for shape in content.facts}
        if content.medicine_list is not None:
            for name, shapes in (
                (KIND_FACT, content.medicine_kinds),
                (PAIR_FACT, content.medicine_pairs),
            ):
                self.subjects[name] = Subject.of_values(name, map(identity, shapes))
        self.questions = {str(shape.id) for shape in content.questions}
        self._sources = {str(shape.key) for shape in content.sources}
        self._causes = {str(shape.id) for shape in content.causes}
        self._numbers = {
            str(country.id): {str(n.id): str(n.label) for n in country.numbers}
            for country in countries
        }

    def find(
        self,
        name: Text,
        known: Collection[str],
        code: str,
        what: str,
        *,
        also: Iterable[str] = (),
    ) -> str | None:
        """The id, if it is known; otherwise None, and a problem.

        `also` is what may be meant besides.
        """
        if name in known:
            return str(name)
        if name not in self.vague:
            hint = closest(name, (*known, *also))
            self.report.add(name.place, code, f"{what} {quoted(name)}", hint=hint)
        return None

    def find_all(
        self, names: Iterable[Text], known: Collection[str], code: str, what: str
    ) -> tuple[str, ...]:
        """Those of the ids that are known; a problem for each of the others."""
        found = (self.find(name, known, code, what) for name in names)
        return tuple(name for name in found if name is not None)

    def subject(self, name: Text) -> Subject | None:
        """The question or fact."""
        what = "there is no question or fact"
        if name not in self.subjects and (advice := self._advice(name)):
            what = f"{what} {quoted(name)}; {advice}"
            self.report.add(name.place, "unknown-name", what)
            return None
        found = self.find(name, self.subjects, "unknown-name", what)
        return self.subjects[found] if found else None

    def _advice(self, name: Text) -> str:
        """What to write for a name that is no question or fact, where that is clear."""
        if slip := slip_of_key(name, self.subjects):
            return slip
        of = [subject.name for subject in self.subjects.values() if name in subject]
        if not of or name in self.vague or closest(name, self.subjects):
            return ""
        known = " and ".join(map(quoted, of))
        return f"it is an option of {known}: write `{{{of[0]}: {name}}}`"

    def option(self, subject: Subject, name: Text) -> str | None:
        """An option, region or value of the subject."""
        what = f"{subject.what} has no {subject.option_code.removeprefix('unknown-')}"
        return self.find(
            name, subject.options, subject.option_code, what, also=subject.sets
        )

    def to_questions(self, names: Iterable[Text]) -> tuple[str, ...]:
        """Ids of questions."""
        what = "there is no question"
        return self.find_all(names, self.questions, "unknown-question", what)

    def to_sources(self, names: Iterable[Text]) -> tuple[str, ...]:
        """Keys of sources."""
        return self.find_all(
            names, self._sources, "unknown-source", "there is no source"
        )

    def to_causes(self, names: Iterable[Text]) -> tuple[str, ...]:
        """Ids of causes."""
        return self.find_all(names, self._causes, "unknown-cause", "there is no cause")

    def to_numbers(self, names: Iterable[Text]) -> tuple[str, ...]:
        """Ids of phone numbers that every country at hand has."""
        for name in (names := tuple(names)):
            if lacking := self._lacking(name):
                what = f"there is no phone number {quoted(name)} in {lacking}"
                hint = closest(name, self._number_ids)
                self.report.add(name.place, "unknown-number", what, hint=hint)
        return tuple(map(str, names))

    def words(self, words: Words) -> str:
        """The words, with phone numbers of the first country filled in."""
        if "{" not in words and "}" not in words:
            return str(words)
        for found in BRACES.findall(words):
            if lacking := self._lacking(found[1:-1]):
                what = f"there is nothing to put for {quoted(found)} in {lacking}"
                hint = closest(found, (f"{{{name}}}" for name in self._number_ids))
                self.report.add(words.place, "unknown-placeholder", what, hint=hint)
        numbers: Mapping[str, str] = next(iter(self._numbers.values()), {})
        return PLACEHOLDER.sub(lambda found: numbers.get(found[1], found[0]), words)

    def _lacking(self, number: str) -> str:
        """The countries that lack the phone number, as a message lists them."""
        if number in self.vague:
            return ""
        return ", ".join(c for c, n in self._numbers.items() if number not in n)

    @property
    def _number_ids(self) -> set[str]:
        return set().union(*self._numbers.values())

    def many_words(self, many: Iterable[Words]) -> tuple[str, ...]:
        """The same for several."""
        return tuple(self.words(words) for words in many)
