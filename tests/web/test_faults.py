"""Faults of a server that runs: nothing that was typed leaks, and nothing is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader
from werkzeug.test import Client, TestResponse
from werkzeug.wrappers import Request, Response

from assessment.web import create_app, paper
from assessment.web.settings import Settings
from tests.pdf.test_pool import HUGE
from tests.web.conftest import CALM, RULES
from tests.web.looking import LookingClient
from tests.web.test_privacy import CANARY, leave_canaries_everywhere
from tests.web.test_serving import COMMANDS, Server, serving_with

pytestmark = pytest.mark.slow

HOP = ("Connection", "Transfer-Encoding", "Date", "Server")


@dataclass(frozen=True)
class Through:
    """Stands where the app would, and passes everything on to a server."""

    port: int

    def test_client(self) -> Client:
        """A browser."""
        return Client(self._pass_on, TestResponse)

    def _pass_on(self, environ: Any, start_response: Any) -> Any:
        asked = Request(environ)
        address = environ["PATH_INFO"]
        if asked.query_string:
            address += "?" + asked.query_string.decode()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(asked.method, address, asked.get_data(), dict(asked.headers))
        answer = connection.getresponse()
        headers = [(k, v) for k, v in answer.getheaders() if k not in HOP]
        response = Response(answer.read(), answer.status, headers)
        connection.close()
        return response(environ, start_response)


def browser(server: Server) -> LookingClient:
    """Somebody at the server, who inspects every answer."""
    return LookingClient(Through(server.port))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("faults")
    (folder / "temporary").mkdir()
    settings = {
        "ASSESSMENT_RULES": str(RULES),
        "ASSESSMENT_PDF_SECONDS": "5",
        "ASSESSMENT_METRICS": "127.0.0.1",
        "TMPDIR": str(folder / "temporary"),
    }
    with serving_with(COMMANDS[0], folder, **settings) as started:
        yield started


def children_of(server: Server) -> list[int]:
    """The processes that make papers."""
    parents, makers = {}, []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue  # it ended just now
        parents[int(folder.name)] = int(fields[1])
        if b"forkserver" in line:
            makers.append(int(folder.name))
    ours = {server.process.pid}
    for _generation in range(4):
        ours |= {pid for pid, parent in parents.items() if parent in ours}
    # The one that makes the others is no child of its like.
    return [pid for pid in makers if pid in ours and parents[pid] in makers]


def at_the_end(server: Server) -> LookingClient:
    """Somebody who has answered everything, with canaries, and asked for one paper."""
    client = browser(server)
    client.canaries.add(CANARY)
    client.start()
    client.answer(*CALM[:6], {"wishes": CANARY})
    assert ask_for_paper(client) == 200
    return client


def ask_for_paper(client: LookingClient) -> int:
    """Press the button for the paper; gives the status."""
    client.get("/hiccups/results")
    sent = {"csrf_token": client.token()}
    return client.post("/hiccups/summary.pdf", sent, None).status


@contextmanager
def hung(children: list[int]) -> Iterator[None]:
    """The children stand still; those that nobody ended meanwhile then go on."""
    for child in children:
        os.kill(child, signal.SIGSTOP)
    yield
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGCONT)


def worker_of(server: Server) -> int:
    """The process that answers."""
    line = next(x for x in server.log.read_text("utf-8").splitlines() if "Booting" in x)
    return int(line.rpartition("pid: ")[2].partition('"')[0])


def test_f2_killed_children_are_replaced(server: Server) -> None:
    client, worker = at_the_end(server), worker_of(server)
    for _ in range(3):
        for child in children_of(server):
            os.kill(child, signal.SIGKILL)
        # Made by a new child; or refused, with a page to print, when it died at work.
        if ask_for_paper(client) != 200:
            assert 'href="/hiccups/paper"' in client.page.text
            assert ask_for_paper(client) == 200
    os.kill(worker, 0)
    assert CANARY not in server.log.read_text("utf-8")


def test_f3_a_hung_paper_is_stopped_and_the_page_to_print_offered(
    server: Server,
) -> None:
    client, worker = at_the_end(server), worker_of(server)
    with hung(children_of(server)):
        assert ask_for_paper(client) == 503
    assert client.page.heading == "The paper is not ready"
    assert 'href="/hiccups/paper"' in client.page.text
    assert 'href="/hiccups/results"' in client.page.text
    assert client.client.get("/health/ready").text.endswith("papers failing\n")
    assert CANARY in client.get("/hiccups/paper").text
    assert ask_for_paper(client) == 200
    assert client.client.get("/health/ready").text.endswith("papers ok\n")
    os.kill(worker, 0)
    assert CANARY not in server.log.read_text("utf-8")


def test_f4_a_memory_bomb_kills_its_child_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Settings(rules=RULES, state=tmp_path, store="memory:", pdf_megabytes=300)
    app: Flask = create_app(small)
    client = LookingClient(app)
    client.start()
    client.answer(*CALM)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(paper, "paper_html", lambda *_, **__: HUGE)
            assert ask_for_paper(client) == 503
        assert ask_for_paper(client) == 200
    finally:
        app.extensions["assessment"].papers.close()


def test_p1_p2_p5_no_canary_leaves_by_any_way_or_fault(server: Server) -> None:
    leave_canaries_everywhere(browser(server))
    client = at_the_end(server)
    pdf = client.page.response
    meta = PdfReader(BytesIO(pdf.data)).metadata
    assert CANARY not in str(meta)
    assert CANARY not in str(pdf.headers)
    client.get("/hiccups/health/2")
    client.press(400, csrf_token="stale", wishes=CANARY)
    client.get("/hiccups/health/2")
    client.press(413, wishes=CANARY * 10_000)
    with store_down(server.state):
        client.get("/help")
        assert client.client.get("/hiccups/check").status_code == 503
        sent = {"csrf_token": "stale", "wishes": CANARY}
        client.client.post("/hiccups/health/2", data=sent)
    assert client.get("/hiccups/check").heading == "Check your answers"
    shown = client.client.get("/metrics")
    assert shown.status_code == 200
    assert CANARY not in shown.text
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(timeout=30)
    folder = server.log.parent
    assert [*(folder / "temporary").rglob("*")] == []
    found = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.name for path in found} >= {"log", "secret", "visits.sqlite3"}
    for path in found:
        content = path.read_bytes().lower()
        assert CANARY.encode() not in content
        assert b"/hiccups" not in content
        assert b"aspirin" not in content


@contextmanager
def store_down(state: Path) -> Iterator[None]:
    """A folder stands where the store's file was."""
    file, aside = state / "visits.sqlite3", state / "aside"
    file.rename(aside)
    file.mkdir()
    yield
    file.rmdir()
    aside.rename(file)
