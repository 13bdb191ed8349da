"""`make bench`: prints the figures. Nothing here passes or fails."""

from __future__ import annotations

from pathlib import Path

from assessment.rulebook import load_topic
from tests.bench import accuracy

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Print accuracy."""
    topic = load_topic(ROOT / "rules" / "muscle-weakness")
    print("\n".join(accuracy.report(topic)))


main()
