"""What the SQLite store promises about its file, its faults and its processes."""

import os
import resource
import shutil
import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from assessment.storage import SQLiteStore, StoreUnavailable
from tests.sqlite_file import set_write_version

NOW = 1_800_000_000
LATER = NOW + 3_600
ROW = b"r" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "visits" / "visits.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[SQLiteStore]:
    made = SQLiteStore(path, busy_seconds=0.05)
    yield made
    made.close()


def on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_the_owner_can_reach_the_files(store: SQLiteStore, path: Path) -> None:
    store.put(ROW, b"sealed", LATER)
    assert mode(path.parent) == 0o700
    assert {file.name: mode(file) for file in path.parent.iterdir()} == {
        "visits.sqlite3": 0o600,
        "visits.sqlite3-wal": 0o600,
        "visits.sqlite3-shm": 0o600,
    }


def test_every_connection_is_durable_and_overwrites_what_it_deletes(
    store: SQLiteStore,
) -> None:
    with store._connection() as connection:
        found = [
            connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "secure_delete")
        ]
    assert found == ["wal", 2, 1]  # 2 is FULL


def test_rows_outlive_the_store_that_kept_them(store: SQLiteStore, path: Path) -> None:
    store.put(ROW, b"sealed", LATER)
    store.close()
    with closing(SQLiteStore(path)) as reopened:
        assert reopened.get(ROW, NOW) == b"sealed"


def test_a_deleted_row_leaves_no_bytes_on_the_disk(
    store: SQLiteStore, path: Path
) -> None:
    canary = b"canary-5f1d" * 900
    store.put(ROW, canary, LATER)
    store.close()
    assert b"canary-5f1d" in path.read_bytes()
    store.delete(ROW)
    store.sweep(NOW)
    assert b"canary-5f1d" not in on_disk(path)


def test_an_expired_row_leaves_no_bytes_on_the_disk(
    store: SQLiteStore, path: Path
) -> None:
    store.put(ROW, b"canary-5f1d" * 900, NOW)
    assert b"canary-5f1d" in on_disk(path)
    assert store.sweep(NOW) == 1
    assert b"canary-5f1d" not in on_disk(path)


def test_f5_a_full_store_keeps_what_it_has_and_recovers_when_freed(path: Path) -> None:
    with closing(SQLiteStore(path, max_bytes=100_000)) as store:
        kept = 0
        with pytest.raises(StoreUnavailable, match="full"):  # noqa: PT012
            while True:
                store.put(b"row %d" % kept, b"x" * 5_000, NOW + kept)
                kept += 1
        assert 5 < kept < 20
        assert all(store.get(b"row %d" % row, NOW - 1) for row in range(kept))
        assert store.sweep(NOW + 3) == 4
        store.put(ROW, b"sealed", LATER)
        assert store.get(ROW, NOW) == b"sealed"


def test_f5_a_disk_that_takes_no_more_is_reported_and_heals(
    store: SQLiteStore, path: Path
) -> None:
    """The kernel itself refuses to let any file grow, as on a full disk."""
    store.put(ROW, b"earlier", LATER)
    wide, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, hard))
    try:
        with pytest.raises(StoreUnavailable):
            store.put(b"too large", b"x" * 400_000, LATER)
        assert store.get(ROW, NOW) == b"earlier"
        assert store.get(b"too large", NOW) is None
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (wide, hard))
    store.put(b"too large", b"x" * 400_000, LATER)
    assert store.get(b"too large", NOW) == b"x" * 400_000


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_locked_store_is_reported_and_still_read(
    store: SQLiteStore, path: Path
) -> None:
    store.put(ROW, b"earlier", LATER)
    with locked(path):
        for change in (
            lambda: store.put(ROW, b"later", LATER),
            lambda: store.delete(ROW),
            lambda: store.sweep(LATER),
        ):
            with pytest.raises(StoreUnavailable, match="locked"):
                change()
        assert store.get(ROW, NOW) == b"earlier"
    store.put(ROW, b"later", LATER)
    assert store.get(ROW, NOW) == b"later"


def test_f6_a_read_only_store_is_still_read_and_heals(
    store: SQLiteStore, path: Path
) -> None:
    store.put(ROW, b"earlier", LATER)
    store.close()
    set_write_version(path, 3)  # above 2, SQLite may only read the file
    assert store.get(ROW, NOW) == b"earlier"
    with pytest.raises(StoreUnavailable, match="readonly"):
        store.put(ROW, b"later", LATER)
    set_write_version(path, 2)
    store.put(ROW, b"later", LATER)
    assert store.get(ROW, NOW) == b"later"


def test_a_damaged_file_is_reported(store: SQLiteStore, path: Path) -> None:
    store.close()
    path.write_bytes(b"not a database" * 1_000)
    with pytest.raises(StoreUnavailable, match="not a database"):
        store.get(ROW, NOW)
    with pytest.raises(StoreUnavailable, match="not a database"):
        SQLiteStore(path)


def test_a_folder_that_can_not_be_made_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match=r"file/visits\.sqlite3"):
        SQLiteStore(tmp_path / "file" / "visits.sqlite3")


def test_a_folder_that_goes_away_is_reported_until_it_is_back(
    store: SQLiteStore, path: Path
) -> None:
    store.put(ROW, b"sealed", LATER)
    away = path.parent.rename(path.parent.with_name("away"))
    with pytest.raises(StoreUnavailable):
        store.get(ROW, NOW)
    with pytest.raises(StoreUnavailable):
        store.put(ROW, b"later", LATER)
    away.rename(path.parent)
    assert store.get(ROW, NOW) == b"sealed"


def test_threads_move_together_to_a_file_that_was_replaced(
    store: SQLiteStore, path: Path
) -> None:
    """A removed file means starting again, never two files side by side."""
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(store.put, ROW, b"old", LATER).result()
        assert store.get(ROW, NOW) == b"old"
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        assert store.get(ROW, NOW) is None
        elsewhere.submit(store.put, ROW, b"new", LATER).result()
        assert store.get(ROW, NOW) == b"new"


def test_workers_that_start_at_once_all_get_the_store(path: Path) -> None:
    start = threading.Barrier(6)

    def work(number: int) -> None:
        start.wait()
        with closing(SQLiteStore(path)) as store:
            store.put(b"row %d" % number, b"sealed", LATER)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    with closing(SQLiteStore(path)) as store:
        assert all(store.get(b"row %d" % number, NOW) for number in range(6))


def test_a_start_waits_for_another_worker_that_is_just_making_the_file(
    path: Path,
) -> None:
    path.parent.mkdir()
    with ThreadPoolExecutor(1) as elsewhere:
        with locked(path):
            starting = elsewhere.submit(SQLiteStore, path)
            time.sleep(0.2)
            assert not starting.done()
        starting.result().close()


def test_a_forked_worker_loses_nothing_when_its_parent_closes(
    store: SQLiteStore,
) -> None:
    """A child with the parent's locks would write to a log that the parent removes."""
    store.put(ROW, b"from the parent", LATER)
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            assert store.get(ROW, NOW) == b"from the parent"
            os.close(writing)
            os.read(reading, 1)  # until the parent has closed its connections
            store.put(b"child", b"from the child", LATER)
            status = 0
        finally:
            os._exit(status)
    store.put(b"parent", b"after the fork", LATER)
    store.close()
    os.close(writing)
    os.close(reading)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert store.get(ROW, NOW) == b"from the parent"
    assert store.get(b"parent", NOW) == b"after the fork"
    assert store.get(b"child", NOW) == b"from the child"


def test_a_fork_amid_other_threads_calls_leaves_a_working_store(path: Path) -> None:
    store = SQLiteStore(path)
    finished = threading.Event()

    def keep_writing() -> None:
        while not finished.is_set():
            store.put(b"busy", b"x" * 5_000, LATER)
            time.sleep(0.001)

    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(keep_writing) for _ in range(2)]
        try:
            for number in range(10):
                child = os.fork()
                if child == 0:
                    status = 1
                    try:
                        store.put(b"child %d" % number, b"sealed", LATER)
                        status = 0
                    finally:
                        os._exit(status)
                assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        finally:
            finished.set()
        for writer in writers:
            writer.result()
    assert all(store.get(b"child %d" % number, NOW) for number in range(10))
    store.close()
