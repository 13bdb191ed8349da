"""Serving, by gunicorn and by waitress: room for pages, and nothing is told."""

from __future__ import annotations

import inspect
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from assessment.pdf.pool import RenderPool
from assessment.web import serving, windows
from assessment.web.settings import Settings, variable
from tests.browser.serve import environment, free_port
from tests.web.conftest import CALM, RULES, build
from tests.web.looking import HEADERS, LookingClient

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CANARY = "canary7491"


def serve_command() -> str:
    """What the Makefile starts."""
    text = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    found = re.search(r"^SERVE := \$\(PYTHON\) -m (.*)$", text, re.MULTILINE)
    assert found
    return found[1]


COMMANDS = (
    f"{serve_command()} wsgi:app",
    "assessment.web.windows --bind $(BIND)",
)


def test_papers_leave_threads_for_pages() -> None:
    assert f"--config python:{serving.__name__}" in serve_command()
    assert "--threads" not in serve_command()
    settings = Settings()
    papers = settings.pdf_children + settings.pdf_waiting
    assert serving.threads >= 2 * papers
    assert serving.threads == windows.THREADS


def test_l4_a_paper_is_refused_within_a_second() -> None:
    patience = inspect.signature(RenderPool).parameters["patience"].default
    assert patience < 1


@dataclass(frozen=True)
class Server:
    """A server that runs."""

    port: int
    log: Path  # what it writes
    state: Path
    process: subprocess.Popen[bytes]


@contextmanager
def serving_with(command: str, folder: Path, **settings: str) -> Iterator[Server]:
    """A server in a process of its own, which is ended if it has not ended itself."""
    port = free_port()
    words = command.replace("$(BIND)", f"127.0.0.1:{port}").split()
    log, state = folder / "log", folder / "state"
    surroundings = environment(ASSESSMENT_STATE=str(state), **settings)
    with log.open("wb") as file:
        process = subprocess.Popen(
            # A job in the background is started deaf to Ctrl+C, and so would this be.
            ["env", "--default-signal=INT", sys.executable, "-m", *words],
            cwd=ROOT, env=surroundings, stdout=file, stderr=file,
        )  # fmt: skip
        try:
            wait_for(port, process)
            yield Server(port, log, state, process)
        finally:
            # As Ctrl+C does, which waitress waits for.
            process.send_signal(signal.SIGINT)
            process.wait(timeout=20)


@pytest.fixture(scope="module", params=COMMANDS, ids=["gunicorn", "waitress"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Each of the two servers."""
    folder, rules = tmp_path_factory.mktemp("served"), str(RULES)
    with serving_with(request.param, folder, ASSESSMENT_RULES=rules) as server:
        yield server


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    """Return once the server answers."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert server.poll() is None
        try:
            assert ask(
                port, b"GET /health/live HTTP/1.1\r\nHost: localhost"
            ).startswith("HTTP/1.1 200")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server does not answer")


def ask(port: int, request: bytes) -> str:
    """All that the server answers to these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request + b"\r\nConnection: close\r\n\r\n")
        return b"".join(iter(lambda: connection.recv(65_536), b"")).decode()


def headers_of(answer: str) -> dict[str, str]:
    """The headers by name."""
    lines = answer.partition("\r\n\r\n")[0].split("\r\n")[1:]
    return {name: value.strip() for name, _, value in (x.partition(":") for x in lines)}


def test_a_page_does_not_say_what_serves_it(served: Server) -> None:
    answer = ask(served.port, b"GET / HTTP/1.1\r\nHost: localhost")
    found = headers_of(answer)
    assert found.get("Server", "") == ""
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    assert "gunicorn" not in answer
    assert "waitress" not in answer


def test_every_line_that_it_writes_is_json(served: Server) -> None:
    ask(served.port, b"GET /help HTTP/1.1\r\nHost: localhost")
    lines = [json.loads(line) for line in served.log.read_text("utf-8").splitlines()]
    assert {"time", "level", "event"} <= set.intersection(*map(set, lines))
    assert "help" in [line.get("route") for line in lines]


UNREADABLE = [
    f"{CANARY}".encode(),
    f"GET /{CANARY} HTTP/9.9".encode(),
    f"GET / HTTP/1.1\r\nHost: localhost\r\n{CANARY} x: y".encode(),
    f"GET / HTTP/1.1\r\nHost: localhost\r\nHost: {CANARY}".encode(),
    f"GET /{CANARY * 1000} HTTP/1.1".encode(),
    f"GET / HTTP/1.1\r\nHost: localhost\r\n{CANARY}: {CANARY * 1650}".encode(),
]


@pytest.mark.parametrize("request_", UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_the_server_answers_itself_has_our_headers_and_repeats_nothing(
    served: Server, request_: bytes
) -> None:
    answer = ask(served.port, request_)
    assert re.match(r"HTTP/1\.[01] 4\d\d ", answer)
    found = headers_of(answer)
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    assert CANARY not in answer
    written = served.log.read_text("utf-8")
    assert CANARY not in written
    assert "ip=127.0.0.1" not in written
    assert "Traceback" not in written


@dataclass(frozen=True)
class Patient:
    """Somebody at the end of a visit to a server; the hiccups are theirs."""

    port: int
    cookie: str
    token: str

    def send(self, path: str) -> socket.socket:
        """Send the head of a form, and return once the server asks for the rest."""
        lines = (
            f"POST {path} HTTP/1.1", "Host: localhost",
            f"Cookie: previsit={self.cookie}", "Expect: 100-continue",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(self.form)}", "Connection: close", "", "",
        )  # fmt: skip
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=40)
        connection.sendall("\r\n".join(lines).encode())
        goes_on = b"HTTP/1.1 100 Continue\r\n\r\n"
        assert connection.recv(len(goes_on), socket.MSG_WAITALL) == goes_on
        return connection

    def finish(self, connection: socket.socket) -> str:
        """Send the rest; gives what the server answers."""
        with connection:
            connection.sendall(self.form)
            parts = iter(lambda: connection.recv(65_536), b"")
            return b"".join(parts).decode("latin-1")

    @property
    def form(self) -> bytes:
        """What every form of the results page sends."""
        return f"csrf_token={self.token}".encode()


def at_results(server: Server, count: int) -> Iterator[Patient]:
    """People who answered everything at a second site over the same files."""
    beside = build(server.state, store="")
    for _ in range(count):
        client = LookingClient(beside)
        client.start()
        client.answer(*CALM)
        client.get("/hiccups/results")
        cookie = client.client.get_cookie("previsit")
        assert cookie is not None
        yield Patient(server.port, cookie.value, client.token())


def is_whole(answer: str) -> bool:
    """Whether as much came as was said."""
    return len(answer.partition("\r\n\r\n")[2]) == int(
        headers_of(answer)["Content-Length"]
    )


def test_a_page_and_a_paper_are_served(served: Server) -> None:
    (patient,) = at_results(served, 1)
    cookie = f"Host: localhost\r\nCookie: previsit={patient.cookie}"
    page = ask(served.port, f"GET /hiccups/results HTTP/1.1\r\n{cookie}".encode())
    assert page.startswith("HTTP/1.1 200")
    paper = patient.finish(patient.send("/hiccups/summary.pdf"))
    assert headers_of(paper)["Content-Type"] == "application/pdf"
    assert is_whole(paper)


def test_f11_who_is_being_answered_when_it_stops_is_answered(tmp_path: Path) -> None:
    places = ("summary.pdf", *["understood"] * 9)
    with serving_with(COMMANDS[0], tmp_path, ASSESSMENT_RULES=str(RULES)) as server:
        patients = list(at_results(server, 2))
        # From here on the children are there.
        patients[0].finish(patients[0].send("/hiccups/summary.pdf"))
        asked = [
            (patient, patient.send(f"/hiccups/{place}"))
            for patient in patients
            for place in places
        ]
        server.process.terminate()
        with ThreadPoolExecutor(len(asked)) as threads:
            answers = list(threads.map(lambda one: one[0].finish(one[1]), asked))
        # After this time gunicorn ends what is left; the promise is 15 seconds.
        assert serving.graceful_timeout < 15
        assert server.process.wait(timeout=30) == 0
    assert all(map(is_whole, answers))
    statuses = [answer.split()[1] for answer in answers]
    assert statuses.count("303") == 18
    assert {*statuses} <= {"303", "200", "503"}


def test_the_examples_of_deployment_serve_as_make_run_does() -> None:
    deploy = ROOT / "docs" / "deploy"
    unit = (deploy / "systemd" / "previsit.service").read_text("utf-8")
    served = COMMANDS[0].replace("$(BIND)", "127.0.0.1:8000")
    assert f"/python -m {served}\n" in unit
    makefile = (ROOT / "Makefile").read_text("utf-8")
    packages = re.search(r"^RUN_PACKAGES := (.*)$", makefile, re.MULTILINE)
    assert packages
    recipe = (deploy / "docker" / "Dockerfile").read_text("utf-8")
    assert f" {packages[1]} " in recipe
    words = re.search(r'^CMD \[".venv/bin/python", "-m", (.*?)\]$', recipe, re.M | re.S)
    assert words
    assert re.findall(r'"([^"]*)"', words[1]) == (
        COMMANDS[0].replace("$(BIND)", "0.0.0.0:8000").split()
    )
    for setting in re.findall(r"ASSESSMENT_\w+", unit + recipe):
        assert setting in {variable(one) for one in fields(Settings)}
