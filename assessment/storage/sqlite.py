"""A store in one SQLite file: the default, for one machine with any number of workers.

Every change is one statement, hence one transaction. In WAL mode with
`synchronous=FULL` it is on the disk before the call returns (sqlite.org/pragma.html).
"""

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from assessment.storage.protocol import StoreUnavailable

_PAGE_BYTES = 4096  # SQLite's own default page size
_SWEEP_ROWS = 500  # a long sweep lets waiting writers in after each batch
_TABLE = """CREATE TABLE IF NOT EXISTS visit (
    row BLOB PRIMARY KEY, sealed BLOB NOT NULL, expires INTEGER NOT NULL)"""
_INDEX = "CREATE INDEX IF NOT EXISTS visit_expires ON visit (expires)"
_GET = "SELECT sealed FROM visit WHERE row = ? AND expires > ?"
_PUT = """INSERT INTO visit (row, sealed, expires) VALUES (?, ?, ?) ON CONFLICT (row)
    DO UPDATE SET sealed = excluded.sealed, expires = excluded.expires"""
_SWAP = "UPDATE visit SET sealed = ?, expires = ? WHERE row = ? AND sealed IN (?, ?)"
_DELETE = "DELETE FROM visit WHERE row = ?"
_SWEEP = """DELETE FROM visit WHERE row IN
    (SELECT row FROM visit WHERE expires <= ? LIMIT ?)"""


@dataclass
class _Seat:
    """One thread's connection, and which file it was opened on."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    connection: sqlite3.Connection | None = None
    file: tuple[int, int] | None = None

    def leave(self) -> None:
        """Close the connection; the next use opens another."""
        if self.connection is not None:
            with suppress(sqlite3.Error):
                self.connection.close()
        self.connection = None


class SQLiteStore:
    """Sealed rows in a SQLite file that only its owner can read.

    `max_bytes` bounds the file, so that a flood of visits can't fill the machine's
    disk; `busy_seconds` is how long a call waits for another writer. Raises
    `StoreUnavailable` if the file can't be made or opened.
    """

    def __init__(
        self, path: Path, *, max_bytes: int = 2**30, busy_seconds: float = 5.0
    ) -> None:
        self._path = path
        self._max_pages = max_bytes // _PAGE_BYTES
        self._busy_seconds = busy_seconds
        self._seating = threading.Lock()
        self._seats: dict[int, _Seat] = {}
        # A child that inherits an open connection also inherits SQLite's belief that
        # it holds the parent's locks, and can lose writes (sqlite.org/howtocorrupt).
        if sys.platform != "win32":
            os.register_at_fork(
                before=self._hold,
                after_in_parent=self._release,
                after_in_child=self._release,
            )
        with self._translating_errors():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._open().close()

    def get(self, row: bytes, now: int) -> bytes | None:
        """Return the row's bytes, or None if it is absent or expired."""
        with self._connection() as connection:
            found = connection.execute(_GET, (row, now)).fetchall()
        return found[0][0] if found else None

    def put(self, row: bytes, sealed: bytes, expires: int) -> None:
        """Keep these bytes under this row until the epoch second `expires`."""
        with self._connection() as connection:
            connection.execute(_PUT, (row, sealed, expires))

    def swap(self, row: bytes, before: bytes, sealed: bytes, expires: int) -> bool:
        """Keep these bytes if the row holds `before`; return whether it has them."""
        with self._connection() as connection:
            change = (sealed, expires, row, before, sealed)
            return connection.execute(_SWAP, change).rowcount == 1

    def delete(self, row: bytes) -> None:
        """Forget this row if it is there."""
        with self._connection() as connection:
            connection.execute(_DELETE, (row,))

    def sweep(self, now: int) -> int:
        """Forget every expired row, and return how many there were.

        It also empties the write-ahead log, where deleted rows would linger.
        """
        swept = 0
        with self._connection() as connection:
            while True:
                batch = connection.execute(_SWEEP, (now, _SWEEP_ROWS)).rowcount
                swept += batch
                if batch < _SWEEP_ROWS:
                    break
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return swept

    def close(self) -> None:
        """Close every thread's connection, once its call in progress is done."""
        self._hold()
        self._release()

    def _hold(self) -> None:
        self._seating.acquire()
        for seat in self._seats.values():
            seat.lock.acquire()
            seat.leave()

    def _release(self) -> None:
        for seat in self._seats.values():
            seat.lock.release()
        self._seating.release()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Yield this thread's connection to the file that is at the path now."""
        with self._translating_errors(), self._seat() as seat:
            if seat.connection is not None and self._file() != seat.file:
                seat.leave()
            if seat.connection is None:
                seat.connection = self._open()
                seat.file = self._file()
            try:
                yield seat.connection
            except sqlite3.Error:
                seat.leave()
                raise

    @contextmanager
    def _seat(self) -> Iterator[_Seat]:
        """Yield this thread's seat; a new thread may take over a finished one's."""
        thread = threading.get_ident()
        seat = self._seats.get(thread)
        if seat is None:
            with self._seating:
                seat = self._seats[thread] = _Seat()
        with seat.lock:
            yield seat

    def _file(self) -> tuple[int, int] | None:
        try:
            status = self._path.stat()
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    def _open(self) -> sqlite3.Connection:
        # SQLite gives its log and index the mode of the file that it finds. One that
        # exists must not be opened here: to close it would drop SQLite's own locks.
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(
            self._path,
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
        )
        try:
            self._enter_wal(connection)
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute(f"PRAGMA max_page_count = {self._max_pages}")
            connection.execute(_TABLE)
            connection.execute(_INDEX)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _enter_wal(self, connection: sqlite3.Connection) -> None:
        """Switch to WAL, the one statement for which SQLite doesn't wait its turn."""
        deadline = time.monotonic() + self._busy_seconds
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
                if not busy or time.monotonic() >= deadline:
                    raise
            time.sleep(0.01)

    @contextmanager
    def _translating_errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreUnavailable(f"the store {self._path}: {error}") from error
