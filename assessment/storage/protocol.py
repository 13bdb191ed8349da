"""The one small protocol that every place for sealed rows keeps."""

from typing import Protocol

# How addresses begin, and what the client library, made for Redis, calls the same.
VALKEY_SCHEMES = {
    "valkey://": "redis://",
    "redis://": "redis://",
    "valkeys://": "rediss://",
    "rediss://": "rediss://",
    "valkey+unix://": "unix://",
    "redis+unix://": "unix://",
    "unix://": "unix://",
}


class StoreUnavailable(Exception):
    """The store can't do its work now: full, locked, read-only, damaged or gone.

    What failed may have happened all the same. It may be tried again: every method
    means the same when repeated.
    """


class Store(Protocol):
    """Opaque rows that expire, each reached by one key alone.

    Times are whole seconds since the epoch, and always come from the caller. A row
    lives while `now < expires`. Every method may raise `StoreUnavailable`, and no
    other error of its backend. Stores are safe to use from several threads at once.
    """

    def get(self, row: bytes, now: int) -> bytes | None:
        """Return what `put` last kept under this row, or None if absent or expired."""

    def put(self, row: bytes, sealed: bytes, expires: int) -> None:
        """Keep these bytes under this row, replacing any before them.

        When this returns, they survive the death of the process that called it.
        """

    def swap(self, row: bytes, before: bytes, sealed: bytes, expires: int) -> bool:
        """Do as `put` does, but only while the row holds the bytes `before`.

        Return whether the row holds `sealed` now. Of several that swap the same bytes
        at once, one alone does. `before` may just have expired.
        """

    def delete(self, row: bytes) -> None:
        """Forget this row; one that isn't there is already forgotten."""

    def sweep(self, now: int) -> int:
        """Forget every expired row, and return how many this call removed.

        A backend that expires rows by itself returns 0.
        """

    def close(self) -> None:
        """Let go of connections and files; the store isn't used after this."""
