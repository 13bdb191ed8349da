"""Commands for who runs the site: settings, doctor and purge."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assessment.pdf import checkup as paper_checkup
from assessment.storage import SQLiteStore
from assessment.web import clock, create_app
from assessment.web.checkup import CHECKS, Verdict, check_up
from assessment.web.settings import Settings
from tests.web.command import Run
from tests.web.conftest import RULES
from tests.web.looking import LookingClient


def test_settings_says_what_holds_and_what_was_set(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSESSMENT_HTTPS", "true")
    lines = run("settings", https=True).output.splitlines()
    assert "set      ASSESSMENT_HTTPS=true" in lines
    assert "default  ASSESSMENT_COUNTRY=GB" in lines
    assert "default  ASSESSMENT_TRUSTED_HOSTS=127.0.0.1,localhost" in lines


@pytest.mark.parametrize("user", ["clinic:hunter2", ":hunter2", "hunter2"])
def test_settings_shows_no_password(run: Run, user: str) -> None:
    done = run("settings", store=f"rediss://{user}@store.example:6379/0")
    assert "ASSESSMENT_STORE=rediss://store.example:6379/0" in done.output
    assert "hunter2" not in done.output


def verdicts(what: str, settings: Settings) -> list[tuple[str, str]]:
    """What the checkup says of one thing."""
    return [(line.verdict.value, line.words) for line in check_up(settings)
            if line.what == what]  # fmt: skip


@pytest.fixture
def well(tmp_path: Path) -> Settings:
    """Settings of a site that has been started once."""
    settings = Settings(rules=RULES, state=tmp_path / "state")
    LookingClient(create_app(settings)).start()
    return settings


def test_doctor_finds_nothing_bad_with_a_site_that_serves(well: Settings) -> None:
    found = list(check_up(well))
    assert {line.what for line in found} == {*CHECKS}
    assert [str(line) for line in found if line.verdict is Verdict.BAD] == []
    assert ("ok", "a sample was drawn with every bundled font") in [
        (line.verdict.value, line.words) for line in found
    ]


def test_doctor_leaves_with_one_when_something_is_bad(run: Run, tmp_path: Path) -> None:
    done = run("doctor", rules=tmp_path)
    assert done.exit_code == 1
    assert "bad   rules: ASSESSMENT_TOPIC: name one topic; there is none" in done.output
    assert run("doctor").exit_code == 0


def test_doctor_knows_settings_that_do_not_go_together(well: Settings) -> None:
    theme = replace(well, theme=str(well.state / "no-theme"))
    (verdict, words), *_ = verdicts("theme", theme)
    assert verdict == "bad"
    assert "theme.css" in words
    outside = ("localhost", "previsit.example")
    both = replace(well, kiosk=True, https=True, trusted_hosts=outside)
    (verdict, words), *_ = verdicts("way in", both)
    assert verdict == "warn"
    assert "whoever comes by previsit.example" in words
    assert verdicts("printer", replace(well, printer="summary"))[-1] == (
        "warn", "ASSESSMENT_PRINTER is for ASSESSMENT_KIOSK alone"
    )  # fmt: skip


def test_doctor_makes_no_file(run: Run, tmp_path: Path) -> None:
    run("doctor")
    run("purge")
    assert not (tmp_path / "state").exists()


def test_doctor_says_what_is_wrong_with_what_is_kept(well: Settings) -> None:
    (well.state / "secret").chmod(0o644)
    well.state.chmod(0o755)
    (verdict, words), *_ = verdicts("secret", well)
    assert verdict == "bad"
    assert "chmod 600" in words
    assert verdicts("folder", well)[0] == (
        "warn", f"others can look into {well.state}; run chmod 700 on it"
    )  # fmt: skip
    (well.state / "visits.sqlite3").write_bytes(b"no database" * 1000)
    (verdict, words), *_ = verdicts("store", well)
    assert verdict == "bad"
    assert words.endswith("people's answers can't be kept")


def test_doctor_knows_a_full_disk_and_a_wrong_clock(
    well: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = SimpleNamespace(free=5 << 20)
    monkeypatch.setattr("shutil.disk_usage", lambda _path: full)
    assert ("bad", "the disk has 5 MB left; make room") in verdicts("folder", well)
    monkeypatch.setattr(clock, "now", lambda: 0)
    assert verdicts("clock", well) == [
        ("bad", "1970-01-01 01:00 is in the past; set the clock")
    ]


def test_f10_doctor_knows_fonts_that_are_missing(
    well: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_checkup, "SAMPLE", "<title>Sample</title><p>Plain")
    monkeypatch.setattr(paper_checkup, "has_subsetter", lambda: False)
    said = verdicts("paper", well)
    assert re.fullmatch(r"Pango 1\.\d+\.\d+", said[0][1])
    assert said[1][0] == "bad"
    assert "NotoSans-Regular, NotoSansMath-Regular" in said[1][1]
    assert said[2] == ("warn", "papers take longer; install libharfbuzz-subset0")


def test_doctor_says_how_people_come_in(tmp_path: Path) -> None:
    hosts = ("localhost", "clinic.example")
    basics = {"rules": RULES, "state": tmp_path, "trusted_hosts": hosts}
    plain = verdicts("way in", Settings(**basics))  # type: ignore[arg-type]
    assert [verdict for verdict, _ in plain] == ["warn", "warn"]
    right = Settings(**basics, https=True, proxies=1)  # type: ignore[arg-type]
    assert verdicts("way in", right) == [("ok", "over https, by clinic.example")]


LPSTAT = """#!/bin/sh
echo 'printer Desk is idle.  enabled since Sat 21 Nov 2026'
echo 'printer Hall disabled since Sat 21 Nov 2026 -'
echo '        out of paper'
"""


@pytest.mark.parametrize(
    ("lpstat", "expected"),
    [
        (None, [("bad", "there is no lpstat; install cups-client and set one up")]),
        ("#!/bin/sh\n", [("bad", "there is none; set one up")]),
        (
            LPSTAT,
            [("ok", "Desk"),
             ("bad", "Hall is stopped; see to it, then run cupsenable")],
        ),
    ],
)  # fmt: skip
def test_doctor_asks_for_the_printer_of_a_kiosk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lpstat: str | None,
    expected: list[tuple[str, str]],
) -> None:
    if lpstat is not None:
        (tmp_path / "lpstat").write_text(lpstat)
        (tmp_path / "lpstat").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = Settings(rules=RULES, state=tmp_path, kiosk=True)
    assert verdicts("printer", settings) == expected


IPPTOOL = """#!/bin/sh
echo '[{{"printer-state": {state}, "printer-is-accepting-jobs": {takes},
        "printer-state-reasons": "{reason}"}}]'
"""


@pytest.mark.parametrize(
    ("ipptool", "expected"),
    [
        (None, [("bad", "there is no ipptool; install cups-ipp-utils")]),
        ("#!/bin/sh\n", [
            ("bad", "CUPS does not answer; see that cups.service runs")]),
        ("#!/bin/sh\necho '[{}]'\n", [
            ("bad", "CUPS has no queue Desk; add it with lpadmin, or set "
                    "ASSESSMENT_PRINTER to one that lpstat -e lists")]),
        (IPPTOOL.format(state=3, takes="false", reason="none"), [
            ("bad", "Desk takes no papers; see to it, then run cupsenable and "
                    "cupsaccept")]),
        (IPPTOOL.format(state=3, takes="true", reason="offline-report"), [
            ("warn", "Desk can't print now (offline); see to it")]),
        (IPPTOOL.format(state=3, takes="true", reason="none"), [
            ("ok", "Desk takes papers")]),
    ],
    ids=["no program", "no CUPS", "no queue", "closed", "offline", "well"],
)  # fmt: skip
def test_doctor_asks_for_the_queue_of_a_watched_printer(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    ipptool: str | None,
    expected: list[tuple[str, str]],
) -> None:
    programs = {"lp": "#!/bin/sh\n", "cancel": "#!/bin/sh\n", "ipptool": ipptool}
    for name, script in programs.items():
        if script is not None:
            (tmp_path / name).write_text(script)
            (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = Settings(rules=RULES, state=tmp_path, kiosk=True, printer="Desk")
    assert verdicts("printer", settings) == expected


def test_a_check_that_fails_itself_is_bad(
    well: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_settings: Settings) -> Any:
        raise RuntimeError("no such thing")

    monkeypatch.setitem(CHECKS, "clock", fail)
    assert verdicts("clock", well) == [("bad", "could not be checked: no such thing")]


def rows(settings: Settings) -> int:
    """How many visits are kept."""
    store = SQLiteStore(settings.state / "visits.sqlite3")
    with store._connection() as connection:
        (count,) = connection.execute("SELECT count(*) FROM visit").fetchone()
    store.close()
    return int(count)


def test_purge_wipes_what_has_expired_or_all(run: Run, well: Settings) -> None:
    store = SQLiteStore(well.state / "visits.sqlite3")
    store.put(b"old", b"sealed", int(time.time()) - 1)
    store.close()
    assert rows(well) == 2
    assert run("purge").output == "visits wiped: 1\n"
    assert run("purge", "--all", answer="n\n").exit_code == 1
    assert rows(well) == 1
    assert run("purge", "--all", answer="y\n").output.endswith("visits wiped: 1\n")
    assert rows(well) == 0
    assert run("purge", "--all", "--yes").output == "visits wiped: 0\n"


def test_purge_without_a_store_does_not_call_it_wiped(run: Run) -> None:
    done = run("purge", "--all", "--yes")
    assert done.exit_code == 2
    assert "There is no store at" in done.output
    assert "visits wiped" not in done.output


@pytest.mark.parametrize("store", ["memory:", "redis://localhost"])
def test_purge_says_where_it_can_do_nothing(run: Run, store: str) -> None:
    done = run("purge", "--all", "--yes", store=store)
    assert done.exit_code == 2
    assert "visits wiped" not in done.output
