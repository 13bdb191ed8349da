"""Two servers and one Valkey behind nginx, set up as documented, serve a person.

The servers run as `make run` starts them; nginx runs with the example of the documents,
in which only ports and paths are others.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.certificates import make_certificate
from tests.valkey_server import ValkeyServer
from tests.web.conftest import CALM, RULES
from tests.web.looking import LookingClient
from tests.web.through import Through

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "deploy" / "nginx" / "previsit.conf"
HOST = "clinic.example"
SECONDS_TO_START = 60
CANARY = "canary7491"
AROUND = """
{user}
pid {folder}/nginx.pid;
daemon off;
worker_processes 1;
events {{}}
http {{
    client_body_temp_path {folder}/temp-body;
    proxy_temp_path {folder}/temp-proxy;
    fastcgi_temp_path {folder}/temp-fastcgi;
    uwsgi_temp_path {folder}/temp-uwsgi;
    scgi_temp_path {folder}/temp-scgi;
    include {folder}/previsit.conf;
}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        assert process.poll() is None
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def end(process: subprocess.Popen[bytes], by: signal.Signals = signal.SIGKILL) -> None:
    """End a program and all that it started: it has a group of its own."""
    if process.poll() is None:
        os.killpg(process.pid, by)
    process.wait(timeout=30)


@dataclass
class Server:
    """One of the servers: where it listens, and what it writes."""

    port: int
    log: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, as `make run` does."""
        command = [
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"),
            *("--config", "python:assessment.web.serving", "wsgi:app"),
        ]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    def wait(self) -> None:
        """Return once it listens."""
        assert self.process is not None
        wait_for(self.port, self.process)

    def kill(self) -> None:
        """Pull its plug."""
        if self.process is not None:
            end(self.process)

    @property
    def answered(self) -> int:
        """How many requests it has answered."""
        return self.log.read_text("utf-8").count('"ms": ')


@dataclass
class Clinic:
    """All that runs."""

    browser: Any
    port: int  # of plain http
    servers: tuple[Server, Server]
    valkey: ValkeyServer
    folder: Path

    def restart(self, *servers: Server) -> None:
        """Start servers, and return once nginx asks them again."""
        answered = [server.answered for server in servers]
        for server in servers:
            server.start()
        client = self.browser.test_client()
        deadline = time.monotonic() + SECONDS_TO_START
        while any(
            server.answered == before
            for server, before in zip(servers, answered, strict=True)
        ):
            assert time.monotonic() < deadline
            client.get("/about")
            time.sleep(0.05)


def configure(folder: Path, ports: list[int], front: list[int]) -> Path:
    """The documents' example with other ports and paths, and what is around it."""
    certificate, key = make_certificate(folder)
    text = EXAMPLE.read_text("utf-8")
    for old, new in {
        "127.0.0.1:8001": f"127.0.0.1:{ports[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{ports[1]}",
        "listen 80;": f"listen 127.0.0.1:{front[0]};",
        "listen 443 ssl;": f"listen 127.0.0.1:{front[1]} ssl;",
        "/etc/ssl/previsit/certificate.pem": str(certificate),
        "/etc/ssl/previsit/key.pem": str(key),
        "/var/log/nginx/previsit.log": str(folder / "previsit.log"),
    }.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "previsit.conf").write_text(text)
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    return certificate


@contextmanager
def nginx(folder: Path, port: int) -> Iterator[None]:
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program
    log = str(folder / "nginx.log")
    process = subprocess.Popen(
        [program, "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", log],
        start_new_session=True,
    )
    try:
        wait_for(port, process)
        yield
    finally:
        end(process)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    folder = tmp_path_factory.mktemp("clinic")
    ports, front = [free_port(), free_port()], [free_port(), free_port()]
    certificate = configure(folder, ports, front)
    with ExitStack() as running:
        valkey = running.enter_context(ValkeyServer())
        settings = {
            "RULES": RULES, "STATE": folder / "state", "STORE": valkey.address,
            "HTTPS": "true", "PROXIES": "1", "TRUSTED_HOSTS": HOST, "PDF_CHILDREN": "1",
        }  # fmt: skip
        environment = {f"ASSESSMENT_{name}": str(one) for name, one in settings.items()}
        environment |= {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
        servers = tuple(
            Server(port, folder / f"server-{port}.log", environment) for port in ports
        )
        for server in servers:
            running.callback(server.kill)
            server.start()
        for server in servers:
            server.wait()
        running.enter_context(nginx(folder, front[1]))
        browser = Through(front[1], HOST, certificate)
        yield Clinic(browser, front[0], (servers[0], servers[1]), valkey, folder)


def paper(client: LookingClient) -> bytes:
    """The paper, asked for again while a server that just started says to wait."""
    deadline = time.monotonic() + SECONDS_TO_START
    token = {"csrf_token": client.token()}
    while client.post("/hiccups/summary.pdf", token, None).status == 503:
        assert time.monotonic() < deadline
    assert client.page.status == 200
    return bytes(client.page.response.data)


def test_two_servers_behind_nginx_serve_one_journey_though_one_is_killed(
    clinic: Clinic,
) -> None:
    client = LookingClient(clinic.browser)
    first, second = clinic.servers
    client.start()
    client.answer(*CALM[:3])
    assert first.answered > 1
    assert second.answered > 1
    first.kill()
    client.answer(*CALM[3:6], {"wishes": CANARY})
    assert CANARY in client.page.text
    clinic.restart(first)
    before = first.answered
    second.kill()
    assert CANARY in client.get("/hiccups/check").text
    client.get("/hiccups/results")
    assert paper(client).startswith(b"%PDF-")
    assert first.answered > before
    client.finish()
    assert client.follow().heading == "Thank you. Your answers are wiped."
    clinic.restart(second)
    assert client.get("/hiccups/check", 303).location == "/"


def test_p1_nothing_of_the_journey_is_in_a_file_of_nginx_or_a_server(
    clinic: Clinic,
) -> None:
    client = LookingClient(clinic.browser)
    client.start()
    client.answer(*CALM[:6], {"wishes": CANARY})
    client.get("/hiccups/results")
    assert paper(client).startswith(b"%PDF-")
    for server in clinic.servers:
        server.kill()
    client.client.get("/hiccups/check")  # an error that nginx could write about
    clinic.restart(*clinic.servers)
    files = [path for path in clinic.folder.rglob("*") if path.is_file()]
    assert {"nginx.log", "previsit.log", "secret"} <= {path.name for path in files}
    for path in files:
        assert CANARY.encode() not in path.read_bytes()
        if path.suffix == ".log":
            assert b"/hiccups" not in path.read_bytes()
        assert "temp-" not in str(path)


def test_what_nginx_answers_itself_is_kind_and_safe(clinic: Clinic) -> None:
    client = clinic.browser.test_client()
    assert client.get("/health/ready").status_code == 200  # asked from this machine
    too_much = client.post("/hiccups/health/2", data={"wishes": "x" * 6_000_000})
    assert too_much.status_code == 413
    for server in clinic.servers:
        server.kill()
    away = client.get("/")
    assert away.status_code == 503
    assert away.headers["Retry-After"] == "10"
    assert "call your emergency number" in away.text
    for response in (too_much, away):
        assert response.headers["Content-Security-Policy"] == "default-src 'none'"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.mimetype == "text/plain"
    clinic.restart(*clinic.servers)
    assert client.get("/").status_code == 200


def test_plain_http_leads_to_https_and_nowhere_else(clinic: Clinic) -> None:
    connection = HTTPConnection("127.0.0.1", clinic.port, timeout=30)
    with closing(connection):
        connection.request("POST", "/hiccups/you/1", "age=40", {"Host": HOST})
        response = connection.getresponse()
    assert response.status == 308
    assert response.getheader("Location") == f"https://{HOST}/hiccups/you/1"


def test_a_store_that_goes_away_is_said_so_and_heals(clinic: Clinic) -> None:
    client = LookingClient(clinic.browser)
    client.start()
    client.answer(*CALM[:6])
    clinic.valkey.stop()
    assert client.press(503, wishes="x").heading == "Your last answers were not saved"
    assert clinic.browser.test_client().get("/health/ready").status_code == 503
    clinic.valkey.start()
    # What it held in memory alone is gone, and that is said, too.
    page = client.get("/hiccups/health/2", 400)
    assert page.heading == "Your answers are no longer here"
    client.start()
    assert client.answer(*CALM).heading == "Check your answers"
