"""The real server on a free port of this machine, and Debian's Chromium to see it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).parents[2]
READY_SECONDS = 30
# For sites whose papers are waited for: a machine that is busy with tests is slow.
PATIENT = {"ASSESSMENT_PDF_SECONDS": "40"}
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def environment(**settings: str) -> dict[str, str]:
    """The environment of a new program: as it was before a paper was made in here.

    Making one points fontconfig at the bundled fonts, and Chromium needs the system's.
    """
    kept = {k: v for k, v in os.environ.items() if k != "FONTCONFIG_FILE"}
    return {**kept, **settings}


def free_port() -> int:
    """A port of the loopback address that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def served(state: Path, app: str = "wsgi:app", **settings: str) -> Iterator[str]:
    """Serve the site as `make run` does; gives its address. `state` keeps its files."""
    address = f"127.0.0.1:{free_port()}"
    command = [
        *(sys.executable, "-m", "gunicorn", "--bind", address, "--log-level"),
        *("warning", "--config", "python:assessment.web.serving", app),
    ]
    surroundings = environment(ASSESSMENT_STATE=str(state), **settings)
    server = subprocess.Popen(command, cwd=ROOT, env=surroundings)
    try:
        wait_until_ready(f"http://{address}", server)
        yield f"http://{address}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def wait_until_ready(site: str, server: subprocess.Popen[bytes]) -> None:
    """Return once the site says that it is ready; fail if it ends or takes too long."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(f"{site}/health/ready", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"not ready after {READY_SECONDS} s")


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium with a fresh profile; nothing is downloaded."""
    path = shutil.which("chromium")
    assert path, "chromium is not installed; `make test` installs it"
    browser = playwright.chromium.launch(
        executable_path=path, args=list(CHROMIUM_ARGUMENTS), env={**environment()}
    )
    try:
        yield browser
    finally:
        browser.close()
