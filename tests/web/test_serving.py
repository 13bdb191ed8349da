"""Serving: gunicorn as `make run` starts it has room for pages, and tells nothing."""

from __future__ import annotations

import inspect
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assessment.pdf.pool import RenderPool
from assessment.web import serving
from assessment.web.settings import Settings
from tests.web.looking import HEADERS

ROOT = Path(__file__).parents[2]
CANARY = "canary7491"


def serve_command() -> str:
    """What the Makefile starts."""
    text = (ROOT / "Makefile").read_text("utf-8").replace("\\\n", " ")
    found = re.search(r"^SERVE := \$\(PYTHON\) -m (.*)$", text, re.MULTILINE)
    assert found
    return found[1]


def test_papers_leave_threads_for_pages() -> None:
    assert f"--config python:{serving.__name__}" in serve_command()
    assert "--threads" not in serve_command()
    settings = Settings()
    papers = settings.pdf_children + settings.pdf_waiting
    assert serving.threads >= 2 * papers


def test_a_paper_is_refused_within_a_second() -> None:
    patience = inspect.signature(RenderPool).parameters["patience"].default
    assert patience < 1


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port of a server that runs, and the file of what it writes."""
    folder = tmp_path_factory.mktemp("served")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = serve_command().replace("$(BIND)", f"127.0.0.1:{port}").split()
    environment = {**os.environ, "ASSESSMENT_STATE": str(folder / "state")}
    log = folder / "log"
    with log.open("wb") as file:
        server = subprocess.Popen(
            [sys.executable, "-m", *words, "wsgi:app"],
            cwd=ROOT, env=environment, stdout=file, stderr=file,
        )  # fmt: skip
        try:
            wait_for(port, server)
            yield port, log
        finally:
            server.terminate()
            server.wait(timeout=20)


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


def test_a_page_does_not_say_what_serves_it(served: tuple[int, Path]) -> None:
    answer = ask(served[0], b"GET / HTTP/1.1\r\nHost: localhost")
    assert headers_of(answer)["Server"] == ""
    assert "gunicorn" not in answer


UNREADABLE = [
    f"{CANARY}".encode(),
    f"GET /{CANARY} HTTP/9.9".encode(),
    f"GET / HTTP/1.1\r\nHost: localhost\r\n{CANARY} x: y".encode(),
    f"GET /{CANARY * 1000} HTTP/1.1".encode(),
    f"GET / HTTP/1.1\r\nHost: localhost\r\n{CANARY}: {CANARY * 2000}".encode(),
]


@pytest.mark.parametrize("request_", UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_gunicorn_answers_itself_has_our_headers_and_repeats_nothing(
    served: tuple[int, Path], request_: bytes
) -> None:
    port, log = served
    answer = ask(port, request_)
    assert re.match(r"HTTP/1\.1 4\d\d ", answer)
    found = headers_of(answer)
    assert {name: found.get(name) for name in HEADERS} == HEADERS
    assert CANARY not in answer
    assert CANARY not in log.read_text("utf-8")
    assert "ip=127.0.0.1" not in log.read_text("utf-8")
