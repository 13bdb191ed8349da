"""Gather: joins the sections of all files, and puts every entry into its shape."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import ValidationError

from assessment.rulebook.compose import Entries, Items, Node, Text, text_at
from assessment.rulebook.explain import explain
from assessment.rulebook.kinds import Shape
from assessment.rulebook.problems import Place, Report, closest, quoted
from assessment.rulebook.shapes import LISTED, ONCE, OPTIONAL, Content, identity
from assessment.rulebook.vague import Vague


def gather(
    trees: Iterable[Entries], folder: Place, vague: Vague, report: Report
) -> Content:
    """All entries that are in shape; what stands in the others is added to vague."""
    content = Content()
    seen: dict[str, Place] = {}
    for tree in trees:
        for section, value in tree.items():
            place = tree.at[section]
            if section in LISTED:
                _list(content, section, value, place, report, vague)
            elif section not in ONCE:
                hint = closest(section, (*LISTED, *ONCE))
                what = f"there is no section {quoted(section)}"
                report.add(section.place, "unknown-section", what, hint=hint)
                # What is in it is missed everywhere, and so is the one it stands for.
                vague.add_entry(value)
                vague.add_entry(text_at(hint, section.place))
            elif section in seen:
                first = seen[section].short
                what = f"the section {quoted(section)} was first seen at {first}"
                report.add(section.place, "duplicate-section", what)
            else:
                entry = _entry(ONCE[section], value, place, vague, report)
                setattr(content, section, entry)
            seen.setdefault(section, section.place)
    for needed in (*ONCE, *LISTED):
        if needed not in (*OPTIONAL, *seen) and needed not in vague:
            what = f"no file has the section {quoted(needed)}"
            report.add(folder, "missing-section", what)
    _check_ids(content, report)
    return content


def _list(
    content: Content,
    section: str,
    value: Node,
    place: Place,
    report: Report,
    vague: Vague,
) -> None:
    if not isinstance(value, Items):
        report.add(place, "wrong-type", f"{quoted(section)} must be a list")
        vague.add_entry(value)
        return
    for item, at in zip(value, value.at, strict=True):
        shape = _entry(LISTED[section], item, at, vague, report)
        if shape is not None:
            getattr(content, section).append(shape)


def _entry(
    model: type[Shape], value: Node, place: Place, vague: Vague, report: Report
) -> Shape | None:
    try:
        return model.model_validate(value)
    except ValidationError as problems:
        for error in problems.errors(include_url=False):
            explain(model, value, place, error, report)
        vague.add_entry(value)
        return None


def _check_ids(content: Content, report: Report) -> None:
    """Ids stand once per section; questions and facts share theirs."""
    for sections in (("questions", "facts"), *((other,) for other in LISTED)):
        shapes = [shape for section in sections for shape in getattr(content, section)]
        _twins(map(identity, shapes), report)
    for question in content.questions:
        _twins((group.id for group in question.groups), report)
        options = [option.id for option in question.options]
        _twins([*options, *question.regions], report)
    for fact in content.facts:
        _twins((value.id for value in fact.values), report)
    for country in content.countries:
        _twins((number.id for number in country.numbers), report)
    if content.scoring:
        _twins((band.id for band in content.scoring.bands), report)
    _twins(
        (m.id for family in content.medicine_families for m in family.medicines), report
    )
    if content.page_one:
        _twins((slot.id for slot in content.page_one.slots), report)


def _twins(names: Iterable[Text | None], report: Report) -> None:
    """Report each id that was there before."""
    first: dict[str, Text] = {}
    for name in names:
        if name is not None and first.setdefault(name, name) is not name:
            where = first[name].place.short
            what = f"the id {quoted(name)} was first seen at {where}"
            report.add(name.place, "duplicate-id", what)
