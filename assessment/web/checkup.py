"""Checkup: what could keep this machine from serving people well, and what to do."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from babel.dates import get_timezone

from assessment.printing import PrintingFailed, Queue, Trouble
from assessment.rulebook import RulebookError, load_topic
from assessment.storage import (
    SecretFileError,
    StoreUnavailable,
    load_or_create_secret,
)
from assessment.web import clock
from assessment.web.settings import MEMORY, Settings, SettingsError
from assessment.web.site import open_store, topic_folder
from assessment.web.theme import load_theme

FEWEST_FREE_BYTES = 200 << 20
PRINTER_SECONDS = 10
# What a watched printer needs, and the packages of Debian that have it.
PRINTING = {"lp": "cups-client", "cancel": "cups-client", "ipptool": "cups-ipp-utils"}


class Verdict(Enum):
    """How well something is."""

    OK = "ok"
    WARN = "warn"  # people can be served, but somebody should look at it
    BAD = "bad"  # people can't be served


@dataclass(frozen=True)
class Line:
    """What was looked at, how well it is, and what to do about it."""

    verdict: Verdict
    what: str
    words: str

    def __str__(self) -> str:
        return f"{self.verdict.value:<5} {self.what}: {self.words}"


Said = Iterator[tuple[Verdict, str]]
Check = Callable[[Settings], Said]


def check_up(settings: Settings) -> Iterator[Line]:
    """Look at everything in turn; what fails in an unforeseen way is bad, too."""
    for what, check in CHECKS.items():
        try:
            for verdict, words in check(settings):
                yield Line(verdict, what, words)
        except Exception as error:
            yield Line(Verdict.BAD, what, f"could not be checked: {error}")


def _rules(settings: Settings) -> Said:
    try:
        topic = load_topic(
            topic_folder(settings), country=settings.country, language=settings.language
        )
    except (RulebookError, LookupError) as error:
        yield Verdict.BAD, f"{error}; `assessment check` says more"
        return
    yield Verdict.OK, f"{topic.title}, {topic.content_version}"
    review = topic.review
    if review.withdrawn:
        yield Verdict.BAD, "they are withdrawn; nobody may be asked by them"
    elif not review.reviewed:
        yield (
            Verdict.WARN,
            "no clinician has signed them as they are now; not for patients yet",
        )
    elif review.review_by < clock.today(settings.time_zone):
        yield Verdict.WARN, f"their review was due on {review.review_by}"


def _theme(settings: Settings) -> Said:
    try:
        theme = load_theme(settings.theme)
    except SettingsError as error:
        yield Verdict.BAD, f"{error}; the server does not start with it"
    else:
        yield Verdict.OK, theme.name or "our own name and colours"


def _paper(_settings: Settings) -> Said:
    # Only who asks waits for WeasyPrint.
    from assessment.pdf.checkup import has_subsetter, missing_fonts, pango_version

    yield Verdict.OK, f"Pango {pango_version()}"
    missing = missing_fonts()
    if missing:
        yield (
            Verdict.BAD,
            f"not drawn with {', '.join(missing)}; install the program again",
        )
    else:
        yield Verdict.OK, "a sample was drawn with every bundled font"
    if has_subsetter():
        yield Verdict.OK, "HarfBuzz cuts fonts down"
    else:
        yield Verdict.WARN, "papers take longer; install libharfbuzz-subset0"


def _user(_settings: Settings) -> Said:
    if sys.platform != "win32" and os.geteuid() == 0:
        yield (
            Verdict.WARN,
            "this is root; run the server, and this command, as a user of its own",
        )
    else:
        yield Verdict.OK, "not root"


def _folder(settings: Settings) -> Said:
    folder = settings.state
    if not folder.exists():
        yield Verdict.OK, f"{folder} is made at the first start"
        return
    if sys.platform != "win32" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Verdict.WARN, f"others can look into {folder}; run chmod 700 on it"
    free = shutil.disk_usage(folder).free
    if free < FEWEST_FREE_BYTES:
        yield Verdict.BAD, f"the disk has {free >> 20} MB left; make room"
    else:
        yield Verdict.OK, f"{folder}, with {free >> 20} MB left on the disk"


def _secrets(settings: Settings) -> Said:
    for path in settings.secrets or (settings.state / "secret",):
        if not path.exists():
            yield Verdict.OK, f"{path} is made at the first start"
            continue
        try:
            load_or_create_secret(path)
        except SecretFileError as error:
            yield Verdict.BAD, str(error)
        else:
            yield Verdict.OK, f"{path}, which nobody else can read"


def _store(settings: Settings) -> Said:
    if settings.store == MEMORY:
        yield Verdict.WARN, "in memory: every visit ends when the server stops"
        return
    file = settings.store_file
    if file is not None and not file.exists():
        # It would belong to whoever runs this command.
        yield Verdict.OK, f"{file} is made at the first start"
        return
    row, now = bytes(32), clock.now()
    try:
        store = open_store(settings)
        try:
            store.put(row, b"checkup", now + 60)
            store.delete(row)
        finally:
            store.close()
    except StoreUnavailable as error:
        yield Verdict.BAD, f"{error}; people's answers can't be kept"
    else:
        yield Verdict.OK, "keeps and wipes"


def _clock(settings: Settings) -> Said:
    now = datetime.fromtimestamp(clock.now(), UTC)
    here = now.astimezone(get_timezone(settings.time_zone))
    # Nothing can have been installed later than now.
    if now.timestamp() < Path(__file__).stat().st_mtime:
        yield Verdict.BAD, f"{here:%Y-%m-%d %H:%M} is in the past; set the clock"
    else:
        yield Verdict.OK, f"{here:%Y-%m-%d %H:%M} in {settings.time_zone}"


def _way_in(settings: Settings) -> Said:
    others = settings.names_of_others
    if not others:
        yield Verdict.OK, "from this machine only"
        return
    if settings.kiosk:
        yield (
            Verdict.WARN,
            f"whoever comes by {', '.join(others)} gets the pages of a shared screen; "
            "for people at home start a second server without ASSESSMENT_KIOSK",
        )
    if settings.https:
        yield Verdict.OK, f"over https, by {', '.join(others)}"
    else:
        yield Verdict.WARN, "over plain http: others can read what people send"
    if not settings.proxies:
        yield (
            Verdict.WARN,
            "no proxy is named; behind one, set ASSESSMENT_PROXIES, "
            "or limits for each address can't work",
        )


def _printer(settings: Settings) -> Said:
    if not settings.kiosk:
        yield Verdict.OK, "people print where they are"
        if settings.printer:
            yield Verdict.WARN, "ASSESSMENT_PRINTER is for ASSESSMENT_KIOSK alone"
    elif settings.printer:
        yield from _queue(settings.printer)
    else:
        yield from _any_printer()


def _queue(name: str) -> Said:
    missing = [program for program in PRINTING if shutil.which(program) is None]
    for program in missing:
        yield Verdict.BAD, f"there is no {program}; install {PRINTING[program]}"
    if missing:
        return
    try:
        trouble = Queue(name).trouble()
    except PrintingFailed:
        yield Verdict.BAD, "CUPS does not answer; see that cups.service runs"
        return
    if trouble is None:
        yield Verdict.OK, f"{name} takes papers"
    elif trouble is Trouble.MISSING:
        yield (
            Verdict.BAD,
            f"CUPS has no queue {name}; add it with lpadmin, or set "
            "ASSESSMENT_PRINTER to one that lpstat -e lists",
        )
    elif trouble is Trouble.STOPPED:
        yield (
            Verdict.BAD,
            f"{name} takes no papers; see to it, then run cupsenable and cupsaccept",
        )
    else:
        yield Verdict.WARN, f"{name} can't print now ({trouble.value}); see to it"


def _any_printer() -> Said:
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        yield Verdict.BAD, "there is no lpstat; install cups-client and set one up"
        return
    # The path is the system's own, and nothing in the line comes from outside.
    done = subprocess.run(  # noqa: S603  # nosec B603
        [lpstat, "-p"],
        env={**os.environ, "LC_ALL": "C"},
        capture_output=True,
        text=True,
        timeout=PRINTER_SECONDS,
        check=False,
    )
    printers = [
        line.split()[1:3] for line in done.stdout.splitlines() if line[:8] == "printer "
    ]
    if not printers:
        yield Verdict.BAD, "there is none; set one up"
    for name, state in printers:
        if state == "disabled":
            yield Verdict.BAD, f"{name} is stopped; see to it, then run cupsenable"
        else:
            yield Verdict.OK, name


CHECKS: dict[str, Check] = {
    "rules": _rules,
    "theme": _theme,
    "paper": _paper,
    "user": _user,
    "folder": _folder,
    "secret": _secrets,
    "store": _store,
    "clock": _clock,
    "way in": _way_in,
    "printer": _printer,
}
