"""The rulebook: rule files in; a Topic, or every problem in them, out."""

from assessment.rulebook.choice import all_topics, default_topics
from assessment.rulebook.codes import CODES
from assessment.rulebook.load import RulebookError, check, load_topic
from assessment.rulebook.problems import Problem

__all__ = [
    "CODES",
    "Problem",
    "RulebookError",
    "all_topics",
    "check",
    "default_topics",
    "load_topic",
]
