"""Migration: an answers file for older questions becomes one for today's.

Each change names an old question, and options of it. Where one of these was chosen,
others are put in its place, or beside it when it stays, in the order in which the
changes are written. An option that says none falls away beside others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from assessment.core.topic import Change, Migration, Topic
from assessment.rulebook.compose import Entries, Items, Node, Text, items_of, text_at
from assessment.rulebook.links import Links
from assessment.rulebook.problems import Place
from assessment.rulebook.shapes import ChangeShape, Content

OPTIONS = Text("options")


def migration(content: Content, version: int, links: Links) -> Migration:
    """All changes, to the version of today's questions."""
    return Migration(version, tuple(_change(s, links) for s in content.migration))


def _change(shape: ChangeShape, links: Links) -> Change:
    """The change, with its new ids followed; the old ones stand for nothing now."""
    return Change(
        question=str(shape.of),
        options=tuple(map(str, shape.options)),
        stays=shape.stays,
        to={str(name): _options(name, ids, links) for name, ids in shape.to.items()},
    )


def _options(name: Text, ids: Iterable[Text], links: Links) -> tuple[str, ...]:
    if not links.to_questions([name]):
        return ()
    subject = links.subjects[str(name)]
    found = (links.option(subject, option) for option in ids)
    return tuple(option for option in found if option is not None)


def migrated(old: Entries, topic: Topic) -> Entries:
    """The answers of an older file as today's questions take them.

    What no change names stays as it is; each new answer stands where its old one did.
    """
    new = Entries(old.place)
    for question, content in old.items():
        _put(new, question, content, old.at[question])
    touched: set[str] = set()
    for change in topic.migration.changes:
        touched |= {*change.to} if _apply(change, new) else set()
    for name in [name for name in new if name in touched]:
        options = topic.questionnaire.question_by_id[name].options
        _tidy(new, name, [option.id for option in options if option.exclusive])
    return new


def _apply(change: Change, answers: Entries) -> bool:
    """Make the change where it applies; whether it did."""
    name = next((key for key in answers if key == change.question), None)
    if name is None:
        return False
    met = [item for item, _ in _items(answers[name], answers.at[name])]
    met = [item for item in met if item in change.options or not change.options]
    if not met:
        return False
    place = answers.at[name]
    if not change.stays:
        _take(answers, name, met)
    for question, options in change.to.items():
        _add(answers, question, options, place)
    return True


def _items(content: Node, place: Place) -> Iterator[tuple[Node, Place]]:
    """What was chosen, one by one, beside typed words or without."""
    if isinstance(content, Entries):
        content = content.get(OPTIONS, Items(place))
    return items_of(content, place)


def _add(answers: Entries, question: str, options: Iterable[str], place: Place) -> None:
    name = text_at(question, place)
    there = answers.get(name, Items(place))
    found = [*_items(there, answers.at.get(name, place))]
    met = [item for item, _ in found]
    more = [(text_at(o, place), place) for o in options if o not in met]
    _replace(answers, name, [*found, *more], place)


def _take(answers: Entries, name: Text, gone: list[Node]) -> None:
    found = _items(answers[name], answers.at[name])
    kept = [(item, at) for item, at in found if item not in gone]
    _replace(answers, name, kept, answers.at[name])


def _tidy(answers: Entries, name: Text, exclusive: Collection[str]) -> None:
    found = [*_items(answers[name], answers.at[name])]
    others = [(item, at) for item, at in found if item not in exclusive]
    if others and others != found:
        _replace(answers, name, others, answers.at[name])


def _replace(
    answers: Entries, name: Text, found: Iterable[tuple[Node, Place]], place: Place
) -> None:
    """Put these options in place of what was chosen; typed words stay."""
    items = Items(place)
    for item, at in found:
        items.append(item)
        items.at.append(at)
    old = answers.get(name)
    if isinstance(old, Entries):
        _put(old, text_at("options", place), items, place)
    elif items:
        _put(answers, name, items, place)
    else:
        answers.pop(name, None)
        answers.at.pop(name, None)


def _put(answers: Entries, name: Text, content: Node, place: Place) -> None:
    answers[name] = content
    answers.at[name] = place
