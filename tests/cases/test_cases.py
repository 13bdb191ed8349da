"""Every case is a scenario: its outcome is as recorded, and no emergency is missed.

After a change of the rules, `python -m tests.cases.outcomes` records the new outcomes;
the difference belongs in the commit, with the reason.
"""

from __future__ import annotations

import pytest

from assessment.core.assess import assess
from assessment.core.findings import Urgency
from assessment.rulebook import load_topic
from tests.cases.outcomes import RULES, TOPIC, outcome, recorded, signs_only
from tests.cases.read import Case, case_sets, read_set

MUSCLES = load_topic(RULES / TOPIC)
SIGNS_ONLY = signs_only(MUSCLES)
SETS = [(name, case) for name in case_sets() for case in read_set(name, MUSCLES)]
CASES = [pytest.param(name, case, id=f"{name}-{case.id}") for name, case in SETS]
ONE_BY_ONE = [pytest.param(case, id=f"{name}-{case.id}") for name, case in SETS]
EMERGENCIES = [
    pytest.param(case, id=f"{name}-{case.id}")
    for name, case in SETS
    if case.urgency is Urgency.EMERGENCY
]


@pytest.mark.parametrize(("name", "case"), CASES)
def test_outcome_is_as_recorded(name: str, case: Case) -> None:
    assert outcome(MUSCLES, case.answers) == recorded(name)[case.id]


@pytest.mark.parametrize("case", ONE_BY_ONE)
def test_every_answer_of_the_case_can_be_given(case: Case) -> None:
    assert MUSCLES.know(case.answers).answers == case.answers


@pytest.mark.parametrize("case", EMERGENCIES)
def test_c1_no_emergency_is_missed(case: Case) -> None:
    assert assess(MUSCLES, case.answers).urgency is Urgency.EMERGENCY


@pytest.mark.parametrize("case", ONE_BY_ONE)
def test_c2_an_emergency_answer_never_lowers_urgency(case: Case) -> None:
    before = assess(SIGNS_ONLY, case.answers).urgency
    for question_id in ("emerg_now", "bladder_saddle"):
        question = MUSCLES.questionnaire.question_by_id[question_id]
        said = case.answers[question_id]
        kept = tuple(o for o in said.options if not question.option_by_id[o].exclusive)
        for option in question.options:
            if option.exclusive or option.id in kept:
                continue
            more = type(said)((*kept, option.id))
            found = assess(SIGNS_ONLY, case.answers.set(question_id, more)).urgency
            assert found >= before, f"{question_id}: {option.id}"
