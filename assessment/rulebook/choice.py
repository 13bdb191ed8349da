"""Choice: which of several topics is asked about where nobody names one."""

from __future__ import annotations

from pathlib import Path

from assessment.rulebook.compose import Entries, Text, compose, decode
from assessment.rulebook.problems import Report


def all_topics(rules: Path) -> list[Path]:
    """The folders of all topics, by name; what topics share is none."""
    return sorted(path.parent for path in rules.glob("*/topic.yaml"))


def default_topics(rules: Path) -> list[Path]:
    """The folders of all topics; of several, those that say `default: true`.

    A topic that can't be read says nothing: what is wrong with it shows when it is
    loaded.
    """
    folders = all_topics(rules)
    chosen = [folder for folder in folders if _says_default(folder)]
    return chosen or folders


def _says_default(folder: Path) -> bool:
    try:
        content = (folder / "topic.yaml").read_bytes()
    except OSError:
        return False
    ignored = Report()
    text = decode(content, folder.name, ignored)
    tree = compose(text, folder.name, ignored) if text else None
    topic = tree.get(Text("topic")) if tree else None
    return isinstance(topic, Entries) and topic.get(Text("default")) is True
