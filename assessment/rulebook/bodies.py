"""Bodies: the parts of a body that several body maps share, put into each of them."""

from __future__ import annotations

from assessment.rulebook.problems import Report, closest, quoted
from assessment.rulebook.shapes import Content, OptionShape
from assessment.rulebook.vague import Vague


def take_bodies(content: Content, vague: Vague, report: Report) -> None:
    """Give each question that names a body the sides, regions and parts of it.

    Its own come after them. A body that does not exist is reported.
    """
    bodies = {str(shape.id): shape for shape in content.bodies}
    for question in content.questions:
        name = question.body
        if name is None:
            continue
        body = bodies.get(name)
        if body is not None:
            said = ({key: value for key, value in part if value} for part in body.parts)
            parts = [OptionShape(**part) for part in said]
            question.sides = [*body.sides, *question.sides]
            question.regions = {**body.regions, **question.regions}
            question.options = [*parts, *question.options]
        elif name not in vague:
            what = f"there is no body {quoted(name)}"
            hint = closest(name, bodies)
            report.add(name.place, "unknown-body", what, hint=hint)
