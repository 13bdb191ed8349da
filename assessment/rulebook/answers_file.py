"""Answers file: somebody's answers in YAML or JSON, for trying the rules on them.

It maps question ids to an option id, a list of them, a number, a list of `side:region`
or `{options: […], typed: […], meant: {…}}`. Every problem comes out at once, with its
line. `version` says which questions were answered; without it they are the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from assessment.core.answers import Answer, Answers
from assessment.core.conditions import Verdict
from assessment.core.known import Known
from assessment.core.questionnaire import Kind, Question
from assessment.core.topic import Topic
from assessment.rulebook.compose import (
    Entries,
    Items,
    Text,
    compose,
    decode,
    items_of,
    tree_of,
)
from assessment.rulebook.migration import migrated
from assessment.rulebook.problems import Place, Problem, Report, closest, quoted

MOST_BYTES = 256 * 1024
VERSION = Text("version")
PARTS = ("options", "typed", "meant")


class AnswersError(Exception):
    """The file cannot be used; printed, its problems stand one on a line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def read_answers(path: Path, topic: Topic) -> tuple[Answers, tuple[Problem, ...]]:
    """The answers in a file, and a note for each that is to a question not asked.

    A file that does not say which questions it answers has a note as well, once they
    have changed. Raises AnswersError with every problem of the file.
    """
    report, told = Report(), Report()
    read = _tree(path, report)
    latest = topic.migration.version
    if VERSION not in read and latest > 1:
        what = "note: read as answers to the first questions, and changed to fit those "
        what += f"of today; for these say `version: {latest}`"
        told.add(read.place, "not-versioned", what)
    tree = _today(read, topic, report)
    answers = _answers(tree, topic, report)
    return answers, (*told.problems, *_notes(tree, answers, topic))


def answers_in(tree: Entries, topic: Topic) -> tuple[Answers, tuple[Problem, ...]]:
    """The answers in a mapping to today's questions, with notes as for a file.

    Raises AnswersError with every problem.
    """
    answers = _answers(tree, topic, Report())
    return answers, _notes(tree, answers, topic)


def recorded_answers(given: Mapping[str, Any], version: int, topic: Topic) -> Answers:
    """The answers of a record, which are those of a file, to questions of a version.

    Raises AnswersError with every problem; a record has no lines to name.
    """
    report = Report()
    recorded: Entries = tree_of({**given, VERSION: version}, Place("record"))
    return _answers(_today(recorded, topic, report), topic, report)


def _answers(tree: Entries, topic: Topic, report: Report) -> Answers:
    asked = topic.questionnaire.question_by_id
    given: dict[str, Answer] = {}
    for question_id, content in tree.items():
        if question_id in asked:
            question, place = asked[question_id], tree.at[question_id]
            given[question_id] = read_answer(question, content, place, report)
        else:
            report.add(
                question_id.place,
                "unknown-question",
                f"there is no question {quoted(question_id)}",
                hint=closest(question_id, asked),
            )
    if report.found:
        raise AnswersError(report.problems)
    return Answers(given)


def read_answer(
    question: Question, content: Any, place: Place, report: Report
) -> Answer:
    """What was said to the question; whatever cannot be said goes to the report."""
    return _Reader(question, report).read(content, place)


def _tree(path: Path, report: Report) -> Entries:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        report.add(Place(path.name), "unreadable", f"{error.strerror}".lower())
        content = b""
    if len(content) > MOST_BYTES:
        report.add(Place(path.name), "too-big", "answers take up to 256 KiB")
        content = b""
    text = None if report.found else decode(content, path.name, report)
    tree = None
    if text is not None:
        tree = compose(text, path.name, report, kind="an answers file", of="answers")
    return Entries(Place(path.name)) if tree is None else tree


def _today(tree: Entries, topic: Topic, report: Report) -> Entries:
    """The answers as today's questions take them, without the version."""
    version, latest = tree.pop(VERSION, 1), topic.migration.version
    if not (type(version) is int and 1 <= version <= latest):
        what = f"answers have a version from 1 to {latest}"
        report.add(tree.at[VERSION], "wrong-value", what)
    elif version < latest:
        return migrated(tree, topic)
    return tree


def _notes(tree: Entries, answers: Answers, topic: Topic) -> tuple[Problem, ...]:
    report = Report()
    known = topic.know(answers)
    kept = known.answers
    for question_id in tree:
        if question_id not in kept:
            what = f"note: {quoted(question_id)} is not asked with these answers, "
            what += _why(question_id, topic, known)
            report.add(question_id.place, "not-asked", what)
        elif kept[question_id].options != answers[question_id].options:
            what = f"note: not all of this is offered by {quoted(question_id)}"
            report.add(question_id.place, "not-offered", what)
    return report.problems


def _why(question_id: str, topic: Topic, known: Known) -> str:
    """What shuts the question out: gates without an answer, or else all its gates."""
    shows = topic.questionnaire.question_by_id[question_id].show_when
    gates = topic.questions_in(shows)
    silent = {gate for gate in gates if not known.answered(gate)}
    if silent and shows.evaluate(known) is Verdict.UNKNOWN:
        were = "was" if len(silent) == 1 else "were"
        return f"because {_listed(silent)} {were} not answered"
    return f"because of what is said to {_listed(gates)}"


def _listed(ids: Iterable[str]) -> str:
    return " and ".join(map(quoted, sorted(ids)))


class _Reader:
    """Reads what was said to one question."""

    def __init__(self, question: Question, report: Report) -> None:
        self._question = question
        self._report = report

    def read(self, content: Any, place: Place) -> Answer:
        kind = self._question.kind
        if kind is Kind.NUMBER:
            return self._number(content, place)
        if kind is Kind.TEXT:
            return Answer(typed=self._texts(content, place))
        if not isinstance(content, Entries):
            return self._with_options(content, place, ())
        typed: tuple[str, ...] = ()
        for key in content:
            if key not in PARTS:
                self._problem(
                    key.place,
                    "unknown-key",
                    f"{quoted(key)} is not a part of an answer",
                    closest(key, PARTS),
                )
        if "typed" in content:
            typed = self._texts(content[Text("typed")], content.at["typed"])
            self._refuse_words(typed, content.at["typed"])
        options = content.get(Text("options"), Items(place))
        said = self._with_options(options, content.at.get("options", place), typed)
        return replace(said, meant=self._meant(content, place))

    def _meant(self, content: Entries, place: Place) -> tuple[tuple[str, str], ...]:
        """What the person said that typed names stand for."""
        meant = content.get(Text("meant"), {})
        if isinstance(meant, dict) and all(isinstance(n, str) for n in meant.values()):
            return tuple((str(typed), str(name)) for typed, name in meant.items())
        self._problem(place, "wrong-type", "names as typed, and what each stands for")
        return ()

    def _number(self, content: Any, place: Place) -> Answer:
        question = self._question
        if content == []:
            return Answer()
        if not isinstance(content, int) or isinstance(content, bool):
            self._problem(place, "wrong-type", "a whole number belongs here")
            return Answer()
        low = content if question.minimum is None else question.minimum
        high = content if question.maximum is None else question.maximum
        if not low <= content <= high:
            what = f"{content} is not from {question.minimum} to {question.maximum}"
            self._problem(place, "out-of-range", what)
        return Answer(number=content)

    def _texts(self, content: Any, place: Place) -> tuple[str, ...]:
        items = content if isinstance(content, Items) else [content]
        if all(isinstance(item, str) for item in items):
            return tuple(str(item) for item in items)
        self._problem(place, "wrong-type", "text, or a list of texts, belongs here")
        return ()

    def _refuse_words(self, typed: tuple[str, ...], place: Place) -> None:
        takes = self._question.typed or any(o.typed for o in self._question.options)
        if typed and not takes:
            what = f"{quoted(self._question.id)} takes no words of one's own"
            self._problem(place, "wrong-type", what)

    def _with_options(
        self, content: Any, place: Place, typed: tuple[str, ...]
    ) -> Answer:
        found: list[str] = []
        for item, at in items_of(content, place):
            if self._is_offered(item, at) and item not in found:
                found.append(str(item))
        if self._question.kind.one_option and len(found) > 1:
            what = f"{quoted(self._question.id)} takes one option"
            self._problem(place, "too-many", what)
        by_id = self._question.option_by_id
        if len(found) > 1:
            for mark in found:
                if mark in by_id and by_id[mark].exclusive:
                    what = f"{quoted(mark)} cannot stand beside other options"
                    self._problem(place, "exclusive", what)
        return Answer(tuple(found), typed=typed)

    def _is_offered(self, item: Any, place: Place) -> bool:
        question = self._question
        marks = [mark for o in question.options for mark in question.marks_of(o)]
        if not isinstance(item, str):
            self._problem(place, "wrong-type", "the id of an option belongs here")
        elif item not in marks:
            what = f"{quoted(self._question.id)} has no option {quoted(item)}"
            self._problem(place, "unknown-option", what, closest(item, marks))
        return item in marks

    def _problem(self, place: Place, code: str, what: str, hint: str = "") -> None:
        self._report.add(place, code, what, hint=hint)
