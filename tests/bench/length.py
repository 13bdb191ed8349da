"""Length: questions and options shown, words read, and the minutes that they take.

Words are the question, its help, headings and labels, each time. The words that stand
the same on page after page are read once: buttons, notices, the two sides of the body,
the title of a step. What opens only on request is not counted. A person reads 150 words
a minute and needs 3 seconds for each choice. `python -m tests.bench.length` says which
questions cost most.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assessment.core.answers import Answers
from assessment.core.known import Known
from assessment.core.questionnaire import Kind, Question
from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from tests.cases.read import Case, case_sets, read_set

RULES = Path(__file__).parents[2] / "rules" / "muscle-weakness"
WORDS_A_MINUTE = 150
SECONDS_A_CHOICE = 3
ON_EVERY_PAGE = (
    "Step 1 of 9. Help or stop. Why we ask. You can skip this one. Continue. Back."
    " In danger, or getting worse fast? Call 999"
)
WHERE_SIDED = "Right Left Not sure which"
WHERE_TYPED = (
    "Leave out names of people and phone numbers. Nobody reads this until the visit."
)
ABOVE_TYPED = "In your own words, if you like"
ABOVE_MEDICINES = (
    "Begin to type a name, then choose it"
    " Any others? Type their names, one on each line."
)


@dataclass(frozen=True, slots=True)
class Length:
    """What one person is shown, and does."""

    questions: int
    options: int
    words: int
    choices: int

    @property
    def minutes(self) -> float:
        """The time to read everything once and to make each choice."""
        return self.words / WORDS_A_MINUTE + self.choices * SECONDS_A_CHOICE / 60


def length(topic: Topic, answers: Answers) -> Length:
    """How long the form is for somebody with these answers."""
    known = topic.know(answers)
    shown = [question for page in known.pages for question in known.shown_on(page)]
    return Length(
        questions=len(shown),
        options=sum(options_of(question, known) for question in shown),
        words=sum(_words(question, known) for question in shown)
        + sum(len(text.split()) for text in _read_once(topic, known, shown)),
        choices=sum(_choices(question, known) for question in shown),
    )


def options_of(question: Question, known: Known) -> int:
    """The options offered; a part of the body with two sides counts as two."""
    return sum(2 if option.sided else 1 for option in known.offered(question.id))


def _read_once(topic: Topic, known: Known, shown: Sequence[Question]) -> Iterator[str]:
    met = {page.step for page in known.pages}
    yield ON_EVERY_PAGE
    yield from (step.title for step in topic.questionnaire.steps if step.id in met)
    if any(option.sided for asked in shown for option in known.offered(asked.id)):
        yield WHERE_SIDED
    if any(_typed(asked) or asked.kind is Kind.TEXT for asked in shown):
        yield WHERE_TYPED


def _words(question: Question, known: Known) -> int:
    return sum(len(text.split()) for text in _texts(question, known))


def _texts(question: Question, known: Known) -> Iterator[str]:
    offered = known.offered(question.id)
    used = {option.group for option in offered}
    yield from (question.ask, question.help, question.unit)
    yield from (group.heading for group in question.groups if group.id in used)
    yield from (option.label for option in offered)
    if question.kind is Kind.MEDICINE_LIST:
        yield ABOVE_MEDICINES
    elif _typed(question):
        yield ABOVE_TYPED


def _typed(question: Question) -> bool:
    return question.typed or any(option.typed for option in question.options)


def _choices(question: Question, known: Known) -> int:
    answer = known.answers.get(question.id)
    if answer is None or answer.blank:
        return 0
    return len(answer.options) + len(answer.typed) + (answer.number is not None)


def report(topic: Topic) -> list[str]:
    """Lines to print, one block a set."""
    lines = []
    for name in case_sets():
        cases = read_set(name, topic)
        lengths = [length(topic, case.answers) for case in cases]
        lines += [f"Length over {len(cases)} {name} cases"]
        lines += [
            _line("questions", [one.questions for one in lengths], "24"),
            _line("options", [one.options for one in lengths], "160"),
            _line("words", [one.words for one in lengths], "-"),
            _line("minutes", [one.minutes for one in lengths], "7"),
            "",
        ]
    return lines


def _line(label: str, figures: Sequence[float], aim: str) -> str:
    ordered = sorted(figures)
    high = ordered[math.ceil(len(ordered) * 0.9) - 1]
    middle = statistics.median(ordered)
    return f"  {label:34} median {middle:6.1f}  p90 {high:6.1f}  (aim {aim})"


def by_question(topic: Topic, cases: Sequence[Case]) -> list[str]:
    """Words and options a person sees of each question, on average; the most first."""
    words: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for case in cases:
        known = topic.know(case.answers)
        for question in topic.questionnaire:
            if known.shows(question.id):
                asked[question.id] += 1
                seen[question.id] += options_of(question, known)
                words[question.id] += _words(question, known)
    return [
        f"  {name:20} {total / len(cases):5.1f} words,"
        f" {seen[name] / len(cases):4.1f} options, asked of {asked[name]}"
        for name, total in words.most_common()
    ]


def main() -> None:
    """Print the lengths, and what each question adds to them."""
    topic = load_topic(RULES)
    print("\n".join(report(topic)))
    for name in case_sets():
        print("\n".join(by_question(topic, read_set(name, topic))))


if __name__ == "__main__":
    main()
