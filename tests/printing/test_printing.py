"""Printing: what comes out, what is told when nothing does, and what is left behind."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assessment.printing import Job, PrintingFailed, Queue, State, Trouble
from tests.printing.cupsd import CLOSED, QUEUE, Cups

pytestmark = pytest.mark.slow

CANARY = b"canary7491"
PAPER = b"%PDF-1.7 " + CANARY
LONG = 30.0  # seconds: more than any of these takes
PATIENCE = 1.0


def printed(printer: Cups, paper: bytes = PAPER, patience: float = PATIENCE) -> Job:
    """The job of a paper, once it is decided what becomes of it."""
    job = Job(Queue(QUEUE, printer.server), paper, patience=patience)
    job.wait(LONG)
    return job


def test_k4_a_paper_comes_out_as_it_was_made(printer: Cups) -> None:
    paper = PAPER + b"1"
    assert printed(printer, paper).state is State.PRINTED
    assert printer.printed == paper
    assert printer.told.split()[1:] == ["summary"]


@pytest.mark.parametrize(
    ("mood", "trouble"),
    [("no-paper", Trouble.PAPER), ("offline", Trouble.OFFLINE)],
)
def test_k5_a_paper_that_sticks_is_taken_back(
    printer: Cups, mood: str, trouble: Trouble
) -> None:
    printer.mood = mood
    job = printed(printer, PAPER + mood.encode())
    assert (job.state, job.trouble, job.gone) == (State.FAILED, trouble, True)
    assert printer.waiting == ""
    # The next person's paper is the only one that comes.
    printer.mood = "well"
    assert printed(printer, PAPER + b"next").state is State.PRINTED
    assert printer.printed == PAPER + b"next"


def test_a_short_want_of_paper_is_waited_for(printer: Cups) -> None:
    printer.mood = "no-paper"
    job = Job(Queue(QUEUE, printer.server), PAPER + b"2", patience=LONG)
    assert job.wait(PATIENCE) is State.PRINTING
    printer.mood = "well"
    assert job.wait(LONG) is State.PRINTED
    assert printer.printed == PAPER + b"2"


def test_a_job_that_is_given_up_is_told(printer: Cups) -> None:
    # The printer may still say what was wrong with it before.
    assert printed(printer).state is State.PRINTED
    printer.mood = "broken"
    job = printed(printer)
    assert (job.state, job.trouble) == (State.FAILED, Trouble.FAILED)
    assert printer.waiting == ""


def test_a_queue_that_is_stopped_takes_nothing(printer: Cups) -> None:
    job = Job(Queue(CLOSED, printer.server), PAPER, patience=LONG)
    job.wait(LONG)
    assert (job.state, job.trouble, job.gone) == (State.FAILED, Trouble.STOPPED, True)
    assert printer.waiting == ""
    others = (Queue(name, printer.server).trouble() for name in ("nobody", QUEUE))
    assert list(others) == [Trouble.MISSING, None]


def test_a_printer_that_takes_for_ever_is_not_waited_for(printer: Cups) -> None:
    printer.mood = "silent"
    job = Job(Queue(QUEUE, printer.server), PAPER, patience=LONG, longest=PATIENCE)
    assert job.wait(LONG) is State.FAILED
    assert (job.trouble, job.gone) == (Trouble.SLOW, True)
    assert printer.waiting == ""


def test_the_person_can_stop_it(printer: Cups) -> None:
    printer.mood = "silent"
    job = Job(Queue(QUEUE, printer.server), PAPER)
    job.stop()
    assert job.state is State.FAILED
    assert printer.waiting == ""


def test_a_queue_that_does_not_exist(printer: Cups) -> None:
    job = Job(Queue("nobody", printer.server), PAPER)
    assert (job.state, job.trouble) == (State.FAILED, Trouble.MISSING)


def test_no_scheduler_at_all() -> None:
    started = time.monotonic()
    job = Job(Queue(QUEUE, "127.0.0.1:9"), PAPER)
    assert (job.state, job.trouble) == (State.FAILED, Trouble.MISSING)
    assert time.monotonic() - started < 10


def test_no_programs_of_cups(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PrintingFailed) as caught:
        Queue(QUEUE).look(1)
    assert caught.value.trouble is Trouble.MISSING


def test_a_paper_that_lp_may_have_handed_over_is_not_said_to_be_gone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[Trouble] = []
    monkeypatch.setattr("assessment.printing.cups._SECONDS", 0.2)
    monkeypatch.setenv("PATH", str(tmp_path))
    for script in ("exec /bin/sleep 60", "echo done"):
        (tmp_path / "lp").write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / "lp").chmod(0o755)
        job = Job(Queue(QUEUE), PAPER, failed=told.append)
        job.stop()
        assert (job.state, job.gone) == (State.FAILED, False)
    assert told == [Trouble.SLOW, Trouble.MISSING]


def test_what_a_broken_server_left_is_taken_back(printer: Cups) -> None:
    printer.mood = "silent"
    Queue(QUEUE, printer.server).send(PAPER)
    assert QUEUE in printer.waiting
    Queue(QUEUE, printer.server).clear()
    assert printer.waiting == ""


def test_k4_nothing_of_a_paper_is_left(printer: Cups) -> None:
    for mood in ("well", "no-paper", "broken"):
        printer.mood = mood
        printed(printer)
    kept = [path for path in printer.folder.rglob("*") if path.is_file()]
    assert {path.name for path in kept} >= {"errors", "printers.conf"}
    for path in kept:
        if path.parent.name != "printed":
            assert CANARY not in path.read_bytes(), path
