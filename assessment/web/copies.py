"""Copies: a visit kept once more under a code, so that it can be opened elsewhere.

The copy follows the changes of one visit, its holder: the one that asked for the code,
then whichever opened it last. A copy that was wiped is never written again.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from assessment.core.visit import Visit
from assessment.storage import StoreUnavailable, new_code, secret_of
from assessment.web import clock
from assessment.web.site import Site
from assessment.web.visits import Code, pack, unpack

DAY = 86_400  # seconds


class Opened(NamedTuple):
    """What a code opened: the visit, when it was last changed, and its code."""

    visit: Visit
    seen: int
    code: Code


def keep_copy(site: Site, visit: Visit) -> Code:
    """Keep a copy of the visit under a new code. Raises StoreUnavailable."""
    words = new_code()
    expires = clock.now() + site.settings.resume_days * DAY
    code = Code(words, secret_of(words), _mark(), expires)
    _save(site, code, visit)
    return code


def follow(site: Site, code: Code, visit: Visit) -> None:
    """Bring the copy up to date, if it is there still and nobody else opened it since.

    Raises StoreUnavailable.
    """
    with _turn(site, code.secret):
        if holds_copy(site, code):
            _save(site, code, visit)


def open_copy(site: Site, words: str) -> Opened | None:
    """The visit that the code opens; None for a code that opens nothing (any more).

    From then on the copy follows the new visit; on a shared screen there is no copy
    from then on. Raises StoreUnavailable.
    """
    secret = secret_of(words)
    with _turn(site, secret):
        kept = _load(site, secret)
        if kept is None:
            return None
        visit, seen = unpack(kept["packed"].encode(), site.topic)
        if visit is None:
            return None
        code = Code(words, secret, _mark(), kept["expires"])
        if site.settings.kiosk:
            site.copies.delete(secret)
        else:
            _save(site, code, visit, seen)
        return Opened(visit, seen, code)


def holds_copy(site: Site, code: Code) -> bool:
    """Whether the code opens what its visit says. Raises StoreUnavailable."""
    kept = _load(site, code.secret)
    return kept is not None and kept["holder"] == code.holder


def wipe_copy(site: Site, secret: str) -> bool:
    """Wipe what the code opens; False if it opened nothing. Raises StoreUnavailable."""
    with _turn(site, secret):
        known = _load(site, secret) is not None
        site.copies.delete(secret)
    return known


def _save(site: Site, code: Code, visit: Visit, seen: int | None = None) -> None:
    packed = pack(visit, clock.now() if seen is None else seen).decode()
    kept = {"holder": code.holder, "expires": code.expires, "packed": packed}
    site.copies.save(code.secret, json.dumps(kept).encode(), code.expires)


def _load(site: Site, secret: str) -> dict[str, Any] | None:
    payload = site.copies.load(secret, clock.now())
    return None if payload is None else json.loads(payload)


def _mark() -> str:
    return secrets.token_urlsafe(9)


@contextmanager
def _turn(site: Site, secret: str) -> Iterator[None]:
    """Nobody else of this server reads and writes the copy meanwhile."""
    name = f"copy {secret}"
    if not site.turns.take(name):
        raise StoreUnavailable("other requests of the copy take too long")
    try:
        yield
    finally:
        site.turns.leave(name)
