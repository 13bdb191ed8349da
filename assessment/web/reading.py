"""Reading: what the text of a setting means; ValueError says what to give instead."""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from babel.core import Locale, UnknownLocaleError
from babel.dates import get_timezone

from assessment.storage import VALKEY_SCHEMES

Network = IPv4Network | IPv6Network
WORDS_FOR_TRUTH = {"1": True, "true": True, "yes": True, "on": True}
WORDS_FOR_TRUTH |= {"0": False, "false": False, "no": False, "off": False}


def truth(value: str) -> bool:
    """Whether something is wanted, in one of the usual words."""
    if value.lower() not in WORDS_FOR_TRUTH:
        raise ValueError("say true or false")
    return WORDS_FOR_TRUTH[value.lower()]


def path(value: str) -> Path:
    """A path; `~` is the home folder."""
    if not value:
        raise ValueError("name a path")
    return Path(value).expanduser()


def parts(value: str) -> tuple[str, ...]:
    """Parts with commas between them."""
    found = tuple(part.strip() for part in value.split(",") if part.strip())
    if not found:
        raise ValueError("name at least one, with commas between several")
    return found


def paths(value: str) -> tuple[Path, ...]:
    """Paths with commas between them."""
    return tuple(map(path, parts(value)))


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """What reads a whole number between two others, both allowed."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit() and len(value) <= 9):
            raise ValueError(f"give a whole number from {lowest} to {highest}")
        if not lowest <= int(value) <= highest:
            raise ValueError(f"give a whole number from {lowest} to {highest}")
        return int(value)

    return read


def time_zone(value: str) -> str:
    """The name of a time zone."""
    try:
        get_timezone(value)
    except LookupError:
        raise ValueError("give a time zone such as Europe/London") from None
    return value


def networks(value: str) -> tuple[Network, ...]:
    """Addresses or networks, with commas between them."""
    try:
        return tuple(map(ip_network, parts(value)))
    except ValueError as error:
        raise ValueError(f"{error}; give addresses such as 127.0.0.1") from None


def language(value: str) -> str:
    """The code of a language."""
    try:
        Locale.parse(value)
    except (UnknownLocaleError, ValueError):
        raise ValueError("give a language code such as en") from None
    return value


def site(value: str) -> str:
    """The address of a site, without a path; or nothing."""
    if not value:
        return value
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("give an address such as https://clinic.example")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        raise ValueError("give the address without a path")
    return f"{parts.scheme}://{parts.netloc}"


def queue(value: str) -> str:
    """The name of a CUPS queue; or nothing."""
    if value and not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]*", value):
        raise ValueError("give the name of a queue, as `lpstat -e` lists it")
    return value


def store(value: str) -> str:
    """A file, `memory:`, or the address of a Valkey; or nothing."""
    scheme, mark, _place = value.partition("://")
    if mark and scheme + mark not in VALKEY_SCHEMES:
        # The rest may hold a password.
        raise ValueError(f"begin an address with {', '.join(VALKEY_SCHEMES)}")
    return value
