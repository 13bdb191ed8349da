"""Visits sealed so that neither the store nor the server alone can read them.

The row's name and its AES-256-GCM key come, by HKDF-SHA256 (RFC 5869), from a secret
that only the person's cookie holds together with a pepper that only the server holds.
"""

import base64
import os
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from assessment.storage.protocol import Store

SECRET_BYTES = 32
PEPPER_BYTES = 32

_SCHEMA = b"\x01"
_NONCE_BYTES = 12  # 96 bits, as NIST SP 800-38D recommends for GCM
_BLOCK_BYTES = 1024  # a row's size tells no more than this about what is in it
_HEADER = struct.Struct(">qQ")  # when the visit expires, how long its payload is


@dataclass(frozen=True)
class Found:
    """A visit's payload, and the very row that it was in."""

    payload: bytes = field(repr=False)
    row: bytes = field(repr=False)
    key: bytes = field(repr=False)
    sealed: bytes = field(repr=False)


class SealedVisits:
    """Load, save and delete visits in a store by their secret.

    A secret of one `purpose` opens nothing of another. `peppers` are the server's,
    newest first. A visit stays under the one it was begun under, so an old one is kept
    until the last of its visits has expired. To rotate them on several servers, first
    add the new one last everywhere, then move it first. Raises ValueError if there is
    none, or one is under 32 bytes or given twice.
    """

    def __init__(
        self, store: Store, peppers: Sequence[bytes], purpose: str = "visit"
    ) -> None:
        if not peppers or any(len(pepper) < PEPPER_BYTES for pepper in peppers):
            raise ValueError(
                f"give one or more peppers of {PEPPER_BYTES} bytes or more"
            )
        if len(set(peppers)) < len(peppers):
            raise ValueError("the same pepper is given twice")
        self._store = store
        self._peppers = tuple(peppers)
        self._labels = f"{purpose} row 1".encode(), f"{purpose} key 1".encode()

    @staticmethod
    def new_secret() -> str:
        """Return 32 fresh random bytes as 43 URL-safe base64 characters."""
        return _spell(os.urandom(SECRET_BYTES))

    def load(self, secret: str, now: int) -> bytes | None:
        """Return the visit's payload as last saved, or None.

        None for a secret that is malformed, forged or deleted, and for a visit that
        has expired or was tampered with. `now` is in epoch seconds. Raises only
        `StoreUnavailable`.
        """
        found = self.find(secret, now)
        return None if found is None else found.payload

    def find(self, secret: str, now: int) -> Found | None:
        """Return what `load` does, and what `replace` needs to change it."""
        for row, key in self._places(secret):
            sealed = self._store.get(row, now)
            if sealed is not None:
                # The newest place decides: an older one could only be out of date.
                payload = _open(sealed, row, key, now)
                return None if payload is None else Found(payload, row, key, sealed)
        return None

    def save(self, secret: str, payload: bytes, expires: int) -> Found:
        """Seal the payload under the newest pepper until the epoch second `expires`.

        Only save under a secret that `new_secret` made or `load` found: one that a
        browser made up would let somebody fix another person's visit. Whatever was
        there is lost. Raises ValueError for a malformed secret, and `StoreUnavailable`.
        """
        places = list(self._places(secret))
        if not places:
            raise ValueError("not a visit's secret")
        (row, key), *older = places
        sealed = _seal(payload, row, key, expires)
        self._store.put(row, sealed, expires)
        for old_row, _ in older:
            self._store.delete(old_row)
        return Found(payload, row, key, sealed)

    def replace(self, found: Found, payload: bytes, expires: int) -> Found | None:
        """Seal this payload in place of the one found, if that is still there.

        Return None when it was changed or deleted since, here or on another machine:
        then nothing is kept. Raises `StoreUnavailable`.
        """
        sealed = _seal(payload, found.row, found.key, expires)
        if not self._store.swap(found.row, found.sealed, sealed, expires):
            return None
        return Found(payload, found.row, found.key, sealed)

    def delete(self, secret: str) -> None:
        """Forget the visit under every pepper, if it is there at all."""
        for row, _ in self._places(secret):
            self._store.delete(row)

    def _places(self, secret: str) -> Iterator[tuple[bytes, bytes]]:
        """Yield each pepper's row and key, newest first; none for a malformed one."""
        raw = _read(secret)
        if raw is None:
            return
        for pepper in self._peppers:
            # Of fixed length, the secret can't run over into the pepper.
            material = raw + pepper
            row, key = (_derive(material, label) for label in self._labels)
            yield row, key


def _spell(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _read(secret: str) -> bytes | None:
    """Return the secret's bytes, or None unless it is their only right spelling."""
    try:
        raw = base64.urlsafe_b64decode(secret + "=")
    except ValueError:
        return None
    return raw if len(raw) == SECRET_BYTES and _spell(raw) == secret else None


def _derive(material: bytes, label: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=label).derive(material)


def _seal(payload: bytes, row: bytes, key: bytes, expires: int) -> bytes:
    plain = _HEADER.pack(expires, len(payload)) + payload
    plain += bytes(-len(plain) % _BLOCK_BYTES)
    nonce = os.urandom(_NONCE_BYTES)
    return _SCHEMA + nonce + AESGCM(key).encrypt(nonce, plain, row + _SCHEMA)


def _open(sealed: bytes, row: bytes, key: bytes, now: int) -> bytes | None:
    """Return the payload, or None if it isn't ours or has expired.

    The expiry is sealed in too: whoever can write to the store can't lengthen it.
    """
    schema, rest = sealed[:1], sealed[1:]
    if schema != _SCHEMA:
        return None
    nonce, ciphertext = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    try:
        plain = AESGCM(key).decrypt(nonce, ciphertext, row + _SCHEMA)
    except (InvalidTag, ValueError):  # ValueError: cut short
        return None
    expires, length = _HEADER.unpack_from(plain)
    payload = plain[_HEADER.size : _HEADER.size + length]
    return payload if now < expires else None
