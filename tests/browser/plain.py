"""Chromium as people have it: Playwright's own flags hide what it keeps.

Playwright starts it with `--disable-back-forward-cache`, and then no page that was left
can ever come back.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Playwright
from playwright.sync_api import TimeoutError as Unanswered

from tests.browser.serve import CHROMIUM_ARGUMENTS, environment

WITHOUT_SCRIPT = "--blink-settings=scriptEnabled=false"
START_SECONDS = 30
ATTACH_SECONDS = 10
ATTEMPTS = 4
PRIVATE_POLICIES = """
mkdir -p "$1/policies/managed" && cp "$2" "$1/policies/managed" &&
mount --bind "$1" /etc/chromium && shift 2 && exec "$@"
"""


@contextmanager
def plain_chromium(
    playwright: Playwright, profile: Path, *flags: str, policies: Path | None = None
) -> Iterator[Page]:
    """The first page of a plain Chromium with this profile folder.

    Its managed policies are seen by it alone: in a mount namespace of its own, so that
    nothing is written to `/etc`. Needs unshare(1) and the right to use it.
    """
    port = profile / "DevToolsActivePort"
    port.unlink(missing_ok=True)
    browser = subprocess.Popen(
        [*_with(policies, profile), *_command(profile, flags)],
        env=environment(HOME=str(profile)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        attached = attach(playwright, read_port(port, browser))
        yield attached.contexts[0].pages[0]
        attached.new_browser_cdp_session().send("Browser.close")
        browser.wait(timeout=START_SECONDS)
    finally:
        browser.kill()
        browser.wait()


def _command(profile: Path, flags: Sequence[str]) -> list[str]:
    path = shutil.which("chromium")
    assert path, "chromium is not installed; `make test` installs it"
    own = (f"--user-data-dir={profile}", "--remote-debugging-port=0", "--headless")
    return [path, *CHROMIUM_ARGUMENTS, *own, *flags, "about:blank"]


def _with(policies: Path | None, profile: Path) -> list[str]:
    if policies is None:
        return []
    place = profile.parent / f"{profile.name}-etc"
    place.mkdir(exist_ok=True)
    inside = ["sh", "-ec", PRIVATE_POLICIES, "sh", str(place), str(policies)]
    return ["unshare", "--user", "--map-root-user", "--mount", *inside]


def read_port(port: Path, browser: subprocess.Popen[bytes], before: str = "") -> str:
    """What Chromium noted down of its port once it is up, and not `before`."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert browser.poll() is None, "Chromium ended at once"
        with suppress(FileNotFoundError):
            if (noted := port.read_text()).count("\n") and noted != before:
                return noted
        time.sleep(0.05)
    raise AssertionError(f"no answer from Chromium after {START_SECONDS} s")


def wait_to_show(noted: str, address: str) -> None:
    """Return once a window of the browser with this port shows the address."""
    port = noted.split()[0]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as told:
            if any(each["url"] == address for each in json.load(told)):
                return
        time.sleep(0.05)
    raise AssertionError(f"{address} is not shown after {START_SECONDS} s")


def attach(playwright: Playwright, noted: str) -> Browser:
    """Playwright's view of a Chromium that is running, and has noted down its port.

    A target that comes or goes just then is sometimes waited for without end, while
    the next attempt is answered at once.
    """
    for attempt in range(ATTEMPTS):
        try:
            return playwright.chromium.connect_over_cdp(
                f"http://127.0.0.1:{noted.split()[0]}", timeout=ATTACH_SECONDS * 1000
            )
        except Unanswered:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("there is always a last attempt")


class History:
    """Back and Forward as the browser's own buttons do them, and what is shown then."""

    def __init__(self, page: Page, *, scripts: bool = True) -> None:
        self.page = page
        self.scripts = scripts
        self.devtools: CDPSession = page.context.new_cdp_session(page)
        self.devtools.send("Page.enable")
        self._settled = False
        self.devtools.on("Page.frameNavigated", self._navigated)
        self.devtools.on("Page.loadEventFired", lambda _event: self._settle())

    def step(self, by: int) -> str | None:
        """What is shown after a step through the history; None where it ends."""
        history = self.devtools.send("Page.getNavigationHistory")
        target = history["currentIndex"] + by
        if not 0 <= target < len(history["entries"]):
            return None
        self._settled = False
        entry = history["entries"][target]["id"]
        self.devtools.send("Page.navigateToHistoryEntry", {"entryId": entry})
        deadline = time.monotonic() + START_SECONDS
        while not self._settled:
            assert time.monotonic() < deadline, "the page never came"
            self.page.wait_for_timeout(20)  # lets the events in
        return self.shown()

    def shown(self) -> str:
        """Every text that is drawn, whether or not scripts run in the page."""
        found = self.devtools.send(
            "DOMSnapshot.captureSnapshot", {"computedStyles": []}
        )
        texts = found["documents"][0]["layout"]["text"]
        return "\n".join(found["strings"][at] for at in texts if at >= 0)

    def _navigated(self, event: dict[str, Any]) -> None:
        # A page that was kept comes whole, and nothing of it is loaded; with our script
        # it is then asked for anew.
        if event["type"] == "BackForwardCacheRestore" and not self.scripts:
            self._settle()

    def _settle(self) -> None:
        self._settled = True
