"""`make bench`: prints the figures. Nothing here passes or fails."""

from __future__ import annotations

from pathlib import Path

from assessment.rulebook import load_topic
from tests.bench import accuracy, length, robust, speed
from tests.cases.read import read_set

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print accuracy, robustness, length, then speed."""
    rules = ROOT / "rules" / "muscle-weakness"
    topic = load_topic(rules)
    print("\n".join(accuracy.report(topic)), flush=True)
    print("\n".join(robust.report(topic)), flush=True)
    print("\n".join(length.report(topic)), flush=True)
    print("\n".join(speed.report(topic, rules, read_set("development", topic))))


main()
