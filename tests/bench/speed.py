"""Speed: milliseconds here and now, and the same as ratios to a fixed piece of work.

Machines differ and are noisy. The unit is the time that this run took for a fixed
piece of Python (a hundred thousand additions), so that two runs can be compared.
"""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from assessment.core.assess import assess
from assessment.core.topic import Topic
from assessment.rulebook import load_topic
from assessment.web import create_app
from assessment.web.settings import Settings
from tests.browser.serve import served
from tests.cases.read import Case
from tests.web.looking import LookingClient
from tests.web.walker import Walker

ROUNDS = 20


def unit() -> float:
    """Milliseconds that the fixed piece of work takes here, at the median of five."""

    def work() -> None:
        total = 0
        for number in range(100_000):
            total += number

    return statistics.median(milliseconds(work) for _ in range(5))


def milliseconds(work: Callable[[], object]) -> float:
    """How long the work takes once."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def percentile(times: list[float], percent: int) -> float:
    """The time that `percent` of the times do not exceed."""
    return sorted(times)[math.ceil(len(times) * percent / 100) - 1]


def line(label: str, times: list[float], one: float, aim: str) -> str:
    """One figure: median and 95th percentile in ms, and the median in units."""
    middle, high = statistics.median(times), percentile(times, 95)
    return (
        f"  {label:34} median {middle:7.1f} ms  p95 {high:7.1f} ms"
        f"  {middle / one:6.1f} units  (aim {aim})"
    )


def report(topic: Topic, rules: Path, cases: tuple[Case, ...]) -> list[str]:
    """Lines to print."""
    one = unit()
    loads = [milliseconds(lambda: load_topic(rules)) for _ in range(ROUNDS)]
    assessments = [
        milliseconds(lambda case=case: assess(topic, case.answers))  # type: ignore[misc]
        for case in cases
        for _ in range(ROUNDS)
    ]
    with TemporaryDirectory() as state:
        steps, papers = journeys(Path(state), cases[:8])
        ready = [start_seconds(Path(state) / str(n)) * 1000 for n in range(3)]
    return [
        f"Speed (1 unit = {one:.2f} ms here)",
        line("load the rulebook", loads, one, "300 ms"),
        line("assess one person", assessments, one, "5 ms"),
        line("a step: POST, redirect, next GET", steps, one, "p95 20 ms"),
        line("a whole paper, warm", papers, one, "250 ms for 2 pages"),
        line("start until ready", ready, one, "3000 ms"),
    ]


def journeys(state: Path, cases: tuple[Case, ...]) -> tuple[list[float], list[float]]:
    """Milliseconds of every step of whole journeys, and of each paper at their end."""
    app = create_app(Settings(store=str(state / "visits"), secrets=(state / "secret",)))
    took: list[tuple[str, float]] = []
    inner = app.wsgi_app

    def timed(environ: dict[str, object], start_response: object) -> object:
        begun = time.perf_counter()
        response = inner(environ, start_response)  # type: ignore[arg-type]
        passed = (time.perf_counter() - begun) * 1000
        took.append((str(environ["REQUEST_METHOD"]), passed))
        return response

    app.wsgi_app = timed  # type: ignore[method-assign, assignment]
    steps: list[float] = []
    papers: list[float] = []
    for number, case in enumerate(cases):
        walker = Walker(LookingClient(app), case.answers)
        took.clear()
        walker.walk()
        steps += [
            post + get
            for (sent, post), (fetched, get) in pairwise(took)
            if (sent, fetched) == ("POST", "GET")
        ]
        took.clear()
        walker.paper()
        if number:  # the first may still find the children starting
            papers.append(took[-1][1])
    return steps, papers


def start_seconds(state: Path) -> float:
    """Seconds from starting the server to its first answer that it is ready."""
    state.mkdir()
    begun = time.perf_counter()
    with served(state):
        return time.perf_counter() - begun
