"""The journey: forward, back, change, undo, and being stopped for a warning."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from assessment.core.answers import Answer, Answers
from assessment.core.journey import (
    answer_page,
    first_incomplete,
    interrupts,
    is_complete,
    may_open,
    next_page,
    note_warnings,
    page_behind,
    previous_page,
    progress,
    rows,
    to_finish,
    understand,
    undo,
)
from assessment.core.questionnaire import Page
from assessment.core.visit import Respondent, Visit
from tests.core.made_up import TOPIC, answers, chose, visit
from tests.core.strategies import answer_to

PAGE = {q.id: page for page in TOPIC.questionnaire.pages for q in page.questions}


def empty() -> Visit:
    """A visit that has just begun."""
    return Visit("doorbell", "1", 0)


def test_the_first_way_through_asks_every_page_that_shows_in_order() -> None:
    current, seen = empty(), []
    page: Page | None = first_incomplete(TOPIC, current)
    while page is not None:
        seen.append(page.place)
        replies = {q.id: answers()[q.id] for q in page.questions}
        after = answer_page(TOPIC, current, replies)
        page, current = next_page(TOPIC, current, after, page), after
    assert seen == [
        ("first", 1),
        ("first", 2),
        ("second", 1),
        ("second", 3),
        ("third", 1),
        ("third", 4),
    ]
    assert first_incomplete(TOPIC, current) is None


def test_a_page_left_halfway_is_asked_again_until_it_is_answered() -> None:
    whole = Visit("doorbell", "1", 0, answers=answers())
    left = to_finish(TOPIC, whole, PAGE["age"])
    assert first_incomplete(TOPIC, left) is PAGE["age"]
    again = {q.id: answers()[q.id] for q in PAGE["age"].questions}
    assert answer_page(TOPIC, left, again) == whole


def test_a_required_question_left_blank_is_asked_again_an_optional_one_is_not() -> None:
    known_blank = visit(age=Answer())
    assert first_incomplete(TOPIC, known_blank) is PAGE["age"]
    assert first_incomplete(TOPIC, visit(speed=Answer())) is None


def test_skipping_ahead_is_not_possible_and_going_back_is() -> None:
    begun = answer_page(TOPIC, empty(), {"alarm": chose("none")})
    assert may_open(TOPIC, begun, PAGE["alarm"])
    assert may_open(TOPIC, begun, PAGE["age"])
    assert not may_open(TOPIC, begun, PAGE["where"])
    assert not may_open(TOPIC, visit(), PAGE["noise"]), "it is not asked"


def test_back_passes_over_what_is_not_asked() -> None:
    assert previous_page(TOPIC, visit(), PAGE["where"]) is PAGE["areas"]
    opened = visit(areas=chose("noise"))
    assert previous_page(TOPIC, opened, PAGE["where"]) is PAGE["noise"]
    assert previous_page(TOPIC, visit(), PAGE["alarm"]) is None


def test_a_change_at_the_end_asks_what_it_opened_and_no_more() -> None:
    done = visit()
    changed = answer_page(TOPIC, done, {"areas": chose("noise")})
    assert next_page(TOPIC, done, changed, PAGE["areas"]) is PAGE["noise"]
    finished = answer_page(TOPIC, changed, {"noise": chose("hum")})
    assert next_page(TOPIC, changed, finished, PAGE["noise"]) is None
    same = answer_page(TOPIC, done, {"speed": chose("sudden")})
    assert next_page(TOPIC, done, same, PAGE["speed"]) is None


def test_a_change_drops_only_what_it_made_unreachable_and_can_be_undone() -> None:
    before = visit(areas=chose("noise"), noise=chose("hum"))
    after = answer_page(TOPIC, before, {"areas": chose("light")})
    assert after.dropped == ("noise",)
    assert {*before.answers} - {*after.answers} == {"noise"}
    back = undo(TOPIC, after)
    assert back.answers == before.answers
    assert not back.dropped
    assert undo(TOPIC, back) == back


def test_a_later_change_that_drops_nothing_clears_the_notice() -> None:
    before = visit(areas=chose("noise"), noise=chose("hum"))
    after = answer_page(TOPIC, before, {"areas": chose("light")})
    same = answer_page(TOPIC, after, {"areas": chose("light")})
    assert same.dropped == ("noise",), "nothing changed, so it still stands"
    later = answer_page(TOPIC, after, {"speed": chose("sudden")})
    assert later.dropped == ()
    assert later.before is None


def test_a_wider_gate_asks_the_follow_up_again_with_what_was_said() -> None:
    before = visit(areas=chose("noise"), noise=chose("hum"))
    after = answer_page(TOPIC, before, {"areas": chose("noise", "light")})
    assert after.revisit == ("noise",)
    assert after.answers["noise"] == chose("hum")
    assert first_incomplete(TOPIC, after) is PAGE["noise"]
    settled = answer_page(TOPIC, after, {"noise": chose("hum", "squeal")})
    assert settled.revisit == ()
    assert first_incomplete(TOPIC, settled) is None


def test_progress_counts_steps() -> None:
    at = progress(TOPIC, PAGE["where"])
    assert (at.number, at.count, at.step.id) == (2, 3, "second")


def test_check_your_answers_lists_what_was_asked_by_step() -> None:
    listed = [(step.id, [row.question.id for row in lines]) for step, lines in
              rows(TOPIC, visit(speed=Answer()))]  # fmt: skip
    assert listed == [
        ("first", ["alarm", "age", "speed"]),
        ("second", ["areas", "where"]),
        ("third", ["glum", "bored", "words"]),
    ]


def test_a_warning_stops_the_form_once() -> None:
    burning = answer_page(TOPIC, empty(), {"alarm": chose("flames")})
    assert [flag.id for flag in interrupts(TOPIC, burning)] == ["fire"]
    understood = understand(TOPIC, burning, ["fire"])
    assert interrupts(TOPIC, understood) == ()


def test_a_warning_that_was_not_shown_is_not_understood() -> None:
    burning = visit(alarm=chose("flames"))
    assert interrupts(TOPIC, understand(TOPIC, burning, ["wants_stop"]))


def test_undo_keeps_what_has_to_be_asked_again() -> None:
    narrow = visit(areas=chose("noise"), noise=chose("hum"), age=Answer(number=1),
                   young=chose("boxed"))  # fmt: skip
    wider = answer_page(TOPIC, narrow, {"areas": chose("noise", "light")})
    older = answer_page(TOPIC, wider, {"age": Answer(number=9), "speed": Answer()})
    assert older.dropped == ("young",)
    assert undo(TOPIC, older).revisit == ("noise",)


def test_the_same_concern_seen_from_another_side_does_not_stop_it_again() -> None:
    understood = understand(TOPIC, visit(alarm=chose("flames")), ["fire"])
    faster = answer_page(TOPIC, understood, {"speed": chose("sudden")})
    assert interrupts(TOPIC, faster) == ()


def test_another_concern_does() -> None:
    understood = understand(TOPIC, visit(alarm=chose("flames")), ["fire"])
    low = {"glum": chose("s3"), "bored": chose("s3"), "tact": chose("stop")}
    other = answer_page(TOPIC, understood, low)
    assert [flag.id for flag in interrupts(TOPIC, other)] == ["wants_stop"]


def test_warnings_keep_the_time_at_which_they_first_showed() -> None:
    first = note_warnings(TOPIC, visit(alarm=chose("flames")), now=100)
    assert first.warned == {"fire": 100}
    faster = answer_page(TOPIC, first, {"speed": chose("sudden")})
    assert note_warnings(TOPIC, faster, now=200).warned == {
        "fire": 100,
        "fast_fire": 200,
    }


def test_a_warning_that_was_taken_back_warns_again_if_it_returns() -> None:
    burning = note_warnings(TOPIC, visit(alarm=chose("flames")), 1)
    understood = understand(TOPIC, burning, ["fire"])
    out = answer_page(TOPIC, understood, {"alarm": chose("none")})
    out = note_warnings(TOPIC, out, 2)
    assert out.warned == {}
    again = answer_page(TOPIC, out, {"alarm": chose("smoke")})
    assert interrupts(TOPIC, again)


def test_a_warning_can_be_taken_back_on_the_page_that_it_rests_on() -> None:
    both = visit(alarm=chose("flames"), speed=chose("sudden"))
    fire, fast = interrupts(TOPIC, both)
    assert page_behind(TOPIC, both, fire) is PAGE["alarm"]
    assert page_behind(TOPIC, both, fast) is PAGE["speed"]


@pytest.mark.parametrize("respondent", Respondent)
def test_a_visit_survives_json(respondent: Respondent) -> None:
    before = visit(areas=chose("noise"), noise=chose("hum"))
    after = answer_page(TOPIC, before, {"areas": chose("light")})
    after = note_warnings(TOPIC, after.with_(respondent=respondent), 5)
    after = after.with_(cut_short=True)
    assert Visit.from_json(after.to_json()) == after


class AnyOrder(RuleBasedStateMachine):
    """Somebody goes forward, back, and changes things, in any order."""

    @initialize()
    def begin(self) -> None:
        """A new visit."""
        self.visit = empty()

    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """Answer any page that may be opened; the others keep their answers."""
        open_pages = [p for p in TOPIC.questionnaire.pages if self._opens(p)]
        page = data.draw(st.sampled_from(open_pages))
        shown = TOPIC.know(self.visit.answers).shown_on(page)
        replies = {q.id: data.draw(answer_to(q)) for q in shown}
        before, after = self.visit, answer_page(TOPIC, self.visit, replies)
        untouched = {*before.answers} - {*replies} - {*after.dropped}
        for question in untouched & {*after.answers}:
            kept = {*after.answers[question].options}
            assert kept <= {*before.answers[question].options}
        following = next_page(TOPIC, before, after, page)
        assert following is None or following in TOPIC.know(after.answers).pages
        self.visit = after

    @rule()
    def take_back(self) -> None:
        """Undo the last change that dropped anything."""
        self.visit = undo(TOPIC, self.visit)

    def _opens(self, page: Page) -> bool:
        return may_open(TOPIC, self.visit, page)

    @invariant()
    def nothing_hidden_is_kept(self) -> None:
        """The answers are always pruned."""
        assert TOPIC.know(self.visit.answers).answers == self.visit.answers

    @invariant()
    def the_end_is_reached_only_when_all_was_asked(self) -> None:
        """No page that shows is incomplete once the way says that it is done."""
        known = TOPIC.know(self.visit.answers)
        done = first_incomplete(TOPIC, self.visit) is None
        assert done is all(is_complete(p, known, self.visit) for p in known.pages)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(max_examples=60, stateful_step_count=20)


@given(st.dictionaries(st.sampled_from(["alarm", "speed", "x"]), st.just(chose("x"))))
def test_replies_that_make_no_sense_are_not_kept(replies: dict[str, Answer]) -> None:
    assert answer_page(TOPIC, empty(), replies).answers == Answers()
