"""Since last time: an earlier visit's answers set beside today's; no rule reads it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessment.core.answers import Answer
from assessment.core.body import EITHER, split_mark
from assessment.core.explain import Translate, places_in_words
from assessment.core.known import Known
from assessment.core.lines import answer_line
from assessment.core.medicines import OWN_MARK, Medicines
from assessment.core.questionnaire import Kind, Question
from assessment.core.topic import Compared, Topic
from assessment.core.visit import Earlier, Visit

WORSE, BETTER, NEW, GONE, OPEN = "worse", "better", "new", "gone", "open"


@dataclass(frozen=True, slots=True)
class Difference:
    """What was said to one question then and now, in words."""

    id: str
    title: str
    before: tuple[str, ...] = ()  # empty for what is new
    now: tuple[str, ...] = ()  # empty for what was not ticked this time


@dataclass(frozen=True, slots=True)
class Since:
    """All that is different, in the order of the rules."""

    made_on: date  # of the earlier summary
    worse: tuple[Difference, ...]
    better: tuple[Difference, ...]
    new: tuple[Difference, ...]
    gone: tuple[Difference, ...]
    open: tuple[str, ...]  # titles of questions that cannot be compared

    @property
    def changed(self) -> bool:
        """Whether anything that can be compared is different."""
        return bool(self.worse or self.better or self.new or self.gone)


Found = Iterator[tuple[str, Difference]]


def since_last_time(
    topic: Topic, visit: Visit, today: date, translate: Translate
) -> Since | None:
    """What changed since the earlier summary; None where there is none to compare."""
    rules, earlier = topic.page_one.since, visit.earlier
    if rules is None or earlier is None or not earlier.confirmed:
        return None
    if may_be_anothers(topic, visit, today):
        return None
    return compare(rules, topic, earlier, topic.know(visit.answers), translate)


def may_be_anothers(topic: Topic, visit: Visit, today: date) -> bool:
    """Whether the earlier summary contradicts who the person of today is.

    A number is an age in years: it has grown by the years that passed, or one more.
    What was left open on either side contradicts nothing.
    """
    rules, earlier = topic.page_one.since, visit.earlier
    if rules is None or earlier is None or not earlier.confirmed:
        return False
    then, now = topic.know(earlier.answers), topic.know(visit.answers)
    most = (today - earlier.made_on).days // 365 + 1
    for question_id in rules.same_person:
        if not (_settled(question_id, then) and _settled(question_id, now)):
            continue
        before, after = (k.answers.get(question_id, Answer()) for k in (then, now))
        if before.number is None or after.number is None:
            if before.options != after.options:
                return True
        elif not 0 <= after.number - before.number <= most:
            return True
    return False


def compare(
    rules: Compared, topic: Topic, earlier: Earlier, now: Known, translate: Translate
) -> Since:
    """What is different since the earlier visit, where the rules say what that means.

    A question that was left open on either side is told as one that cannot be compared.
    """
    then = topic.know(earlier.answers)
    found: dict[str, list[Difference]] = defaultdict(list)
    for question_id in rules.questions:
        question = topic.questionnaire.question_by_id[question_id]
        if not (_settled(question_id, then) and _settled(question_id, now)):
            if _spoken_of(question_id, then, now):
                found[OPEN].append(Difference(question.id, question.title))
        elif question_id in rules.new_or_gone:
            for kind, change in _lists(question, then, now, topic.medicines, translate):
                found[kind].append(change)
        else:
            for kind, change in _degrees(question, then, now, rules, translate):
                found[kind].append(change)
    return Since(
        earlier.made_on,
        worse=tuple(found[WORSE]),
        better=tuple(found[BETTER]),
        new=tuple(found[NEW]),
        gone=tuple(found[GONE]),
        open=tuple(change.title for change in found[OPEN]),
    )


def _settled(question_id: str, known: Known) -> bool:
    """Whether it was answered for sure; an earlier "no" may have answered it."""
    return known.answered(question_id) and not known.left_open(question_id)


def _spoken_of(question_id: str, then: Known, now: Known) -> bool:
    """Whether the person said anything to it, and not only where it was not put."""
    both = (then, now)
    if all(k.shows(question_id) or k.denied_at_gate(question_id) for k in both):
        return any(k.answered(question_id) for k in both)
    return any(k.shows(question_id) and k.answered(question_id) for k in both)


def _degrees(
    question: Question, then: Known, now: Known, rules: Compared, translate: Translate
) -> Found:
    before, after = (_how_bad(question.id, known, rules) for known in (then, now))
    if before is None or after is None:
        yield OPEN, Difference(question.id, question.title)
    elif before != after:
        lines = (answer_line(question, known, translate) for known in (then, now))
        kind = WORSE if after > before else BETTER
        yield (
            kind,
            Difference(question.id, question.title, *(line.words for line in lines)),
        )


def _how_bad(question_id: str, known: Known, rules: Compared) -> float | None:
    """A figure that is higher where it is worse; None for what has no place in it."""
    order = rules.mild_to_severe.get(question_id)
    if order is not None:
        chosen = (o for o in known.chosen(question_id) if o in order)
        return next((order.index(option) for option in chosen), None)
    bounds = known.bounds(question_id)
    if bounds is None:
        return None
    return -bounds[0] if question_id in rules.fewer_is_worse else bounds[0]


def _lists(
    question: Question,
    then: Known,
    now: Known,
    medicines: Medicines,
    translate: Translate,
) -> Found:
    if question.kind is Kind.BODY_MAP:
        yield from _places(question, then, now, translate)
        return
    if question.id == medicines.question:
        new = _named_anew(question, then, now, medicines)
        gone = _named_anew(question, now, then, medicines)
    else:
        before, after = (_ticked(question, known) for known in (then, now))
        new = tuple(words for option, words in after.items() if option not in before)
        gone = tuple(words for option, words in before.items() if option not in after)
    yield from _new_and_gone(question, new, gone)


def _new_and_gone(
    question: Question, new: tuple[str, ...], gone: tuple[str, ...]
) -> Found:
    if new:
        yield NEW, Difference(question.id, question.title, now=new)
    if gone:
        yield GONE, Difference(question.id, question.title, before=gone)


def _ticked(question: Question, known: Known) -> Mapping[str, str]:
    """The words of the options chosen, but for those that say none."""
    chosen = known.chosen(question.id)
    options = (option for option in question.options if option.id in chosen)
    return {option.id: option.words for option in options if not option.exclusive}


def _places(question: Question, then: Known, now: Known, translate: Translate) -> Found:
    """New and gone by side. Where a side is not known, it may be the same one."""
    before, after = (_marks(question, known) for known in (then, now))
    new, gone = after - before, before - after
    unclear = {split_mark(m)[1] for m in new | gone if split_mark(m)[0] == EITHER}
    unclear &= {split_mark(mark)[1] for mark in before}
    unclear &= {split_mark(mark)[1] for mark in after}
    if unclear:
        yield OPEN, Difference(question.id, question.title)
    clear = (
        [mark for mark in marks if split_mark(mark)[1] not in unclear]
        for marks in (new, gone)
    )
    words = [places_in_words(question, marks, translate) for marks in clear]
    said = [(places,) if places else () for places in words]
    yield from _new_and_gone(question, *said)


def _marks(question: Question, known: Known) -> frozenset[str]:
    marks = known.answers[question.id].options if question.id in known.answers else ()
    alone = {option.id for option in question.options if option.exclusive}
    return frozenset(marks) - alone


def _named_anew(
    question: Question, before: Known, after: Known, medicines: Medicines
) -> tuple[str, ...]:
    """The medicines of `after` that are not among those of `before`.

    A name counts as the same as the group that was only ticked, and the other way.
    """
    groups = _medicines(question, before, medicines)
    counted = {*groups, *before.chosen(question.id)}
    return tuple(
        words
        for key, words in _medicines(question, after, medicines).items()
        if key not in counted and groups.keys().isdisjoint(_groups_of(key, medicines))
    )


def _medicines(
    question: Question, known: Known, medicines: Medicines
) -> Mapping[str, str]:
    """Each medicine as it was read, as it was typed where it was not, or as ticked."""
    found: dict[str, str] = {}
    named: set[str] = set()
    for name in known.named(question.id):
        for medicine in (medicines.by_id[id_] for id_ in name.medicines):
            found[medicine.mark] = medicine.name
            named.update(medicine.options)
        if not name.medicines:
            found[name.typed.casefold()] = f"“{name.typed}”"
    answer = known.answers.get(question.id)
    for option in question.options:
        stands_alone = option.id not in named and not (option.typed and found)
        ticked = answer is not None and option.id in answer.options
        if ticked and stands_alone and not option.exclusive:
            found[option.id] = option.words
    return found


def _groups_of(key: str, medicines: Medicines) -> tuple[str, ...]:
    medicine = medicines.by_id.get(key.removeprefix(OWN_MARK))
    return medicine.options if medicine else ()
