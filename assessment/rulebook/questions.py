"""Questions and facts: from their shapes to the questionnaire, every id followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assessment.core.facts import Fact, FactValue
from assessment.core.questionnaire import (
    STAYS_UNKNOWN,
    Group,
    Kind,
    Meaning,
    Option,
    Page,
    Question,
    Questionnaire,
    Step,
)
from assessment.rulebook.compose import Text
from assessment.rulebook.conditions import ConditionReader
from assessment.rulebook.problems import quoted
from assessment.rulebook.shapes import (
    Content,
    FactShape,
    OptionShape,
    QuestionShape,
    StepShape,
)

MOST_ON_A_PAGE = 3
NONE_IDS = ("none", "nowhere", "ok")  # exclusive options that mean none without saying

# The keys that go with some kinds of question only.
FOR_KINDS: Mapping[str, tuple[Kind, ...]] = {
    "options": (Kind.SINGLE, Kind.SCALE, Kind.MULTI, Kind.BODY_MAP, Kind.MEDICINE_LIST),
    "groups": (Kind.SINGLE, Kind.MULTI, Kind.BODY_MAP, Kind.MEDICINE_LIST),
    "minimum": (Kind.NUMBER,),
    "maximum": (Kind.NUMBER,),
    "unit": (Kind.NUMBER,),
    "unit_of_one": (Kind.NUMBER,),
    "sides": (Kind.BODY_MAP,),
    "regions": (Kind.BODY_MAP,),
}


def questionnaire(content: Content, reader: ConditionReader) -> Questionnaire:
    """All steps with their pages and questions."""
    questions = {shape.id: _question(shape, reader) for shape in content.questions}
    asked: dict[str, Text] = {}
    steps = tuple(_step(shape, questions, asked, reader) for shape in content.steps)
    for shape in content.questions:
        if shape.id not in asked and shape.id not in reader.links.vague:
            what = f"the question {quoted(shape.id)} stands on no page"
            reader.links.report.add(shape.id.place, "not-on-a-page", what)
    return Questionnaire(steps)


def facts(content: Content, reader: ConditionReader) -> dict[str, Fact]:
    """Facts by id."""
    shapes = {str(shape.id): shape for shape in content.questions}
    return {str(shape.id): _fact(shape, shapes, reader) for shape in content.facts}


def _step(
    shape: StepShape,
    questions: Mapping[Text, Question],
    asked: dict[str, Text],
    reader: ConditionReader,
) -> Step:
    links = reader.links
    pages = []
    for number, names in enumerate(shape.pages, start=1):
        if len(names) > MOST_ON_A_PAGE:
            what = f"a page asks at most {MOST_ON_A_PAGE} questions"
            links.report.add(names[MOST_ON_A_PAGE].place, "page-size", what)
        for name in names:
            if asked.setdefault(name, name) is not name:
                where = asked[name].place.short
                what = f"the question {quoted(name)} was first seen at {where}"
                links.report.add(name.place, "on-two-pages", what)
        found = links.to_questions(names)
        inside = tuple(questions[Text(name)] for name in found)
        pages.append(Page(str(shape.id), number, inside))
    return Step(str(shape.id), links.words(shape.title), tuple(pages))


def _question(shape: QuestionShape, reader: ConditionReader) -> Question:
    links = reader.links
    _check_kind(shape, reader)
    groups = tuple(
        Group(str(g.id), links.words(g.heading), reader.rule(g.show_when))
        for g in shape.groups
    )
    hidden = shape.when_hidden
    options = {str(option.id) for option in shape.options}
    if hidden is not None:
        what = f"the question {quoted(shape.id)} has no option"
        links.find(hidden, {*options, STAYS_UNKNOWN}, "unknown-option", what)
    for region in (region for regions in shape.regions.values() for region in regions):
        what = f"the question {quoted(shape.id)} has no region"
        links.find(region, options, "unknown-region", what)
    return Question(
        id=str(shape.id),
        ask=links.words(shape.ask),
        kind=Kind(shape.kind),
        why=links.words(shape.why),
        short=links.words(shape.short),
        help=links.words(shape.help),
        required=shape.required,
        options=tuple(_option(option, shape, reader) for option in shape.options),
        groups=groups,
        sides=_plain(shape.sides),
        regions={str(key): _plain(ids) for key, ids in shape.regions.items()},
        typed=shape.typed,
        private=shape.private,
        unit=links.words(shape.unit),
        unit_of_one=links.words(shape.unit_of_one),
        minimum=shape.minimum,
        maximum=shape.maximum,
        show_when=reader.gate(shape.show_when),
        when_hidden=None if hidden is None else str(hidden),
    )


def _plain(names: Iterable[Text]) -> tuple[str, ...]:
    return tuple(map(str, names))


def _check_kind(shape: QuestionShape, reader: ConditionReader) -> None:
    report, kind = reader.links.report, Kind(shape.kind)
    for key, kinds in FOR_KINDS.items():
        if getattr(shape, key) not in (None, "", [], {}) and kind not in kinds:
            what = f"{quoted(key)} does not go with a question of kind {kind}"
            report.add(shape.id.place, "wrong-for-kind", what)
    if kind in FOR_KINDS["options"] and not shape.options:
        what = f"a question of kind {kind} needs `options`"
        report.add(shape.id.place, "missing-key", what)
    low, high = shape.minimum, shape.maximum
    if low is not None and high is not None and low > high:
        what = f"the minimum {low} is above the maximum {high}"
        report.add(shape.id.place, "wrong-value", what)


def _option(
    shape: OptionShape, question: QuestionShape, reader: ConditionReader
) -> Option:
    links, kind = reader.links, Kind(question.kind)
    meaning = Meaning(shape.means) if shape.means else Meaning.PLAIN
    if shape.group is not None:
        groups = [group.id for group in question.groups]
        what = f"the question {quoted(question.id)} has no group"
        links.find(shape.group, groups, "unknown-group", what)
    if shape.sided and kind is not Kind.BODY_MAP:
        what = "only regions of a body map have sides"
        links.report.add(shape.id.place, "wrong-for-kind", what)
    if meaning is Meaning.NONE and kind.many_options and not shape.exclusive:
        what = f"the option {quoted(shape.id)} means none, so it must be exclusive"
        links.report.add(shape.id.place, "not-exclusive", what)
    if shape.means is None and shape.exclusive and shape.id in NONE_IDS:
        meaning = Meaning.NONE
    return Option(
        id=str(shape.id),
        label=links.words(shape.label),
        short=links.words(shape.short),
        group=None if shape.group is None else str(shape.group),
        meaning=meaning,
        exclusive=shape.exclusive,
        score=shape.score,
        sided=shape.sided,
        typed=shape.typed,
        show_when=reader.rule(shape.show_when),
    )


def _fact(
    shape: FactShape, questions: Mapping[str, QuestionShape], reader: ConditionReader
) -> Fact:
    links = reader.links
    sum_of = links.to_questions(shape.sum_of)
    for name in shape.sum_of:
        if name not in questions:
            continue
        options = questions[name].options
        if not options or any(o.score is None and o.means is None for o in options):
            what = f"the question {quoted(name)} needs a `score` on every option"
            links.report.add(name.place, "missing-score", what)
    values = tuple(
        FactValue(str(value.id), links.words(value.says), reader.rule(value.when))
        for value in shape.values
    )
    return Fact(str(shape.id), links.words(shape.about), values, sum_of)
