"""`make bench`: prints the figures. Nothing here passes or fails."""

from __future__ import annotations

from pathlib import Path

from assessment.rulebook import load_topic
from tests.bench import accuracy, length, load, robust, soak, speed
from tests.cases.read import read_set

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print accuracy, robustness, length, speed, then soak and load."""
    rules = ROOT / "rules" / "muscle-weakness"
    topic = load_topic(rules)
    print("\n".join(accuracy.report(topic)), flush=True)
    print("\n".join(robust.report(topic)), flush=True)
    print("\n".join(length.report(topic)), flush=True)
    cases = read_set("development", topic)
    print("\n".join(speed.report(topic, rules, cases)), flush=True)
    print("\n".join(soak.report(topic, cases)), flush=True)
    print("\n".join(load.report()))


main()
