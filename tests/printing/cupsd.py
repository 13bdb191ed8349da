"""A CUPS of our own: a scheduler on a free port, and a printer that does as told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.serve import free_port

READY_SECONDS = 20
QUEUE = "front-desk"
CLOSED = "closed"  # a queue that is stopped

# The printer keeps what it prints, and what it was told of the job. What is not told
# to it in `mood` it does not know: CUPS passes no other word to a backend.
BACKEND = """#!/bin/sh
[ $# -eq 0 ] && exit 0
cd "{folder}/printed" || exit 1
while :; do
  case "$(cat "{folder}/mood")" in
    well) echo "STATE: -media-empty-error,offline-report" >&2
          cat "${{6:--}}" > paper.pdf; echo "$2 $3" > told; exit 0;;
    no-paper) echo "STATE: +media-empty-error" >&2;;
    offline) echo "STATE: +offline-report" >&2;;
    broken) exit 1;;
  esac
  sleep 0.1
done
"""
FILES = """
{user}
SystemGroup root
ServerRoot {folder}/etc
RequestRoot {folder}/spool
TempDir {folder}/tmp
CacheDir {folder}/cache
StateDir {folder}/state
ServerBin {folder}/bin
DataDir {folder}/share
DocumentRoot {folder}/share
AccessLog {folder}/access
ErrorLog {folder}/errors
PageLog {folder}/pages
"""
PRINTERS = "\n".join(
    f"<Printer {name}>\nDeviceURI mood:/x\nState {state}\nAccepting Yes\n</Printer>"
    for name, state in ((QUEUE, "Idle"), (CLOSED, "Stopped"))
)


class Cups:
    """The scheduler's address, and the printer's mood."""

    def __init__(self, folder: Path, server: str) -> None:
        self.folder, self.server = folder, server
        self.mood = "well"

    @property
    def mood(self) -> str:
        """What the printer does with a job from now on."""
        return (self.folder / "mood").read_text()

    @mood.setter
    def mood(self, mood: str) -> None:
        (self.folder / "mood").write_text(mood)

    @property
    def printed(self) -> bytes:
        """The paper that came out last; empty when none did."""
        paper = self.folder / "printed" / "paper.pdf"
        return paper.read_bytes() if paper.exists() else b""

    @property
    def told(self) -> str:
        """Whom the printer was told that the job is from, and its title."""
        return (self.folder / "printed" / "told").read_text()

    @property
    def waiting(self) -> str:
        """The jobs that are not over yet."""
        return self.run("lpstat", "-W", "not-completed", "-o")

    def run(self, *command: str) -> str:
        """What a program of CUPS says."""
        around = {**os.environ, "CUPS_SERVER": self.server, "LC_ALL": "C"}
        done = subprocess.run(
            command, env=around, capture_output=True, check=True, text=True, timeout=10
        )
        return done.stdout


@contextmanager
def cups(folder: Path, settings: str) -> Iterator[Cups]:
    """Run a scheduler with a kiosk's settings, but at an address of its own."""
    server = f"127.0.0.1:{free_port()}"
    _lay_out(folder)
    # A scheduler started by root runs its programs as somebody else.
    user = "User nobody\nGroup nogroup" if os.geteuid() == 0 else ""
    (folder / "etc" / "files").write_text(FILES.format(folder=folder, user=user))
    (folder / "etc" / "printers.conf").write_text(PRINTERS)
    there = re.sub("(?m)^Listen .*$", "", settings)
    (folder / "etc" / "settings").write_text(f"Listen {server}\n{there}")
    path = shutil.which("cupsd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert path, "cupsd is not installed; `make test` installs it"
    command = [path, "-f", "-c", str(folder / "etc" / "settings")]
    started = subprocess.Popen([*command, "-s", str(folder / "etc" / "files")])
    try:
        own = Cups(folder, server)
        _wait(own, started)
        yield own
    finally:
        started.terminate()
        started.wait(timeout=20)


def _lay_out(folder: Path) -> None:
    for name in ("etc/ppd", "spool", "tmp", "cache", "state", "share/mime", "printed"):
        (folder / name).mkdir(parents=True)
    (folder / "share" / "mime" / "mime.types").write_text(
        "application/pdf pdf string(0,%PDF)\n"
    )
    (folder / "share" / "mime" / "mime.convs").write_text("")
    backend = folder / "bin" / "backend" / "mood"
    backend.parent.mkdir(parents=True)
    backend.write_text(BACKEND.format(folder=folder))
    backend.chmod(0o755)
    (folder / "printed").chmod(0o777)
    (folder / "bin" / "daemon").mkdir()
    (folder / "bin" / "daemon" / "cups-exec").symlink_to(
        "/usr/lib/cups/daemon/cups-exec"
    )
    folder.chmod(0o711)  # for those who run as somebody else


def _wait(own: Cups, started: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        assert started.poll() is None, "the scheduler ended at once"
        try:
            own.run("lpstat", "-p", QUEUE)
        except subprocess.CalledProcessError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"CUPS is not ready after {READY_SECONDS} s")
