"""The way through the questions: what is next, what a change does, what warns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import takewhile

from assessment.core.answers import Answer, Answers
from assessment.core.conditions import Verdict
from assessment.core.findings import RedFlag, Urgency
from assessment.core.known import Known
from assessment.core.questionnaire import Page, Question, Step
from assessment.core.topic import Topic
from assessment.core.visit import Visit


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a page stands: step `number` of `count`, both from 1."""

    number: int
    count: int
    step: Step
    titles: tuple[str, ...]


def is_complete(page: Page, known: Known, visit: Visit) -> bool:
    """Whether everything that the page asks now was put to the person.

    An optional question may have been left blank; a required one not. A question that
    has offered more options since it was answered is asked again, and so is one in
    which a name was typed that is only like a medicine's. A page with a draft was left
    before it was sent.
    """
    if visit.draft_of(page.place) is not None:
        return False
    for question in known.shown_on(page):
        answer = known.answers.get(question.id)
        if answer is None or question.id in visit.revisit:
            return False
        if any(name.to_ask for name in known.named(question.id)):
            return False
        if answer.blank and question.required:
            return False
    return True


def first_incomplete(topic: Topic, visit: Visit) -> Page | None:
    """The first page that still has to be answered; None when all are."""
    known = topic.know(visit.answers)
    return next((page for page in known.pages if _is_left(page, known, visit)), None)


def _is_left(page: Page, known: Known, visit: Visit) -> bool:
    """Whether the page has to be answered before there is a summary.

    Of a form that was cut short that is only what was answered and has to be asked
    again: options that were not seen would be read as "no".
    """
    if visit.cut_short and not any(q.id in visit.revisit for q in page.questions):
        return False
    return not is_complete(page, known, visit)


def may_open(topic: Topic, visit: Visit, page: Page) -> bool:
    """Whether the page can be shown: it asks something, and all before it is answered.

    Going back and changing is always possible; skipping ahead is not, but for a form
    that was cut short.
    """
    known = topic.know(visit.answers)
    if page not in known.pages:
        return False
    before = takewhile(lambda other: other.place != page.place, known.pages)
    return not any(_is_left(other, known, visit) for other in before)


def next_page(topic: Topic, before: Visit, after: Visit, page: Page) -> Page | None:
    """Where to go once `page` was answered; None for check your answers.

    On the first way through it is the following page. Whoever had answered everything
    and came back to change something is asked what the change opened, and no more.
    """
    left = first_incomplete(topic, after)
    if left is None or first_incomplete(topic, before) is None:
        return left
    pages = topic.know(after.answers).pages
    here = _order(topic, page)
    return next((other for other in pages if _order(topic, other) > here), left)


def previous_page(topic: Topic, visit: Visit, page: Page) -> Page | None:
    """The page before this one; None before the first."""
    pages = topic.know(visit.answers).pages
    earlier = [other for other in pages if _order(topic, other) < _order(topic, page)]
    return earlier[-1] if earlier else None


def _order(topic: Topic, page: Page) -> int:
    return topic.questionnaire.pages.index(page)


def progress(topic: Topic, page: Page) -> Progress:
    """Step number, count and titles for the page."""
    steps = topic.questionnaire.steps
    number = next(n for n, step in enumerate(steps, 1) if step.id == page.step)
    titles = tuple(step.title for step in steps)
    return Progress(number, len(steps), steps[number - 1], titles)


def answer_page(topic: Topic, visit: Visit, replies: Mapping[str, Answer]) -> Visit:
    """The visit with the replies taken in.

    Answers that the change made unreachable are dropped; they are kept aside, with the
    answers as they were, so that the change can be undone. A later question that now
    offers more than when it was answered is noted for asking again.
    """
    old = topic.know(visit.answers)
    changed = visit.answers
    for question_id, reply in replies.items():
        changed = changed.set(question_id, reply)
    new = topic.know(changed)
    dropped = tuple(
        question.id
        for question in topic.questionnaire
        if question.id in visit.answers
        and question.id not in new.answers
        and not visit.answers[question.id].blank
    )
    asked_again = {*visit.revisit, *_offered_more(topic, old, new)}
    asked_again = {q for q in asked_again - {*replies} if q in new.answers}
    if dropped:
        visit = visit.with_(before=visit.answers, dropped=dropped)
    elif new.answers != visit.answers:
        visit = visit.with_(before=None, dropped=())
    return visit.with_(
        answers=new.answers,
        revisit=tuple(q.id for q in topic.questionnaire if q.id in asked_again),
    )


def to_finish(topic: Topic, visit: Visit, page: Page) -> Visit:
    """The visit with the page asked again, because its person left it halfway.

    Otherwise options that they had not come to yet would be read as "no".
    """
    here = {question.id for question in page.questions if question.id in visit.answers}
    again = {*visit.revisit, *here}
    return visit.with_(
        revisit=tuple(q.id for q in topic.questionnaire if q.id in again)
    )


def _offered_more(topic: Topic, old: Known, new: Known) -> set[str]:
    return {
        question.id
        for question in topic.questionnaire
        if question.id in new.answers
        and {*new.offered(question.id)} - {*old.offered(question.id)}
    }


def undo(topic: Topic, visit: Visit) -> Visit:
    """The visit as it was before the change that dropped answers."""
    if visit.before is None:
        return visit
    answers = topic.know(visit.before).answers
    asked_again = tuple(question for question in visit.revisit if question in answers)
    return visit.with_(answers=answers, before=None, dropped=(), revisit=asked_again)


def warnings(topic: Topic, answers: Answers) -> tuple[RedFlag, ...]:
    """The emergencies that the answers so far already show."""
    known = topic.know(answers)
    return tuple(
        flag
        for flag in topic.red_flags
        if flag.urgency is Urgency.EMERGENCY
        and flag.when.evaluate(known) is Verdict.YES
    )


def interrupts(topic: Topic, visit: Visit) -> tuple[RedFlag, ...]:
    """The emergencies to stop the form for now; empty when there is nothing new.

    Whoever has understood one warning is not stopped again for the same concern seen
    from another side, only for one that no warning has named yet.
    """
    understood = {*visit.understood}
    named = {c for f in topic.red_flags if f.id in understood for c in f.concern}
    return tuple(
        flag
        for flag in warnings(topic, visit.answers)
        if flag.id not in understood and not (flag.concern and {*flag.concern} <= named)
    )


def note_warnings(topic: Topic, visit: Visit, now: int) -> Visit:
    """The visit with the time at which each emergency first showed.

    One that a change took away is forgotten, so that it warns again if it comes back;
    without any that was understood the form is not cut short any more.
    """
    showing = [flag.id for flag in warnings(topic, visit.answers)]
    understood = tuple(flag for flag in visit.understood if flag in showing)
    return visit.with_(
        warned={flag: visit.warned.get(flag, now) for flag in showing},
        understood=understood,
        cut_short=visit.cut_short and bool(understood),
    )


def understand(topic: Topic, visit: Visit, shown: Collection[str]) -> Visit:
    """The visit once the person has pressed "I understand" on the warnings shown.

    A warning that came up since, in another tab, is not among them and still stops.
    """
    new = (flag.id for flag in interrupts(topic, visit) if flag.id in shown)
    return visit.with_(understood=(*visit.understood, *new))


def may_cut_short(topic: Topic, visit: Visit) -> bool:
    """Whether there is a short way: a warning was understood, and questions are left.

    Only for emergencies that still show, and not past one that is new.
    """
    stands = any(flag.id in visit.understood for flag in warnings(topic, visit.answers))
    left = stands and first_incomplete(topic, visit) is not None
    return left and not interrupts(topic, visit)


def cut_short(topic: Topic, visit: Visit) -> Visit:
    """The visit with nothing more to ask, where that may be."""
    return visit.with_(cut_short=visit.cut_short or may_cut_short(topic, visit))


def page_behind(topic: Topic, visit: Visit, flag: RedFlag) -> Page | None:
    """The last page whose answers the warning rests on, for taking it back."""
    known = topic.know(visit.answers)
    asked = topic.questions_in(flag.when)
    behind = [
        page
        for page in known.pages
        if any(q.id in asked and known.answered(q.id) for q in known.shown_on(page))
    ]
    return behind[-1] if behind else None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of check-your-answers."""

    question: Question
    page: Page


def rows(topic: Topic, visit: Visit) -> tuple[tuple[Step, tuple[Row, ...]], ...]:
    """The answers given, by step, in the order in which they were asked."""
    known = topic.know(visit.answers)
    found: list[tuple[Step, tuple[Row, ...]]] = []
    for step in topic.questionnaire.steps:
        lines = tuple(
            Row(question, page)
            for page in step.pages
            for question in known.shown_on(page)
            if question.id in known.answers
        )
        if lines:
            found.append((step, lines))
    return tuple(found)
