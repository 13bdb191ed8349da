"""Load: a clinic's worth of people at the real server, on this machine alone.

Server and people share the cores, so no figure flatters. How long a run takes is
bounded, and nothing but the loopback address is asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer
from typing import Any

from assessment.storage import SealedVisits, SQLiteStore
from tests.browser.serve import ROOT, served

SECONDS = 120  # of a run; a visit takes about 40
CROWDED_SECONDS = 60
# People come one after the other, over the time of a visit; the worst is all at once:
# then all ask for their papers at once, too.
ONE_BY_ONE, AT_ONCE = 40, 2  # seconds until all are there
PEOPLE = 50
PRINTERS = 20  # more than may be made and wait at once, and not 20 papers for each
PRINTERS_TOO_MANY = 40
HURRIERS = 8
OPEN_VISITS = 200
ABANDONED = 10_000
TICKS = os.sysconf("SC_CLK_TCK")
PEOPLE_FILE = "tests/bench/people.py"


@dataclass(frozen=True)
class Times:
    """What one kind of request took: milliseconds, and how often."""

    counts: dict[int, int]
    failures: int

    @property
    def number(self) -> int:
        """How many there were."""
        return sum(self.counts.values())

    def percentile(self, percent: float) -> int:
        """Milliseconds that `percent` of them do not exceed; 0 when there were none."""
        left = self.number * percent / 100
        for milliseconds in sorted(self.counts):
            left -= self.counts[milliseconds]
            if left <= 0:
                return milliseconds
        return 0

    def __str__(self) -> str:
        return (
            f"{self.number:6} requests  p50 {self.percentile(50):5} ms"
            f"  p95 {self.percentile(95):5} ms  p99 {self.percentile(99):5} ms"
            f"  worst {self.percentile(100):5} ms  failed {self.failures}"
        )


@dataclass(frozen=True)
class Run:
    """What a run found, by kind of request, and what it cost the server."""

    times: dict[str, Times]
    cpu_seconds: float  # of the server and its children
    megabytes: float  # proportional set size of all of them, near the end

    def of(self, kind: str) -> Times:
        """The times of one kind; none when nobody asked for it."""
        return self.times.get(kind, Times({}, 0))


def report() -> list[str]:
    """Lines to print."""
    alone = run(SECONDS, ONE_BY_ONE, Patient=PEOPLE)
    taken = run(SECONDS, ONE_BY_ONE, Taker=PEOPLE)
    abreast = run(SECONDS, Taker=PEOPLE)
    busy = run(CROWDED_SECONDS, Patient=PEOPLE, Printer=PRINTERS)
    flood = run(20, Printer=PRINTERS_TOO_MANY)
    still = run(15, Abandoner=OPEN_VISITS)
    flat_out = run(30, Hurrier=HURRIERS)
    pages, crowded = alone.of("page"), busy.of("page")
    cost = alone.cpu_seconds / max(1, pages.number) * 1000
    papers = busy.of("paper").number
    paper_cost = (busy.cpu_seconds * 1000 - crowded.number * cost) / max(1, papers)
    return [
        f"Load: {PEOPLE} people who think 1 to 2 s, {SECONDS} s, {os.cpu_count()} cores"
        " shared with them",
        f"  pages                {pages}  (aim p95 100, p99 250)",
        *_with_papers("each takes a paper", taken, pages),
        *_with_papers("the same, abreast", abreast, pages),
        *_with_papers(f"{PRINTERS} more print all day", busy, pages),
        f"  {PRINTERS_TOO_MANY} ask at once, again and again: {flood.of('paper')}",
        f"    refused            {flood.of('paper refused')}",
        f"  {HURRIERS} who never think, for 30 s: {flat_out.of('page')}",
        f"  processor time of a page {cost:.1f} ms, of a paper {paper_cost:.0f} ms",
        f"  memory with {OPEN_VISITS} open visits {still.megabytes:.0f} MB (aim 400),"
        f" after papers {busy.megabytes:.0f} MB",
        f"  {ABANDONED} abandoned visits are swept in {sweep_seconds():.1f} s",
    ]


def _with_papers(title: str, found: Run, without: Times) -> list[str]:
    """How pages and papers fared, and how much slower the pages were for it."""
    pages, refused = found.of("page"), found.of("paper refused").number
    times = pages.percentile(99) / max(1, without.percentile(99))
    return [
        f"  {title:20} {pages}  (p99 {times:.1f} times; aim 2)",
        f"    their papers       {found.of('paper')}, {refused} refused",
    ]


def run(seconds: int, within: float = AT_ONCE, **people: int) -> Run:
    """Let so many people of each class at a fresh server for that long.

    They come evenly, all `within` so many seconds.
    """
    with TemporaryDirectory() as folder, _quietly():
        state = Path(folder)
        with served(state) as site:
            found: list[float] = []
            look = Timer(seconds - 2, lambda: found.append(_megabytes(_server())))
            look.start()
            stats = _locust(site, state / "stats", seconds, within, people)
            look.join()
            cpu = _cpu_seconds(_server())
    return Run(stats, cpu, found[0])


def _locust(
    site: str, to: Path, seconds: int, within: float, people: dict[str, int]
) -> dict[str, Times]:
    counts = json.dumps(
        [{"user_class_name": n, "fixed_count": c} for n, c in people.items()]
    )
    done = subprocess.run(
        [
            *(sys.executable, "-m", "locust", "-f", PEOPLE_FILE, *people),
            *("--config-users", counts, "--host", site, "--headless"),
            *("--users", str(sum(people.values()))),
            *("--spawn-rate", str(sum(people.values()) / within)),
            *("--run-time", f"{seconds}s", "--stop-timeout", "5"),
            *("--json-file", str(to), "--loglevel", "ERROR", "--only-summary"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,  # its status is 1 as soon as one request failed
    )
    assert "Traceback" not in done.stderr, done.stderr
    return _read(json.loads(to.with_suffix(".json").read_text("utf-8")))


def _read(stats: list[dict[str, Any]]) -> dict[str, Times]:
    times: dict[str, Times] = {}
    for one in stats:  # GET and POST apart
        before = times.get(one["name"], Times({}, 0))
        counts = dict(before.counts)
        for milliseconds, count in one["response_times"].items():
            key = round(float(milliseconds))
            counts[key] = counts.get(key, 0) + count
        times[one["name"]] = Times(counts, before.failures + one["num_failures"])
    return times


def sweep_seconds() -> float:
    """How long it takes to wipe visits that were left behind."""
    with TemporaryDirectory() as folder:
        store = SQLiteStore(Path(folder) / "visits")
        visits = SealedVisits(store, [os.urandom(32)])
        for _ in range(ABANDONED):
            visits.save(SealedVisits.new_secret(), bytes(3000), expires=1)
        begun = time.perf_counter()
        assert store.sweep(now=2) == ABANDONED
        return time.perf_counter() - begun


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the server's journal out of the figures."""
    kept = os.dup(2)
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(kept, 2)
            os.close(kept)


def _server() -> list[Path]:
    """The server's processes: all descendants of this one but locust."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if b"locust" not in (folder / "cmdline").read_bytes():
                parents[int(folder.name)] = int(fields[1])
        except OSError:
            continue  # it ended in the meantime
    found = {os.getpid()}
    while more := {p for p, parent in parents.items() if parent in found} - found:
        found |= more
    return [Path("/proc") / str(pid) for pid in found - {os.getpid()}]


def _megabytes(processes: list[Path]) -> float:
    kilobytes = 0
    for folder in processes:
        for row in (folder / "smaps_rollup").read_text().splitlines():
            if row.startswith("Pss:"):
                kilobytes += int(row.split()[1])
    return kilobytes / 1024


def _cpu_seconds(processes: list[Path]) -> float:
    ticks = 0
    for folder in processes:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])  # utime, stime: proc(5)
    return ticks / TICKS
