"""The lint file: words that no text may hold, and exceptions, each with its reason.

`lint.yaml` stands in the folder of a topic, or in `rules/shared/` for all of them. The
server does not read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ValidationError

from assessment.rulebook.codes import FIRM, LINT_CODES
from assessment.rulebook.compose import compose, decode
from assessment.rulebook.explain import explain
from assessment.rulebook.files import LINT, author_files
from assessment.rulebook.kinds import NO_ITEMS, ManyWords, Plain, Shape, Words, one_of
from assessment.rulebook.problems import Report, quoted


class BannedShape(Shape):
    """Words that may not stand in any text for the person."""

    words: Words
    why: Plain
    but_for: ManyWords = NO_ITEMS  # longer words that hold them and are allowed
    within: ManyWords = NO_ITEMS  # how the names of the texts begin; all where empty


EXCUSED = tuple(code for code in LINT_CODES if code not in FIRM)


class ExceptionShape(Shape):
    """A finding that is left as it is."""

    about: Plain  # what the finding names: a text, an option, a rule
    code: Annotated[Plain, AfterValidator(one_of(*EXCUSED))]
    reason: Plain


class LintShape(Shape):
    """What the section `lint` holds."""

    says_none: ManyWords = NO_ITEMS  # how an option begins that means none
    banned: list[BannedShape] = NO_ITEMS
    exceptions: list[ExceptionShape] = NO_ITEMS


@dataclass
class LintFile:
    """What all lint files of a topic say."""

    says_none: list[str] = field(default_factory=list)
    banned: list[BannedShape] = field(default_factory=list)
    exceptions: list[ExceptionShape] = field(default_factory=list)
    of_pieces: list[ExceptionShape] = field(default_factory=list)  # needed or not


def read_lint_files(folder: Path, shared: Path, report: Report) -> LintFile:
    """What the topic and what all topics share say; problems go to the report."""
    together = LintFile()
    for home in (shared, folder):
        for file in author_files(home, LINT, report):
            text = file.content and decode(file.content, file.name, report)
            tree = compose(text, file.name, report) if text else None
            for section, value in (tree or {}).items():
                if section != "lint":
                    what = f"there is no section {quoted(section)} in a lint file"
                    report.add(section.place, "unknown-section", what, hint="lint")
                    continue
                try:
                    said = LintShape.model_validate(value)
                except ValidationError as problems:
                    for error in problems.errors(include_url=False):
                        explain(LintShape, value, section.place, error, report)
                    continue
                together.says_none += map(str, said.says_none)
                together.banned += said.banned
                own = together.exceptions if home == folder else together.of_pieces
                own += said.exceptions
    return together
