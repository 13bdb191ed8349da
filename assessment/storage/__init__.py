"""Sealed answers: one small protocol, its stores, and the seal over them."""

from assessment.storage.codes import (
    CodeError,
    new_code,
    read_code,
    secret_of,
    spell_code,
)
from assessment.storage.memory import MemoryStore
from assessment.storage.protocol import VALKEY_SCHEMES, Store, StoreUnavailable
from assessment.storage.sealed import Found, SealedVisits
from assessment.storage.secret_file import SecretFileError, load_or_create_secret
from assessment.storage.sqlite import SQLiteStore

__all__ = [
    "VALKEY_SCHEMES",
    "CodeError",
    "Found",
    "MemoryStore",
    "SQLiteStore",
    "SealedVisits",
    "SecretFileError",
    "Store",
    "StoreUnavailable",
    "load_or_create_secret",
    "new_code",
    "read_code",
    "secret_of",
    "spell_code",
]
