"""The questions as one sheet, for a reader who answers for somebody from their story.

`python -m tests.cases.sheet` prints the sheet: what is asked, when, and the ids to
answer with. With answers files as arguments it says what each still has to answer, and
what it answered unasked. It shows no rule and no cause, so the reader stays blind.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.rulebook.answers_file import AnswersError, read_answers
from tests.cases.outcomes import RULES, TOPIC


def sheet(rules: Path) -> Iterator[str]:
    """Every question of the topic in the order of the form, as Markdown."""
    written = {
        question["id"]: question
        for path in sorted((rules / "questions").glob("*.yaml"))
        for question in yaml.safe_load(path.read_text("utf-8"))["questions"]
    }
    topic = yaml.safe_load((rules / "topic.yaml").read_text("utf-8"))["topic"]
    yield f"Every answers file begins with `version: {topic['answers_version']}`."
    steps = yaml.safe_load((rules / "steps.yaml").read_text("utf-8"))["steps"]
    for step in steps:
        yield f"\n# {step['title']}"
        for page in step["pages"]:
            for question_id in page:
                yield from _question(written[question_id])


def _question(question: dict[str, Any]) -> Iterator[str]:
    kind, need = question["kind"], "required" if question.get("required") else ""
    yield f"\n## {question['id']} ({kind}) {need}".rstrip()
    yield f"**{question['ask']}** {question.get('help', '')}".rstrip()
    if "show_when" in question:
        yield f"(asked only when: {question['show_when']})"
    if kind == "number":
        yield f"a whole number, {question['minimum']} to {question['maximum']}"
    if kind == "text" or question.get("typed"):
        yield "own words may be typed: `{options: [], typed: [words]}`"
    if "sides" in question:
        yield f"mark as `side:part`, sides {question['sides']}; `part` where no side"
    groups = {group["id"]: group for group in question.get("groups", [])}
    seen = None
    for option in question.get("options", []):
        if option.get("group") != seen:
            seen = option.get("group")
            group = groups.get(seen, {})
            only = f" (only when: {group['show_when']})" if "show_when" in group else ""
            yield f"- *{group.get('heading', '')}*{only}"
        notes = [name for name in ("exclusive", "sided", "typed") if option.get(name)]
        if "show_when" in option:
            notes.append(f"only when: {option['show_when']}")
        tail = f" ({'; '.join(map(str, notes))})" if notes else ""
        yield f"  - `{option['id']}`: {option['label']}{tail}"


def left_to_answer(path: Path, topic: Topic) -> Iterator[str]:
    """What is wrong with an answers file, or still missing, a line each."""
    try:
        answers, notes = read_answers(path, topic)
    except AnswersError as error:
        yield str(error)
        return
    yield from map(str, notes)
    known = topic.know(answers)
    for page in known.pages:
        for question in known.shown_on(page):
            if question.id not in answers:
                need = "required" if question.required else "may be left out"
                yield f"{path.name}: {question.id} is asked and has no answer ({need})"


def main(paths: list[str]) -> None:
    """Print the sheet, or what the files still have to answer."""
    if not paths:
        print("\n".join(sheet(RULES / TOPIC)))
        return
    topic = load_topic(RULES / TOPIC)
    for path in paths:
        for line in left_to_answer(Path(path), topic):
            print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
