"""What every store promises, whichever backend keeps the rows."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from redis import Redis

from assessment.storage import MemoryStore, SQLiteStore, Store
from assessment.storage.valkey import ValkeyStore
from tests.valkey_server import ValkeyServer

NOW = 1_800_000_000
ROW, OTHER_ROW = b"r" * 32, b"o" * 32


@pytest.fixture(scope="module")
def server() -> Iterator[ValkeyServer]:
    """A cluster of one, which refuses commands whose keys could be on two machines."""
    with ValkeyServer("--cluster-enabled", "yes") as started:
        with Redis.from_url(f"unix://{started.socket}") as client:
            client.execute_command("CLUSTER ADDSLOTSRANGE", 0, 16_383)
            deadline = time.monotonic() + 30
            while client.execute_command("CLUSTER INFO")["cluster_state"] != "ok":
                assert time.monotonic() < deadline
                time.sleep(0.02)
        yield started


@pytest.fixture(params=["memory", "sqlite", "valkey"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    made: Store
    if request.param == "memory":
        made = MemoryStore()
    elif request.param == "sqlite":
        made = SQLiteStore(tmp_path / "visits.sqlite3")
    else:
        server: ValkeyServer = request.getfixturevalue("server")
        with Redis.from_url(f"unix://{server.socket}") as client:
            client.flushall()
        made = ValkeyStore(server.address, clock=lambda: NOW)
    yield made
    made.close()


def test_a_row_never_kept_is_absent(store: Store) -> None:
    assert store.get(ROW, NOW) is None


@pytest.mark.parametrize("sealed", [b"", b"\x00", bytes(range(256)), b"x" * 100_000])
def test_a_row_comes_back_byte_for_byte(store: Store, sealed: bytes) -> None:
    store.put(ROW, sealed, NOW + 60)
    assert store.get(ROW, NOW) == sealed


def test_a_row_replaces_the_one_before_it(store: Store) -> None:
    store.put(ROW, b"first", NOW + 60)
    store.put(ROW, b"second", NOW + 120)
    assert store.get(ROW, NOW + 60) == b"second"


def test_a_row_can_be_made_to_expire_sooner(store: Store) -> None:
    store.put(ROW, b"first", NOW + 60)
    store.put(ROW, b"second", NOW + 10)
    assert store.get(ROW, NOW + 10) is None


def test_rows_do_not_touch_each_other(store: Store) -> None:
    store.put(ROW, b"mine", NOW + 60)
    store.put(OTHER_ROW, b"theirs", NOW + 60)
    store.delete(ROW)
    assert store.get(ROW, NOW) is None
    assert store.get(OTHER_ROW, NOW) == b"theirs"


def test_deleting_twice_is_deleting_once(store: Store) -> None:
    store.put(ROW, b"sealed", NOW + 60)
    store.delete(ROW)
    store.delete(ROW)
    assert store.get(ROW, NOW) is None


def test_a_row_lives_until_its_expiry_even_before_a_sweep(store: Store) -> None:
    store.put(ROW, b"sealed", NOW + 60)
    assert store.get(ROW, NOW + 59) == b"sealed"
    assert store.get(ROW, NOW + 60) is None
    assert store.get(ROW, NOW + 86_400) is None


def test_a_sweep_removes_the_expired_for_good_and_counts_them(store: Store) -> None:
    for number in range(1_200):
        store.put(b"expired %d" % number, b"sealed", NOW)
    store.put(ROW, b"living", NOW + 1)
    by_itself = isinstance(store, ValkeyStore)
    assert store.sweep(NOW) == (0 if by_itself else 1_200)
    assert store.sweep(NOW) == 0
    assert store.get(ROW, NOW) == b"living"
    # Even a clock set back doesn't bring one back.
    assert store.get(b"expired 0", NOW - 60) is None


def test_a_swap_is_done_only_over_what_was_there(store: Store) -> None:
    assert not store.swap(ROW, b"", b"first", NOW + 60)
    assert not store.swap(ROW, b"first", b"first", NOW + 60)
    store.put(ROW, b"first", NOW + 60)
    assert not store.swap(ROW, b"other", b"second", NOW + 60)
    assert store.get(ROW, NOW) == b"first"
    assert store.swap(ROW, b"first", b"second", NOW + 120)
    assert not store.swap(ROW, b"first", b"third", NOW + 240)
    assert store.get(ROW, NOW + 60) == b"second"
    assert store.get(ROW, NOW + 120) is None


def test_a_swap_repeated_means_the_same(store: Store) -> None:
    store.put(ROW, b"first", NOW + 60)
    for _ in range(2):
        assert store.swap(ROW, b"first", b"second", NOW + 60)
    assert store.get(ROW, NOW) == b"second"


def test_nothing_deleted_comes_back_by_a_swap(store: Store) -> None:
    store.put(ROW, b"first", NOW + 60)
    store.delete(ROW)
    assert not store.swap(ROW, b"first", b"second", NOW + 60)
    assert store.get(ROW, NOW) is None


def test_of_many_swaps_at_once_one_is_done(store: Store) -> None:
    """Eight threads count to 80 together in one row, and lose no step."""
    store.put(ROW, b"0", NOW + 60)
    start = threading.Barrier(8)

    def count(thread: int) -> None:
        start.wait()
        done = 0
        while done < 10:
            held = store.get(ROW, NOW)
            assert held is not None
            after = b"%d by %d" % (int(held.split()[0]) + 1, thread)
            done += store.swap(ROW, held, after, NOW + 60)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count, range(8)))
    held = store.get(ROW, NOW)
    assert held is not None
    assert held.split()[0] == b"80"


def test_threads_never_see_each_other_s_rows(store: Store) -> None:
    """Eight threads write, read and delete at once; each finds only its own."""
    start = threading.Barrier(8)

    def walk(thread: int) -> None:
        row = b"row of thread %d" % thread
        start.wait()
        for step in range(15):
            sealed = b"thread %d step %d" % (thread, step)
            store.put(row, sealed, NOW + 60)
            assert store.get(row, NOW) == sealed
        store.delete(row)
        assert store.get(row, NOW) is None

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(walk, range(8)))
    assert store.sweep(NOW + 60) == 0
