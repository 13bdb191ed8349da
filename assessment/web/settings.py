"""Settings: one frozen table, read from `ASSESSMENT_*` environment variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_timezone

PREFIX = "ASSESSMENT_"
MEMORY = "memory:"
PROJECT = Path(__file__).parents[2]
WORDS_FOR_TRUTH = {"1": True, "true": True, "yes": True, "on": True}
WORDS_FOR_TRUTH |= {"0": False, "false": False, "no": False, "off": False}


class SettingsError(Exception):
    """Settings that cannot be used; `problems` has one clear line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _truth(value: str) -> bool:
    if value.lower() not in WORDS_FOR_TRUTH:
        raise ValueError("say true or false")
    return WORDS_FOR_TRUTH[value.lower()]


def _path(value: str) -> Path:
    if not value:
        raise ValueError("name a path")
    return Path(value).expanduser()


def _list(value: str) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in value.split(",") if part.strip())
    if not parts:
        raise ValueError("name at least one, with commas between several")
    return parts


def _paths(value: str) -> tuple[Path, ...]:
    return tuple(map(_path, _list(value)))


def _whole(lowest: int, highest: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise ValueError(f"give a whole number from {lowest} to {highest}")
        if not lowest <= int(value) <= highest:
            raise ValueError(f"give a whole number from {lowest} to {highest}")
        return int(value)

    return read


def _time_zone(value: str) -> str:
    try:
        get_timezone(value)
    except LookupError:
        raise ValueError("give a time zone such as Europe/London") from None
    return value


def _language(value: str) -> str:
    try:
        Locale.parse(value)
    except (UnknownLocaleError, ValueError):
        raise ValueError("give a language code such as en") from None
    return value


def _about(read: Callable[[str], Any], help_text: str) -> Mapping[str, Any]:
    return {"read": read, "help": help_text}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a site can choose. Paths are relative to where it starts."""

    rules: Path = field(
        default=PROJECT / "rules",
        metadata=_about(_path, "The folder that holds a folder for each topic."),
    )
    topic: str = field(
        default="",
        metadata=_about(str, "The topic to ask about, if it is not the default one."),
    )
    country: str = field(
        default="GB",
        metadata=_about(str, "The country whose phone numbers to call are shown."),
    )
    language: str = field(
        default="en", metadata=_about(_language, "The language of the pages.")
    )
    time_zone: str = field(
        default="Europe/London",
        metadata=_about(_time_zone, "The clinic's time zone, for dates on paper."),
    )
    state: Path = field(
        default=PROJECT / "instance",
        metadata=_about(_path, "The folder for sealed answers and the secret."),
    )
    store: str = field(
        default="",
        metadata=_about(
            str, "Another SQLite file for sealed answers; `memory:` writes nothing."
        ),
    )
    secrets: tuple[Path, ...] = field(
        default=(),
        metadata=_about(
            _paths, "Other files with the secret, newest first; made when missing."
        ),
    )
    idle_minutes: int = field(
        default=45,
        metadata=_about(_whole(1, 1440), "Minutes without a click; then all is wiped."),
    )
    absolute_hours: int = field(
        default=8,
        metadata=_about(_whole(1, 72), "Hours from the start; then all is wiped."),
    )
    trusted_hosts: tuple[str, ...] = field(
        default=("127.0.0.1", "localhost"),
        metadata=_about(_list, "The host names that the site answers to."),
    )
    https: bool = field(
        default=False,
        metadata=_about(
            _truth, "Whether people come over https; makes cookies Secure."
        ),
    )
    proxies: int = field(
        default=0,
        metadata=_about(
            _whole(0, 5), "Proxies whose X-Forwarded headers are believed."
        ),
    )
    theme: str = field(
        default="",
        metadata=_about(str, "The folder with the clinic's name, logo and colours."),
    )
    catalogue: bool = field(
        default=False,
        metadata=_about(
            _truth, "Whether `/catalogue` shows every component; not with https."
        ),
    )
    kiosk: bool = field(
        default=False,
        metadata=_about(_truth, "Whether it runs on a shared screen."),
    )
    kiosk_read_aloud: bool = field(
        default=False,
        metadata=_about(
            _truth, "Whether a shared screen offers to read its pages aloud."
        ),
    )
    embed: bool = field(
        default=True,
        metadata=_about(_truth, "Whether the paper carries its answers as data, too."),
    )
    pdf_children: int = field(
        default=2,
        metadata=_about(_whole(1, 32), "Processes that make papers at the same time."),
    )
    pdf_waiting: int = field(
        default=8,
        metadata=_about(_whole(0, 100), "Papers that may wait for a process."),
    )
    pdf_seconds: int = field(
        default=10, metadata=_about(_whole(1, 120), "Seconds that a paper may take.")
    )
    pdf_megabytes: int = field(
        default=512,
        metadata=_about(_whole(256, 8192), "Megabytes that each process may use."),
    )

    @property
    def reads_aloud(self) -> bool:
        """Whether pages offer to be read aloud; in a waiting room others listen."""
        return self.kiosk_read_aloud or not self.kiosk

    @property
    def cookie_name(self) -> str:
        """`__Host-` where the browser can hold us to it, which needs https."""
        return "__Host-previsit" if self.https else "previsit"


def variable(setting: Field[Any]) -> str:
    """The environment variable of a setting."""
    return PREFIX + setting.name.upper()


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that the environment asks for.

    Raises SettingsError with every problem at once: names that do not exist, values
    that make no sense, and debug mode, whose error pages would show answers.
    """
    known = {variable(setting): setting for setting in fields(Settings)}
    chosen: dict[str, Any] = {}
    problems = []
    for name in sorted(name for name in environment if name.startswith(PREFIX)):
        if name not in known:
            problems.append(_unknown(name, list(known)))
            continue
        setting = known[name]
        try:
            chosen[setting.name] = setting.metadata["read"](environment[name].strip())
        except ValueError as error:
            problems.append(f"{name}: {error}")
    debug = environment.get("FLASK_DEBUG", "").lower()
    if debug not in ("", "0", "false", "no"):
        problems.append("FLASK_DEBUG: unset it; its error pages would show answers")
    if chosen.get("catalogue") and chosen.get("https"):
        problems.append("ASSESSMENT_CATALOGUE: unset it where people come over https")
    if problems:
        raise SettingsError(problems)
    return Settings(**chosen)


def _unknown(name: str, known: list[str]) -> str:
    # Without the prefix, which alone makes all of them look alike.
    close = get_close_matches(
        name.removeprefix(PREFIX), [k.removeprefix(PREFIX) for k in known], n=1
    )
    meant = f" (did you mean {PREFIX}{close[0]}?)" if close else ""
    return f"{name}: there is no such setting{meant}"
