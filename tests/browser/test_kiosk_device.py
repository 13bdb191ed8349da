"""The files of docs/deploy/kiosk do what docs/kiosk.md says of them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Playwright

from tests.browser.plain import attach, plain_chromium, read_port, wait_to_show
from tests.browser.serve import CHROMIUM_ARGUMENTS, ROOT, environment, served
from tests.web.conftest import RULES

pytestmark = pytest.mark.browser

FILES = ROOT / "docs" / "deploy" / "kiosk"
FLAGS = [
    line
    for line in (FILES / "chromium-flags").read_text("utf-8").splitlines()
    if not line.startswith("#")
]
POLICIES = json.loads((FILES / "previsit.json").read_text("utf-8"))
# With these nothing could look at the browser from outside, a test neither.
AGAINST_TESTS = ("DeveloperToolsAvailability", "RemoteDebuggingAllowed")
# There is no compositor here.
NEEDS_A_SCREEN = "--ozone-platform=wayland"
RESTART_SECONDS = 15


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a shared screen about hiccups."""
    state = tmp_path_factory.mktemp("device")
    settings = {"ASSESSMENT_KIOSK": "true", "ASSESSMENT_RULES": str(RULES)}
    with served(state, **settings) as site:
        yield site


def test_chromium_knows_every_policy_and_every_flag() -> None:
    program = Path("/usr/lib/chromium/chromium").read_bytes()
    flags = [flag.partition("=")[0].removeprefix("--") for flag in FLAGS]
    names = [*POLICIES, *flags]
    unknown = [name for name in names if b"\0%b\0" % name.encode() not in program]
    assert unknown == []


def test_k6_with_these_flags_and_policies_only_the_site_opens(
    playwright: Playwright, kiosk: str, tmp_path: Path
) -> None:
    policies = {k: v for k, v in POLICIES.items() if k not in AGAINST_TESTS}
    file = tmp_path / "previsit.json"
    file.write_text(json.dumps({**policies, "URLAllowlist": [kiosk]}))
    profile = tmp_path / "profile"
    profile.mkdir()
    flags = [flag for flag in FLAGS if flag != NEEDS_A_SCREEN]
    with plain_chromium(playwright, profile, *flags, policies=file) as page:
        page.goto(kiosk)
        page.get_by_role("button", name="Start", exact=True).click()
        page.wait_for_url("**/emergency/1")
        for address in (
            "file:///etc/passwd",
            "https://example.org/",
            "chrome://version/",
            f"view-source:{kiosk}/",
        ):
            with suppress(Error):
                page.goto(address)
            assert "is blocked" in page.inner_text("body"), address
        page.goto(f"{kiosk}/help")
        assert page.inner_text("h1") == "Help or stop"


@contextmanager
def supervised(site: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The shipped script with the shipped flags, on no screen."""
    flags = folder / "flags"
    ours = [*CHROMIUM_ARGUMENTS, "--headless", "--remote-debugging-port=0"]
    kept = [flag for flag in FLAGS if flag != NEEDS_A_SCREEN]
    flags.write_text("\n".join([*kept, *ours]))
    loop = subprocess.Popen(
        [str(FILES / "previsit-kiosk")],
        env=environment(
            PREVISIT_SITE=site, PREVISIT_FLAGS=str(flags), XDG_RUNTIME_DIR=str(folder)
        ),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield loop
    finally:
        os.killpg(loop.pid, signal.SIGKILL)
        loop.wait()


def test_k7_chromium_that_is_killed_comes_back_empty(
    playwright: Playwright, kiosk: str, tmp_path: Path
) -> None:
    profile = tmp_path / "previsit" / "profile"
    port = profile / "DevToolsActivePort"
    noted = ""
    with supervised(kiosk, tmp_path) as loop:
        for _ in range(2):
            began = time.monotonic()
            noted = read_port(port, loop, before=noted)
            wait_to_show(noted, f"{kiosk}/")
            assert time.monotonic() - began < RESTART_SECONDS
            assert not (profile / "canary").exists()
            (page,) = attach(playwright, noted).contexts[0].pages
            assert page.get_by_text("You have already begun").count() == 0
            page.get_by_role("button", name="Start", exact=True).click()
            page.wait_for_url("**/emergency/1")
            (profile / "canary").touch()
            children = Path(f"/proc/{loop.pid}/task/{loop.pid}/children")
            os.kill(int(children.read_text().split()[0]), signal.SIGKILL)
