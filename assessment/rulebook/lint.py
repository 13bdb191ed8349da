"""Lint: what to put right in rules that can be loaded, before anybody is asked them.

It is for `check`, and too slow and too strict for the start of a server.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from assessment.rulebook.files import SCENARIOS, author_files
from assessment.rulebook.lint_file import LintFile, read_lint_files
from assessment.rulebook.lint_finding import Finding
from assessment.rulebook.lint_languages import lint_languages
from assessment.rulebook.lint_review import lint_review
from assessment.rulebook.lint_rules import lint_rules
from assessment.rulebook.lint_scenarios import (
    expectations,
    lint_scenarios,
    scenario_trees,
)
from assessment.rulebook.lint_words import lint_words
from assessment.rulebook.load import (
    OWN_LANGUAGE,
    compile_rules,
    shared_folder,
    voice_texts,
)
from assessment.rulebook.problems import Problem, Report, quoted
from assessment.rulebook.registry import Registry, all_files


def lint(
    folder: Path, today: date, *, country: str | None = None
) -> tuple[Problem, ...]:
    """Every problem of the rule files; where there is none, every finding of the lint.

    Some findings are notes: see `Problem.is_note`. `today` decides whether a review is
    overdue. Placeholders are checked for the country, or without one for every country.
    """
    report = Report()
    content, topic, signed, overlays = compile_rules(folder, country, "", report)
    folder = folder.absolute()
    file = read_lint_files(folder, shared_folder(folder), report)
    trees = scenario_trees(author_files(folder, SCENARIOS, report), report)
    if topic is None or content.topic is None or report.found:
        return report.problems
    files = all_files(folder, content.topic)
    answering = Registry(folder, content.topic, files, signed)
    spoken = voice_texts(content, overlays, OWN_LANGUAGE)
    lint_scenarios(trees, topic, report)
    findings = [
        *lint_words(content, spoken.values(), file),
        *lint_languages(content, overlays),
        *lint_rules(content, topic, expectations(trees)),
        *lint_review(content.topic, answering, today),
    ]
    _report(findings, file, report)
    return report.problems


def _report(findings: Iterable[Finding], file: LintFile, report: Report) -> None:
    """Report what no exception is made for, and those of the topic not needed."""
    needed = set()
    all_of_them = (*file.exceptions, *file.of_pieces)
    excepted = {(str(one.about), str(one.code)) for one in all_of_them}
    for finding in findings:
        key = (finding.about, finding.code)
        needed.add(key)
        if key not in excepted:
            report.add(finding.place, finding.code, finding.message)
    for one in file.exceptions:
        if (one.about, one.code) not in needed:
            what = f"{quoted(one.about)} has no {one.code} to make an exception for"
            report.add(one.about.place, "needless-exception", what)
