"""Lint of languages: what a topic leaves unsaid in a language that it offers.

A topic offers the languages that it has texts for. What such a file leaves out would
be said in the topic's own language, in the midst of the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assessment.rulebook.compose import Entries
from assessment.rulebook.lint_finding import Finding
from assessment.rulebook.lint_words import FOR_DOCTORS, NAMES
from assessment.rulebook.load import OWN_LANGUAGE
from assessment.rulebook.problems import quoted
from assessment.rulebook.shapes import Content
from assessment.rulebook.texts import texts

MOST_NAMED = 10  # rules; who has put these right is told of the next ones


def lint_languages(
    content: Content, overlays: Mapping[str, Entries]
) -> Iterator[Finding]:
    """A finding for each language in which texts for people are missing."""
    for_people = [t for t in texts(content) if t.kind not in FOR_DOCTORS | NAMES]
    for language, tree in overlays.items():
        said = {str(name) for name in tree}
        unsaid = [text.entry for text in for_people if text.name not in said]
        # `en_GB` and the voices, as in `fr.child`, are laid over whole languages.
        whole = "." not in language and re.split("[-_]", language)[0] != OWN_LANGUAGE
        if whole and unsaid:
            rules = [*dict.fromkeys(unsaid)]
            named = ", ".join(map(quoted, rules[:MOST_NAMED]))
            more = f" and {len(rules) - MOST_NAMED} more" * (len(rules) > MOST_NAMED)
            what = f"{quoted(language)} has no text for {named}{more}"
            yield Finding(f"texts.{language}", tree.place, "untranslated", what)
