"""What the store in Valkey or Redis promises about faults, clocks and its address."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from redis import Redis

from assessment.storage import (
    VALKEY_SCHEMES,
    SealedVisits,
    StoreUnavailable,
)
from assessment.storage.valkey import ValkeyStore
from tests.certificates import make_certificate
from tests.valkey_server import ValkeyServer

pytestmark = pytest.mark.slow

NOW = 1_800_000_000
LATER = NOW + 3_600
ROW = b"r" * 32
PASSWORD = "canary-7491"


def opened(server: ValkeyServer, now: int = NOW, seconds: float = 2.0) -> ValkeyStore:
    return ValkeyStore(server.address, clock=lambda: now, seconds=seconds)


@pytest.fixture
def server() -> Iterator[ValkeyServer]:
    with ValkeyServer() as started:
        yield started


@pytest.fixture
def client(server: ValkeyServer) -> Iterator[Redis]:
    with Redis.from_url(f"unix://{server.socket}") as made:
        yield made


@pytest.fixture
def store(server: ValkeyServer) -> Iterator[ValkeyStore]:
    with closing(opened(server)) as made:
        yield made


def assert_unavailable(store: ValkeyStore) -> None:
    for call in (
        lambda: store.get(ROW, NOW),
        lambda: store.put(ROW, b"later", LATER),
        lambda: store.swap(ROW, b"earlier", b"later", LATER),
        lambda: store.delete(ROW),
    ):
        with pytest.raises(StoreUnavailable):
            call()


def test_a_server_that_is_down_is_reported_until_it_is_back(
    store: ValkeyStore, server: ValkeyServer
) -> None:
    store.put(ROW, b"sealed", LATER)
    server.stop()
    assert_unavailable(store)
    server.start()
    # It was told to write nothing to the disk.
    assert store.get(ROW, NOW) is None
    store.put(ROW, b"sealed", LATER)
    server.stop()
    server.start()
    # The very first call after a restart works, over connections that were cut.
    store.put(ROW, b"again", LATER)
    assert store.get(ROW, NOW) == b"again"


def test_what_is_always_written_to_the_disk_outlives_a_power_cut() -> None:
    with (
        ValkeyServer("--appendonly", "yes", "--appendfsync", "always") as server,
        closing(opened(server)) as store,
    ):
        for number in range(50):
            store.put(b"row %d" % number, b"sealed", LATER)
        server.stop()
        server.start()
        assert all(store.get(b"row %d" % row, NOW) == b"sealed" for row in range(50))


def test_a_site_may_start_before_its_server(server: ValkeyServer) -> None:
    server.stop()
    with closing(opened(server)) as store:
        assert_unavailable(store)
        server.start()
        store.put(ROW, b"sealed", LATER)
        assert store.get(ROW, NOW) == b"sealed"


def test_a_frozen_server_is_reported_in_time_and_heals(server: ValkeyServer) -> None:
    with closing(opened(server, seconds=0.2)) as store:
        store.put(ROW, b"earlier", LATER)
        server.freeze()
        before = time.monotonic()
        assert_unavailable(store)
        # Four calls of 0.2 seconds; a machine with much to do may take far longer.
        assert time.monotonic() - before < 10
        server.thaw()
        # What failed may have happened all the same: the last call was to delete.
        assert store.get(ROW, NOW) in (b"earlier", b"later", None)
        store.put(ROW, b"later", LATER)
        assert store.get(ROW, NOW) == b"later"


def test_a_full_server_keeps_what_it_has_and_recovers_when_freed(
    store: ValkeyStore, client: Redis
) -> None:
    client.config_set("maxmemory-policy", "noeviction")
    used = client.info("memory")["used_memory"]
    client.config_set("maxmemory", used + 2_000_000)
    kept = 0
    with pytest.raises(StoreUnavailable, match="OutOfMemoryError"):  # noqa: PT012
        while True:
            store.put(b"row %d" % kept, b"%d" % kept + b"x" * 100_000, LATER)
            kept += 1
    assert 5 < kept < 30
    for row in range(kept):
        found = store.get(b"row %d" % row, NOW)
        assert found is not None
        assert found.startswith(b"%dx" % row)
    with pytest.raises(StoreUnavailable):
        store.swap(b"row 0", b"0" + b"x" * 100_000, b"later", LATER)
    for row in range(3):
        store.delete(b"row %d" % row)
    store.put(ROW, b"sealed", LATER)
    assert store.get(ROW, NOW) == b"sealed"


def test_only_commands_of_one_key_are_sent_and_every_key_is_named_ours(
    store: ValkeyStore, server: ValkeyServer
) -> None:
    visits = SealedVisits(store, [b"p" * 32, b"o" * 32])
    with (
        Redis.from_url(f"unix://{server.socket}") as watcher,
        watcher.monitor() as monitor,
    ):
        secret = visits.new_secret()
        visits.save(secret, b"first", LATER)
        found = visits.find(secret, NOW)
        assert found is not None
        visits.replace(found, b"second", LATER)
        visits.load(visits.new_secret(), NOW)
        visits.delete(secret)
        store.sweep(NOW)
        watcher_said = monitor.listen()
        with Redis.from_url(f"unix://{server.socket}", protocol=2) as last:
            last.echo("the end")
        commands = []
        for line in watcher_said:
            if line["command"].startswith("ECHO"):
                break
            commands.append(line["command"])
    assert {command.split()[0] for command in commands} == {"SET", "GET", "DEL", "EVAL"}
    assert {command.count("previsit:") for command in commands} == {1}


def test_the_server_forgets_expired_rows_by_itself(
    store: ValkeyStore, client: Redis
) -> None:
    store.put(ROW, b"sealed", NOW + 60)
    (key,) = client.keys()
    assert 50 < client.ttl(key) <= 60
    assert store.swap(ROW, b"sealed", b"later", NOW + 600)
    assert 590 < client.ttl(key) <= 600
    store.put(ROW, b"later", NOW + 1)
    deadline = time.monotonic() + 20
    while client.exists(key):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("away", [-86_400, 86_400], ids=["a day behind", "a day ahead"])
def test_f7_no_difference_of_clocks_shows_an_expired_row_or_hides_a_live_one(
    server: ValkeyServer, away: int
) -> None:
    """The callers' clocks agree with each other, and not with the server's."""
    now = int(time.time()) + away
    with closing(opened(server, now)) as store, closing(opened(server, now)) as other:
        store.put(ROW, b"sealed", now + 60)
        assert other.get(ROW, now + 59) == b"sealed"
        assert other.get(ROW, now + 60) is None
        store.put(ROW, b"expired already", now)
        assert other.get(ROW, now - 86_400) is None


def test_what_somebody_else_keeps_under_our_name_is_no_row(
    store: ValkeyStore, client: Redis
) -> None:
    client.set(b"previsit:" + ROW, b"short")
    assert store.get(ROW, NOW) is None
    client.delete(b"previsit:" + ROW)
    client.lpush(b"previsit:" + ROW, b"a list")
    with pytest.raises(StoreUnavailable, match="ResponseError"):
        store.get(ROW, NOW)


@pytest.mark.parametrize("given", ["", "wrong-canary-7491"], ids=["none", "wrong"])
def test_a_wrong_password_is_refused_at_the_start_and_never_told(given: str) -> None:
    with ValkeyServer("--requirepass", PASSWORD) as server:
        address = f"{server.address}?password={given}" if given else server.address
        with pytest.raises(StoreUnavailable, match="AuthenticationError") as refusal:
            ValkeyStore(address, clock=lambda: NOW)
        assert "canary" not in str(refusal.value)
        assert str(server.socket) not in str(refusal.value)
        right = f"{server.address}?password={PASSWORD}"
        with closing(ValkeyStore(right, clock=lambda: NOW)) as store:
            store.put(ROW, b"sealed", LATER)
            assert store.get(ROW, NOW) == b"sealed"
            assert PASSWORD not in repr(store)


def test_a_user_with_the_rights_that_the_documents_name_is_enough(
    server: ValkeyServer, client: Redis
) -> None:
    rights = ("+get", "+set", "+del", "+eval", "+ping", "~previsit:*")
    client.execute_command("ACL SETUSER", "site", "on", f">{PASSWORD}", *rights)
    address = f"valkey+unix://site@{server.socket}?password={PASSWORD}"
    with closing(ValkeyStore(address, clock=lambda: NOW)) as store:
        store.put(ROW, b"first", LATER)
        assert store.swap(ROW, b"first", b"second", LATER)
        assert store.get(ROW, NOW) == b"second"
        store.delete(ROW)
        assert store.get(ROW, NOW) is None


@pytest.mark.parametrize(
    "address",
    [
        f"valkeyy://:{PASSWORD}@localhost",
        f"memcached://:{PASSWORD}@localhost",
        f"valkey://:{PASSWORD}@localhost:port",
        f"valkey://:{PASSWORD}@localhost?socket_timeout=long",
        f"valkey+unix:///nowhere?colour={PASSWORD}",
    ],
)
def test_an_address_that_makes_no_sense_is_refused_without_its_words(
    address: str,
) -> None:
    with pytest.raises(StoreUnavailable, match="its address") as refusal:
        ValkeyStore(address, clock=lambda: NOW)
    assert PASSWORD not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_every_scheme_that_settings_name_is_known(server: ValkeyServer) -> None:
    for scheme in VALKEY_SCHEMES:
        if "unix" in scheme:
            address = f"{scheme}{server.socket}"
            ValkeyStore(address, clock=lambda: NOW).put(ROW, b"sealed", LATER)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_an_encrypted_connection_is_made_only_to_whom_we_trust(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    port = free_port()
    options = {
        "--tls-port": str(port), "--bind": "127.0.0.1", "--tls-auth-clients": "no",
        "--tls-cert-file": str(certificate), "--tls-key-file": str(key),
    }  # fmt: skip
    words = [word for pair in options.items() for word in pair]
    with ValkeyServer(*words):
        address = f"valkeys://127.0.0.1:{port}"
        with closing(ValkeyStore(address, clock=lambda: NOW)) as store:
            assert_unavailable(store)
        trusted = f"{address}?ssl_ca_certs={certificate}"
        with closing(ValkeyStore(trusted, clock=lambda: NOW)) as store:
            store.put(ROW, b"sealed", LATER)
            assert store.get(ROW, NOW) == b"sealed"
        plain = f"valkey://127.0.0.1:{port}"
        with closing(ValkeyStore(plain, clock=lambda: NOW)) as store:
            assert_unavailable(store)
