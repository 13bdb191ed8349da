"""Copies: a visit kept once more under a code, so that it can be opened elsewhere.

The copy follows the changes of one visit, its holder: the one that asked for the code,
then whichever opened it last. A copy that was wiped is never written again.
"""

from __future__ import annotations

import json
import secrets
from typing import Any, NamedTuple

from assessment.core.visit import Visit
from assessment.storage import Found, new_code, secret_of
from assessment.web import clock
from assessment.web.site import Site
from assessment.web.visits import Code, pack, unpack

DAY = 86_400  # seconds
_USED = b"null"  # in place of a copy that a shared screen has opened


class Opened(NamedTuple):
    """What a code opened: the visit, when it was last changed, and its code."""

    visit: Visit
    seen: int
    code: Code


def draw_code(site: Site) -> Code:
    """A new code, which opens nothing yet."""
    words = new_code()
    expires = clock.now() + site.settings.resume_days * DAY
    return Code(words, secret_of(words), _mark(), expires)


def keep_copy(site: Site, code: Code, visit: Visit) -> None:
    """Keep a copy of the visit under its new code. Raises StoreUnavailable."""
    site.copies.save(code.secret, _copy(code, visit, clock.now()), code.expires)


def holds_copy(site: Site, code: Code) -> bool:
    """Whether the code opens what its visit says. Raises StoreUnavailable."""
    return _held(site, code) is not None


def follow(site: Site, code: Code, visit: Visit) -> None:
    """Bring the copy up to date, if it is there still and nobody else opened it since.

    Raises StoreUnavailable.
    """
    found = _held(site, code)
    if found is not None:
        # Whoever changed it meanwhile has wiped or opened it: then it is theirs.
        site.copies.replace(found, _copy(code, visit, clock.now()), code.expires)


def open_copy(site: Site, words: str) -> Opened | None:
    """The visit that the code opens; None for a code that opens nothing (any more).

    From then on the copy follows the new visit; on a shared screen there is no copy
    from then on. Of several that open it there at once one alone does, on whichever
    server. Raises StoreUnavailable.
    """
    secret = secret_of(words)
    while (found := site.copies.find(secret, clock.now())) is not None:
        kept = json.loads(found.payload)
        visit, seen = (None, 0) if kept is None else _unpacked(site, kept)
        if visit is None:
            return None
        code = Code(words, secret, _mark(), kept["expires"])
        left = _USED if site.settings.kiosk else _copy(code, visit, seen)
        # Who changed it in between has changed it for good: look again.
        if site.copies.replace(found, left, code.expires) is not None:
            if site.settings.kiosk:
                site.copies.delete(secret)
            return Opened(visit, seen, code)
    return None


def wipe_copy(site: Site, secret: str) -> bool:
    """Wipe what the code opens; False if it opened nothing. Raises StoreUnavailable."""
    known = site.copies.load(secret, clock.now()) is not None
    site.copies.delete(secret)
    return known


def _held(site: Site, code: Code) -> Found | None:
    """The copy, if it follows the visit that has this code."""
    found = site.copies.find(code.secret, clock.now())
    if found is None:
        return None
    kept = json.loads(found.payload)
    return found if kept is not None and kept["holder"] == code.holder else None


def _copy(code: Code, visit: Visit, seen: int) -> bytes:
    packed = pack(visit, seen).decode()
    kept = {"holder": code.holder, "expires": code.expires, "packed": packed}
    return json.dumps(kept).encode()


def _unpacked(site: Site, kept: dict[str, Any]) -> tuple[Visit | None, int]:
    return unpack(kept["packed"].encode(), site.topic)


def _mark() -> str:
    return secrets.token_urlsafe(9)
