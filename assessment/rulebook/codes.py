"""Every kind of problem that rule files can have, by code, in the order of the phases.

A code is part of the public interface: tools match on it, so it never changes its
meaning. The sentence is what the handbook says about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# What `check` alone looks at, once there is nothing else to put right: the server
# starts all the same.
LINT_CODES: Mapping[str, str] = MappingProxyType(
    {
        "reading-grade": "A text for the person is too hard to read.",
        "banned-words": "A text says what no text may say.",
        "says-none": "An option that says none goes with other options.",
        "missing-short": "A long question has no short words for the paper.",
        "untranslated": "A language that a topic has texts for lacks some.",
        "missing-author": "A topic does not say who wrote it.",
        "unknown-file": "A part of the rules is listed that has no file.",
        "review-overdue": "The day by which rules are reviewed again has passed.",
        "review-soon": "The rules are to be reviewed again within 60 days.",
        "unsigned-review": "A review lacks who, when or the digest of what was read.",
        "changed-since-review": "The files are not those that were reviewed.",
        "never-fired": "No scenario expects the rule to fire.",
        "unread-option": "Nothing reads the option.",
        "may-be-skipped": "An emergency rests on questions that may be left blank.",
        "always-with": "Another rule, as urgent or more so, fires whenever it does.",
        "needless-exception": "An exception for what is not found.",
    }
)

CODES: Mapping[str, str] = MappingProxyType(
    {
        # reading files
        "file-name": "Rule files have plain names that end in .yaml.",
        "not-a-file": "Links, folders, pipes and devices are not read as rule files.",
        "unreadable": "The file or folder is missing or may not be read.",
        "too-large": "A rule file holds at most 512 KiB.",
        "encoding": "Rule files are UTF-8 without a byte order mark.",
        "control-character": "Invisible control characters are not allowed.",
        "tab": "Tabs are not allowed; indent with spaces.",
        # composing YAML
        "syntax": "The file is not valid YAML from this place on.",
        "alias": "Anchors (&) and aliases (*) are not allowed.",
        "tag": "Tags (!) and directives (%) are not allowed.",
        "merge-key": "Merge keys (<<) are not allowed.",
        "bad-key": "A key is plain text, never a list or a mapping.",
        "duplicate-key": "A key stands once in a mapping.",
        "several-documents": "A rule file holds one document.",
        "too-deep": "Lists, mappings, folders and facts nest at most 20 deep.",
        "too-many-nodes": "A rule file holds at most 100,000 values.",
        # shapes
        "unknown-section": "A top-level key is not one of the sections.",
        "duplicate-section": "A section that may stand once stands again.",
        "missing-section": "A section that every topic needs is not there.",
        "unknown-key": "A key does not belong here.",
        "missing-key": "A key that is needed is not there.",
        "missing-sources": "A statement names no source.",
        "wrong-type": "A value is of another type than it must be.",
        "wrong-value": "A value is outside what is allowed.",
        "empty": "A list or a text holds nothing.",
        "bad-id": "An id has characters that ids don't have.",
        "reserved-id": "An id is a word of the rule language.",
        "duplicate-id": "An id stands for two things.",
        "wrong-for-kind": "A key or option does not go with the kind of the question.",
        "fact-form": "A fact has either values or sum_of.",
        "missing-score": "A fact adds up a question whose options lack scores.",
        "evidence-direction": "Evidence either supports or speaks against.",
        "wrong-order": "Bands stand best first.",
        "pair-form": "A pair of medicines has either other or when.",
        "cut-off-side": "A cut-off has either at_least or below.",
        "too-many-cells": "A row of a table has more cells than there are columns.",
        # links
        "several-keys": "A condition has exactly one key.",
        "wrong-operator": "The question or fact can't be asked in this way.",
        "unknown-name": "No question or fact has this id.",
        "unknown-question": "No question has this id.",
        "unknown-option": "The question has no such option.",
        "unknown-region": "The body map has no such region or set of regions.",
        "unknown-value": "The fact has no such value.",
        "unknown-group": "The question has no such group of options.",
        "unknown-source": "No source has this key.",
        "unknown-cause": "No cause has this id.",
        "unknown-red-flag": "No red flag has this id.",
        "unknown-scenario": "No scenario, and nobody to start from, has this id.",
        "unknown-number": "The country has no such phone number.",
        "unknown-country": "No country has this id.",
        "unknown-placeholder": "Braces stand only around ids of phone numbers.",
        "unknown-next-step": "No next step has this id.",
        "unknown-kind": "No kind of medicine has this id.",
        "unknown-sign": "No danger sign of medicines has this id.",
        "unknown-stopping": "Nothing is said under this id about stopping a medicine.",
        "unknown-level": "The list of medicines has no advice for pairs of this level.",
        "unknown-medicine": "No medicine and no option of their list has this id.",
        "duplicate-name": "A name stands for two medicines and is not a combined one.",
        "unknown-prior": "The scoring has no prior for this.",
        "unknown-text": "A translation is for a text that does not exist.",
        "unknown-body": "A body map takes parts from a body that does not exist.",
        "unknown-piece": "A topic takes something shared that does not exist.",
        "unknown-voice": "A translation is for a voice that does not exist.",
        # order and reach
        "cycle": "Conditions wait for each other in a circle.",
        "looks-ahead": "What is shown depends on the same page or a later one.",
        "not-on-a-page": "A question stands on no page.",
        "on-two-pages": "A question stands on more than one page.",
        "page-size": "A page asks at most 3 questions.",
        "contradiction": "Parts of one `all` can't hold together.",
        "never-true": "A condition can't hold for anybody.",
        "unreachable-question": "A question can't be asked of anybody.",
        "unreachable-step": "No question of the step can be asked of anybody.",
        "not-exclusive": "An option that means none goes with other options.",
        "no-fallback": "No red flag speaks when no other does.",
        "several-fallbacks": "More than one red flag is the fallback.",
        "missing-urgency": "A level of urgency has no words.",
        # lint
        **LINT_CODES,
    }
)

# What an answers file can have besides. Those that begin with "not" are told only.
ANSWER_CODES: Mapping[str, str] = MappingProxyType(
    {
        "exclusive": "An option that stands alone is chosen with others.",
        "not-asked": "The question is not asked of this person, and does not count.",
        "not-offered": "An option is not offered to this person, and does not count.",
        "not-versioned": "The file does not say which questions it answers.",
        "out-of-range": "A number is outside what the question takes.",
        "too-big": "An answers file holds at most 256 KiB.",
        "too-many": "A question that takes one option has several.",
    }
)

# What no exception can be made for: who signed the rules, and until when they hold.
FIRM = frozenset({"review-overdue", "unsigned-review", "changed-since-review"})
# Findings that are told and do not make the check fail.
NOTES = frozenset({"review-soon", "changed-since-review", "always-with"})
