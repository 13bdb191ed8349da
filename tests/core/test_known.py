"""What is known: what shows, what falls away, and what a closed gate says."""

from __future__ import annotations

from hypothesis import given

from assessment.core.answers import Answer, Answers
from assessment.core.conditions import Verdict
from tests.core.made_up import TOPIC, answers, chose
from tests.core.strategies import any_answers

YES, NO, UNKNOWN = Verdict.YES, Verdict.NO, Verdict.UNKNOWN


def test_a_denied_gate_counts_as_none_behind_it() -> None:
    known = TOPIC.know(answers(areas=chose("none")))
    assert not known.shows("noise")
    assert known.denied_at_gate("noise")
    assert known.holds("noise", "none") is YES
    assert known.holds("noise", "hum") is NO


def test_an_unanswered_gate_implies_nothing() -> None:
    for gate in (None, Answer()):
        known = TOPIC.know(answers(areas=gate))
        assert not known.shows("noise")
        assert known.holds("noise", "hum") is UNKNOWN


def test_what_does_not_apply_is_no() -> None:
    known = TOPIC.know(answers(age=Answer(number=40)))
    assert not known.shows("young")
    assert known.holds("young", "boxed") is NO


def test_what_is_not_offered_is_no_while_its_question_is_open() -> None:
    for silence in (None, Answer()):
        known = TOPIC.know(answers(areas=chose("noise"), noise=silence))
        assert known.holds("noise", "hum") is UNKNOWN
        assert known.holds("noise", "squeal") is NO


def test_what_is_left_unasked_out_of_tact_is_never_no() -> None:
    known = TOPIC.know(answers())
    assert not known.shows("tact")
    assert known.holds("tact", "stop") is UNKNOWN


def test_options_under_a_hidden_heading_are_not_offered_and_not_kept() -> None:
    known = TOPIC.know(answers(areas=chose("noise"), noise=chose("hum", "squeal")))
    assert [option.id for option in known.offered("noise")] == ["hum", "none"]
    assert known.answers["noise"] == chose("hum")


def test_an_answer_of_which_nothing_is_left_counts_as_not_given() -> None:
    known = TOPIC.know(answers(areas=chose("noise"), noise=chose("squeal")))
    assert known.shows("noise")
    assert "noise" not in known.answers


def test_unknown_options_and_questions_fall_away() -> None:
    known = TOPIC.know(answers(speed=chose("sideways"), nonsense=chose("x")))
    assert "nonsense" not in known.answers
    assert "speed" not in known.answers


def test_a_question_that_was_put_and_not_settled_is_left_open() -> None:
    known = TOPIC.know(answers(speed=chose("unsure"), glum=Answer(), words=None))
    assert known.left_open("speed")
    assert known.left_open("glum")
    assert known.unsettled("mood")
    assert not known.left_open("noise")


@given(any_answers)
def test_pruning_again_changes_nothing(given_answers: Answers) -> None:
    once = TOPIC.know(given_answers).answers
    assert TOPIC.know(once).answers == once


@given(any_answers)
def test_nothing_is_kept_that_does_not_show(given_answers: Answers) -> None:
    known = TOPIC.know(given_answers)
    assert all(known.shows(question) for question in known.answers)


@given(any_answers)
def test_answers_survive_json(given_answers: Answers) -> None:
    assert Answers.from_json(given_answers.to_json()) == given_answers


def test_a_repr_never_shows_an_answer() -> None:
    assert "canary" not in repr(answers(words=Answer(typed=("canary",))))
