"""Settings: one frozen table, read from `ASSESSMENT_*` environment variables."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from difflib import get_close_matches
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from assessment.web import reading
from assessment.web.reading import Network

PREFIX = "ASSESSMENT_"
MEMORY = "memory:"
_ADDRESS = re.compile(
    r"(?P<scheme>.*?://)(?P<user>[^@?/]*@)?(?P<place>[\w./[][\w.:/\]-]*)(?P<more>\?.*)?"
)
# Seconds: a page tells of touches only now and then, and may be the later to count.
KIOSK_LEEWAY = 60
PROJECT = Path(__file__).parents[2]


class SettingsError(Exception):
    """Settings that cannot be used; `problems` has one clear line for each."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _about(read: Callable[[str], Any], help_text: str) -> Mapping[str, Any]:
    return {"read": read, "help": help_text}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that a site can choose. Paths are relative to where it starts."""

    rules: Path = field(
        default=PROJECT / "rules",
        metadata=_about(reading.path, "The folder that holds a folder for each topic."),
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
        default="en", metadata=_about(reading.language, "The language of the pages.")
    )
    time_zone: str = field(
        default="Europe/London",
        metadata=_about(
            reading.time_zone, "The clinic's time zone, for dates on paper."
        ),
    )
    state: Path = field(
        default=PROJECT / "instance",
        metadata=_about(reading.path, "The folder for sealed answers and the secret."),
    )
    store: str = field(
        default="",
        repr=False,  # an address may hold a password
        metadata=_about(
            reading.store,
            "Where sealed answers go: another SQLite file, Valkey or Redis as "
            "`valkey://…`, or `memory:`, which writes nothing.",
        ),
    )
    secrets: tuple[Path, ...] = field(
        default=(),
        metadata=_about(
            reading.paths,
            "Other files with the secret, newest first; made when missing.",
        ),
    )
    idle_minutes: int = field(
        default=45,
        metadata=_about(
            reading.whole(1, 1440), "Minutes without a click; then all is wiped."
        ),
    )
    absolute_hours: int = field(
        default=8,
        metadata=_about(
            reading.whole(1, 72), "Hours from the start; then all is wiped."
        ),
    )
    resume_days: int = field(
        default=7,
        metadata=_about(
            reading.whole(0, 30),
            "Days for which a code opens the answers; 0: no codes.",
        ),
    )
    public_url: str = field(
        default="",
        metadata=_about(
            reading.site, "The site's address at home, for the picture beside a code."
        ),
    )
    trusted_hosts: tuple[str, ...] = field(
        default=("127.0.0.1", "localhost"),
        metadata=_about(reading.parts, "The host names that the site answers to."),
    )
    https: bool = field(
        default=False,
        metadata=_about(
            reading.truth, "Whether people come over https; makes cookies Secure."
        ),
    )
    insecure_http: bool = field(
        default=False,
        metadata=_about(
            reading.truth,
            "Whether others may come over plain http, readable on their way.",
        ),
    )
    proxies: int = field(
        default=0,
        metadata=_about(
            reading.whole(0, 5), "Proxies whose X-Forwarded headers are believed."
        ),
    )
    starts_a_minute: int = field(
        default=120,
        metadata=_about(
            reading.whole(1, 100_000),
            "Visits that one address may start; twice that at once.",
        ),
    )
    metrics: tuple[Network, ...] = field(
        default=(),
        metadata=_about(
            reading.networks,
            "The addresses that may read `/metrics`; nobody by default.",
        ),
    )
    theme: str = field(
        default="",
        metadata=_about(str, "The folder with the clinic's name, logo and colours."),
    )
    components: bool = field(
        default=False,
        metadata=_about(
            reading.truth,
            "Whether `/components` shows every component; not with https.",
        ),
    )
    preview: bool = field(
        default=False,
        metadata=_about(
            reading.truth,
            "Whether `/preview` shows all rules and changes are read; not with https.",
        ),
    )
    kiosk: bool = field(
        default=False,
        metadata=_about(reading.truth, "Whether it runs on a shared screen."),
    )
    kiosk_read_aloud: bool = field(
        default=False,
        metadata=_about(
            reading.truth, "Whether a shared screen offers to read its pages aloud."
        ),
    )
    printer: str = field(
        default="",
        metadata=_about(
            reading.queue,
            "The CUPS queue that a shared screen prints to; else its browser.",
        ),
    )
    kiosk_idle_seconds: int = field(
        default=90,
        metadata=_about(
            reading.whole(10, 600),
            "Seconds without a touch until a shared screen asks who is there.",
        ),
    )
    kiosk_warning_seconds: int = field(
        default=30,
        metadata=_about(
            # Under 20 there is no time to answer: WCAG 2.2, 2.2.1.
            reading.whole(20, 600),
            "Seconds to answer that in; then all is wiped.",
        ),
    )
    embed: bool = field(
        default=True,
        metadata=_about(
            reading.truth, "Whether the paper carries its answers as data, too."
        ),
    )
    pdf_children: int = field(
        default=2,
        metadata=_about(
            reading.whole(1, 32), "Processes that make papers at the same time."
        ),
    )
    pdf_waiting: int = field(
        default=8,
        metadata=_about(reading.whole(0, 100), "Papers that may wait for a process."),
    )
    pdf_seconds: int = field(
        default=10,
        metadata=_about(reading.whole(1, 120), "Seconds that a paper may take."),
    )
    pdf_megabytes: int = field(
        default=512,
        metadata=_about(
            reading.whole(256, 8192), "Megabytes that each process may use."
        ),
    )

    @property
    def reads_aloud(self) -> bool:
        """Whether pages offer to be read aloud; in a waiting room others listen."""
        return self.kiosk_read_aloud or not self.kiosk

    @property
    def store_file(self) -> Path | None:
        """The SQLite file of sealed answers; None where they are kept elsewhere."""
        if self.store == MEMORY or "://" in self.store:
            return None
        if self.store:
            return Path(self.store).expanduser()
        return self.state / "visits.sqlite3"

    @property
    def names_of_others(self) -> tuple[str, ...]:
        """The host names by which people come from other machines than this one."""
        return tuple(host for host in self.trusted_hosts if not _is_this_machine(host))

    @property
    def idle_seconds(self) -> int:
        """Seconds that a visit is kept after the last request."""
        if self.kiosk:
            return self.kiosk_seconds + KIOSK_LEEWAY
        return self.idle_minutes * 60

    @property
    def kiosk_seconds(self) -> int:
        """Seconds without a touch after which a shared screen wipes a visit."""
        return self.kiosk_idle_seconds + self.kiosk_warning_seconds

    @property
    def cookie_name(self) -> str:
        """`__Host-` where the browser can hold us to it, which needs https."""
        return "__Host-previsit" if self.https else "previsit"


def shown(settings: Settings, setting: Field[Any]) -> str:
    """A setting's value to print: of an address nothing that may be a password."""
    value = getattr(settings, setting.name)
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    if setting.name == "store" and "://" in value:
        parts = _ADDRESS.fullmatch(value)
        return f"{parts['scheme']}{parts['place']}" if parts else "***"
    return str(value)


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"


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
    if chosen.get("https"):
        problems += [
            f"{PREFIX}{name.upper()}: unset it where people come over https"
            for name in ("components", "preview")
            if chosen.get(name)
        ]
    settings = Settings(**chosen)
    if settings.names_of_others and not (settings.https or settings.insecure_http):
        problems.append(
            f"{PREFIX}HTTPS: set it, for people come by {settings.names_of_others[0]}; "
            f"or set {PREFIX}INSECURE_HTTP if others may read what they send"
        )
    if problems:
        raise SettingsError(problems)
    return settings


def _unknown(name: str, known: list[str]) -> str:
    # Without the prefix, which alone makes all of them look alike.
    close = get_close_matches(
        name.removeprefix(PREFIX), [k.removeprefix(PREFIX) for k in known], n=1
    )
    meant = f" (did you mean {PREFIX}{close[0]}?)" if close else ""
    return f"{name}: there is no such setting{meant}"
