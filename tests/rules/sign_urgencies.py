"""Every urgency that a warning sign ever had, so that none is lowered or lost unseen.

A person whom two signs send can't show that one of them fell. The record of a topic
can: it has the form of the `urgencies.txt` of the cases and only ever grows. Run this
module to record the signs of today. A topic that is named after it is put on record for
the first time, and all that is promised of shipped topics is tried on it from then on.
"""

from __future__ import annotations

import sys
from pathlib import Path

from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.rulebook.diff import sign_levels
from tests.cases.urgencies import read_history, with_latest, write_history
from tests.rules.topics import RECORDS, RULES, TOPICS


def record_of(topic: Topic) -> Path:
    """The file that holds the record of the topic."""
    return RECORDS / f"{topic.id}.txt"


def record(topic: Topic, path: Path) -> None:
    """Add each new sign, and each urgency that is not the last one recorded."""
    write_history(path, with_latest(read_history(path), sign_levels(topic)))


if __name__ == "__main__":
    for each in (*TOPICS, *(load_topic(RULES / name) for name in sys.argv[1:])):
        record(each, record_of(each))
