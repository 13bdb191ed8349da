"""Codes: what a person writes down to open a visit from another device.

Twelve random characters of 29 (12 × log2 29 = 58.3 bits) and one that checks them. The
29 are the digits, and the letters without those read as a digit or another letter, and
without A and E, so that no code spells a word. 29 is prime: that makes the check catch
every wrong character and every two that changed places.
"""

from __future__ import annotations

import base64
import secrets
from threading import Lock

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

ALPHABET = "0123456789BCDFGHJKMNPQRTVWXYZ"

_LENGTH = 12
_GROUPS = ((0, 4), (4, 8), (8, 13))
_READ_AS = str.maketrans("OILSU", "0115V")
_SPACING = str.maketrans("", "", " \t\u00a0-–—_.,")
# RFC 7914: 16 MiB and some 40 ms for each guess.
_COST, _BLOCK, _LANES = 2**14, 8, 1
_one_by_one = Lock()  # many guesses at once must not take the machine's memory


class CodeError(ValueError):
    """What was typed can't be a code: a character is wrong, missing or too many."""


def new_code() -> str:
    """Return a fresh code: 13 characters of `ALPHABET`, the last one checks."""
    code = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return code + _check(code)


def read_code(typed: str) -> str:
    """Return the code that was meant, whatever its case, spacing and look-alikes.

    Raises CodeError for what can't be a code.
    """
    code = typed.translate(_SPACING).upper().translate(_READ_AS)
    if len(code) != _LENGTH + 1 or not set(code) <= set(ALPHABET):
        raise CodeError("not a code")
    if code[-1] != _check(code[:-1]):
        raise CodeError("a character is wrong")
    return code


def spell_code(code: str) -> str:
    """Return the code, or as much of it as there is, in groups to be read out."""
    return " ".join(code[start:end] for start, end in _GROUPS).strip()


def secret_of(code: str) -> str:
    """Return the secret for `SealedVisits` that hangs on a code, slow to work out.

    The server's pepper comes in there: the same salt for all codes lets nobody guess
    who does not hold it, too.
    """
    slow = Scrypt(salt=b"previsit code 1", length=32, n=_COST, r=_BLOCK, p=_LANES)
    with _one_by_one:
        raw = slow.derive(code.encode("ascii"))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _check(code: str) -> str:
    """The character that makes the sum of all, each times its place, a multiple of 29.

    Places 1 to 13 differ and are not 0 modulo 29, so no slip of one or two is lost.
    """
    total = sum(n * ALPHABET.index(letter) for n, letter in enumerate(code, 1))
    return ALPHABET[total * pow(-_LENGTH - 1, -1, len(ALPHABET)) % len(ALPHABET)]
