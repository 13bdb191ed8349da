"""Settings: read from the environment; what is wrong is refused before serving."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask

from assessment.web import create_app
from assessment.web.settings import (
    Settings,
    SettingsError,
    read_settings,
    shown,
    variable,
)
from assessment.web.site import topic_folder
from tests.valkey_server import ValkeyServer
from tests.web.conftest import RULES

PROJECT = Path(__file__).parents[2]


def test_nothing_set_gives_the_defaults() -> None:
    assert read_settings({"PATH": "/bin"}) == Settings()


def test_every_kind_of_setting_is_read() -> None:
    settings = read_settings(
        {
            "ASSESSMENT_TOPIC": "hiccups",
            "ASSESSMENT_HTTPS": "Yes",
            "ASSESSMENT_IDLE_MINUTES": "5",
            "ASSESSMENT_SECRETS": "/a/new, /a/old",
            "ASSESSMENT_TRUSTED_HOSTS": "clinic.example",
            "ASSESSMENT_STATE": "/srv/state",
            "ASSESSMENT_TIME_ZONE": "Europe/Berlin",
        }
    )
    assert settings == Settings(
        topic="hiccups",
        https=True,
        idle_minutes=5,
        secrets=(Path("/a/new"), Path("/a/old")),
        trusted_hosts=("clinic.example",),
        state=Path("/srv/state"),
        time_zone="Europe/Berlin",
    )


def test_every_problem_comes_out_at_once() -> None:
    environment = {
        "ASSESSMENT_IDLE_MINUTE": "5",
        "ASSESSMENT_ABSOLUTE_HOURS": "0",
        "ASSESSMENT_HTTPS": "perhaps",
        "ASSESSMENT_LANGUAGE": "klingon!",
        "ASSESSMENT_METRICS": "everybody",
        "ASSESSMENT_PDF_SECONDS": "1_0",
        "ASSESSMENT_STATE": "",
        "ASSESSMENT_TIME_ZONE": "Mars/Crater",
        "ASSESSMENT_TRUSTED_HOSTS": " , ",
        "FLASK_DEBUG": "1",
    }
    with pytest.raises(SettingsError) as caught:
        read_settings(environment)
    assert caught.value.problems == [
        "ASSESSMENT_ABSOLUTE_HOURS: give a whole number from 1 to 72",
        "ASSESSMENT_HTTPS: say true or false",
        "ASSESSMENT_IDLE_MINUTE: there is no such setting "
        "(did you mean ASSESSMENT_IDLE_MINUTES?)",
        "ASSESSMENT_LANGUAGE: give a language code such as en",
        "ASSESSMENT_METRICS: 'everybody' does not appear to be an IPv4 or IPv6 "
        "network; give addresses such as 127.0.0.1",
        "ASSESSMENT_PDF_SECONDS: give a whole number from 1 to 120",
        "ASSESSMENT_STATE: name a path",
        "ASSESSMENT_TIME_ZONE: give a time zone such as Europe/London",
        "ASSESSMENT_TRUSTED_HOSTS: name at least one, with commas between several",
        "FLASK_DEBUG: unset it; its error pages would show answers",
    ]


STORES = {
    "valkey://:canary@store.example:6379/1": "valkey://store.example:6379/1",
    "rediss://site:canary@[::1]:6379?ssl_ca_certs=/a/b": "rediss://[::1]:6379",
    "valkey+unix:///run/valkey.sock?password=canary": "valkey+unix:///run/valkey.sock",
    "valkey://:can?ary@store.example": "***",
    "valkey://:can/ary@store.example": "***",
    "redis://:canary": "***",
    "/var/lib/previsit.sqlite3": "/var/lib/previsit.sqlite3",
}


@pytest.mark.parametrize("store", STORES)
def test_a_password_in_the_address_of_the_store_is_never_shown(store: str) -> None:
    settings = read_settings({"ASSESSMENT_STORE": store})
    assert settings.store == store
    assert store not in repr(settings)
    (setting,) = (one for one in fields(Settings) if one.name == "store")
    assert shown(settings, setting) == STORES[store]


def test_every_default_can_be_shown() -> None:
    values = {s.name: shown(Settings(), s) for s in fields(Settings)}
    assert values["https"] == "false"
    assert values["trusted_hosts"] == "127.0.0.1,localhost"
    assert values["idle_minutes"] == "45"


def test_an_address_of_an_unknown_kind_is_refused_without_its_password() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"ASSESSMENT_STORE": "memcached://:canary@localhost"})
    (problem,) = caught.value.problems
    assert problem.startswith("ASSESSMENT_STORE: begin an address with valkey://, ")
    assert "canary" not in problem


def test_a_store_that_does_not_let_us_in_keeps_the_server_from_starting(
    own_app: Callable[..., Flask], capsys: pytest.CaptureFixture[str]
) -> None:
    with ValkeyServer("--requirepass", "right") as server:
        with pytest.raises(SystemExit) as left:
            own_app(store=f"{server.address}?password=canary")
        assert left.value.code == 3
        told = capsys.readouterr().err
        assert told.endswith("the store in Valkey or Redis: AuthenticationError\n")
        assert "canary" not in told


def test_the_page_of_components_is_not_for_a_site_that_people_come_to() -> None:
    asked = {"ASSESSMENT_COMPONENTS": "true"}
    assert read_settings(asked).components
    with pytest.raises(SettingsError) as caught:
        read_settings({**asked, "ASSESSMENT_HTTPS": "true"})
    assert caught.value.problems == [
        "ASSESSMENT_COMPONENTS: unset it where people come over https"
    ]


@pytest.mark.parametrize("host", ["clinic.example", ".example", "192.0.2.1", "[::]"])
def test_other_machines_come_over_https_or_not_at_all(host: str) -> None:
    asked = {"ASSESSMENT_TRUSTED_HOSTS": f"localhost,{host}"}
    with pytest.raises(SettingsError) as caught:
        read_settings(asked)
    assert caught.value.problems == [
        f"ASSESSMENT_HTTPS: set it, for people come by {host}; "
        "or set ASSESSMENT_INSECURE_HTTP if others may read what they send"
    ]
    assert read_settings({**asked, "ASSESSMENT_HTTPS": "true"}).https
    assert read_settings({**asked, "ASSESSMENT_INSECURE_HTTP": "true"})


def test_this_machine_needs_no_https() -> None:
    hosts = "localhost,127.0.0.1,127.9.9.9,[::1],LOCALHOST"
    read = read_settings({"ASSESSMENT_TRUSTED_HOSTS": hosts})
    assert read.names_of_others == ()


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda s: s.name)
def test_every_setting_is_explained(setting: object) -> None:
    assert variable(setting).startswith("ASSESSMENT_")  # type: ignore[arg-type]
    assert setting.metadata["help"].endswith(".")  # type: ignore[attr-defined]


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of Python with these settings."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("ASSESSMENT_")}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_bad_settings_keep_the_server_from_starting() -> None:
    done = run("import wsgi", ASSESSMENT_HTTPS="perhaps", ASSESSMENT_PORT="1")
    assert done.returncode == 3
    assert done.stderr == (
        "Previsit can't start:\n"
        "ASSESSMENT_HTTPS: say true or false\n"
        "ASSESSMENT_PORT: there is no such setting\n"
        "Mend these, then start again.\n"
    )


def test_importing_the_web_reads_and_opens_nothing(tmp_path: Path) -> None:
    done = run("import assessment.web", ASSESSMENT_STATE=str(tmp_path / "state"))
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "state").exists()


def test_the_first_start_makes_a_secret_that_only_the_owner_reads(
    own_app: Callable[..., Flask], tmp_path: Path
) -> None:
    own_app()
    secret = tmp_path / "secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    before = secret.read_bytes()
    own_app()
    assert secret.read_bytes() == before


def test_a_secret_that_others_can_read_keeps_the_server_from_starting(
    own_app: Callable[..., Flask], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "secret").write_bytes(os.urandom(32))
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(SystemExit) as left:
        own_app()
    assert left.value.code == 3
    assert "other users can reach it" in capsys.readouterr().err


def test_f8_broken_rules_keep_the_server_from_starting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "rules" / "hiccups"
    folder.mkdir(parents=True)
    (folder / "topic.yaml").write_text("topic: {id: hiccups, titel: Hiccups}\n")
    with pytest.raises(SystemExit) as left:
        create_app(Settings(rules=tmp_path / "rules", state=tmp_path / "state"))
    assert left.value.code == 3
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "Previsit can't start:"
    assert lines[-1] == "Mend these, then start again."
    assert any("topic.yaml:1:" in line and "did you mean" in line for line in lines)
    assert not (tmp_path / "state").exists()


def test_a_topic_is_named_once_there_are_several(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("cough", "itch"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "topic.yaml").touch()
    with pytest.raises(SystemExit):
        create_app(Settings(rules=tmp_path))
    assert "ASSESSMENT_TOPIC: name one topic; there is cough, itch" in (
        capsys.readouterr().err
    )


def test_of_several_topics_the_default_one_is_asked_about(tmp_path: Path) -> None:
    for name, default in (("cough", "true"), ("itch", "false")):
        (tmp_path / name).mkdir()
        text = f"topic: {{id: {name}, default: {default}}}\n"
        (tmp_path / name / "topic.yaml").write_text(text)
    broken = tmp_path / "sneeze" / "topic.yaml"
    broken.parent.mkdir()
    broken.write_text("topic: [\n")
    assert topic_folder(Settings(rules=tmp_path)) == tmp_path / "cough"
    assert topic_folder(Settings(rules=tmp_path, topic="itch")) == tmp_path / "itch"
    told = "^ASSESSMENT_TOPIC: no topic is called itches; there is cough, itch, sneeze$"
    with pytest.raises(LookupError, match=told):
        topic_folder(Settings(rules=tmp_path, topic="itches"))


def test_an_unknown_country_keeps_the_server_from_starting(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        create_app(Settings(rules=RULES, country="GBR", state=tmp_path))
    assert "unknown-country" in capsys.readouterr().err
