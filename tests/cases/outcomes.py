"""What the rules make of each case, as short text that a change can be seen in."""

from __future__ import annotations

from pathlib import Path

from assessment.core.answers import Answers
from assessment.core.assess import assess
from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from tests.cases.read import FOLDER, case_sets, read_set

RULES = Path(__file__).parents[2] / "rules"
TOPIC = "muscle-weakness"


def outcome(topic: Topic, answers: Answers) -> str:
    """Urgency, the signs that set it, and the first three causes, on one line."""
    found = assess(topic, answers)
    signs = " ".join(result.flag.id for result in found.decided_by)
    causes = " ".join(result.cause.id for result in found.causes[:3])
    return f"{found.urgency.id} | {signs} | {causes}"


def recorded(name: str) -> dict[str, str]:
    """Case id to outcome, as recorded for the set."""
    lines = (FOLDER / name / "outcomes.txt").read_text("utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines)


def record() -> None:
    """Write down what the rules make of every case now."""
    topic = load_topic(RULES / TOPIC)
    for name in case_sets():
        lines = [f"{c.id}: {outcome(topic, c.answers)}" for c in read_set(name, topic)]
        (FOLDER / name / "outcomes.txt").write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    record()
