"""What the rules make of each case, as short text that a change can be seen in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from assessment.core.answers import Answers
from assessment.core.assess import assess
from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from tests.cases.read import FOLDER, case_sets, read_set
from tests.cases.urgencies import read_history, with_latest, write_history

RULES = Path(__file__).parents[2] / "rules"
TOPIC = "muscle-weakness"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the rules made of one case."""

    urgency: Urgency
    signs: tuple[str, ...]  # ids of the warning signs that set the urgency
    causes: tuple[str, ...]  # ids of the first three causes, best fit first

    def __str__(self) -> str:
        parts = (self.urgency.id, " ".join(self.signs), " ".join(self.causes))
        return " | ".join(parts)

    @classmethod
    def parse(cls, line: str) -> Outcome:
        """The inverse of `str`."""
        urgency, signs, causes = (part.strip() for part in line.split("|"))
        return cls(
            Urgency[urgency.upper()], tuple(signs.split()), tuple(causes.split())
        )


def signs_only(topic: Topic) -> Topic:
    """The topic without causes and advice: these set no urgency, and take long."""
    return replace(topic, causes=(), next_steps=(), questions_to_ask=())


def outcome(topic: Topic, answers: Answers) -> Outcome:
    """What the rules make of the answers now."""
    found = assess(topic, answers)
    return Outcome(
        found.urgency,
        tuple(result.flag.id for result in found.decided_by),
        tuple(result.cause.id for result in found.causes[:3]),
    )


def recorded(name: str, file: str = "outcomes.txt") -> Mapping[str, Outcome]:
    """Case id to outcome, as recorded for the set; empty when nothing is recorded.

    `first_sight.txt` holds what the rules said before anybody had looked at the cases.
    It is written once, and never again.
    """
    path = FOLDER / name / file
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return {
        case_id: Outcome.parse(line)
        for case_id, line in (line.split(": ", 1) for line in lines)
    }


def record() -> None:
    """Write down what the rules make of every case now, and each changed urgency."""
    topic = load_topic(RULES / TOPIC)
    for name in case_sets():
        now = {case.id: outcome(topic, case.answers) for case in read_set(name, topic)}
        lines = [f"{case_id}: {found}" for case_id, found in now.items()]
        (FOLDER / name / "outcomes.txt").write_text("\n".join(lines) + "\n", "utf-8")
        path = FOLDER / name / "urgencies.txt"
        latest = {case_id: found.urgency for case_id, found in now.items()}
        write_history(path, with_latest(read_history(path), latest))


if __name__ == "__main__":
    record()
