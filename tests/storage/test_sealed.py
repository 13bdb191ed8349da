"""Sealed visits: only the right secret with the right pepper opens one."""

import base64
import hmac
import random
import sqlite3
import string
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

import assessment
from assessment.storage import MemoryStore, SealedVisits, SQLiteStore, StoreUnavailable

NOW = 1_800_000_000
LATER = NOW + 2_700
PEPPER, OLD_PEPPER = b"p" * 32, b"o" * 48
ALPHABET = string.ascii_letters + string.digits + "-_"


class OpenStore(MemoryStore):
    """A store whose rows a test, like a thief, can read and change."""

    @property
    def rows(self) -> dict[bytes, tuple[bytes, int]]:
        return self._rows


@pytest.fixture
def store() -> OpenStore:
    return OpenStore()


@pytest.fixture
def visits(store: OpenStore) -> SealedVisits:
    return SealedVisits(store, [PEPPER])


def test_secrets_are_43_cookie_safe_characters_and_never_repeat(
    visits: SealedVisits,
) -> None:
    secrets = {visits.new_secret() for _ in range(1_000)}
    assert len(secrets) == 1_000
    assert all(len(secret) == 43 and set(secret) <= set(ALPHABET) for secret in secrets)


@given(payload=st.binary(max_size=5_000))
def test_any_payload_comes_back_byte_for_byte(payload: bytes) -> None:
    visits = SealedVisits(MemoryStore(), [PEPPER])
    secret = visits.new_secret()
    visits.save(secret, payload, LATER)
    assert visits.load(secret, NOW) == payload


@given(st.lists(st.binary(max_size=40), min_size=2, max_size=6))
def test_visits_never_mix(payloads: list[bytes]) -> None:
    visits = SealedVisits(MemoryStore(), [PEPPER])
    secrets = [visits.new_secret() for _ in payloads]
    for secret, payload in zip(secrets, payloads, strict=True):
        visits.save(secret, payload, LATER)
    visits.delete(secrets[0])
    assert visits.load(secrets[0], NOW) is None
    assert [visits.load(secret, NOW) for secret in secrets[1:]] == payloads[1:]


def test_s4_a_thousand_forged_and_altered_secrets_open_nothing(
    visits: SealedVisits,
) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"answers", LATER)
    raw = base64.urlsafe_b64decode(secret + "=")
    flipped = [
        base64.urlsafe_b64encode(
            bytes(
                byte ^ (1 << bit) * (index == place) for index, byte in enumerate(raw)
            )
        )
        .rstrip(b"=")
        .decode()
        for place in range(32)
        for bit in range(8)
    ]
    chance = random.Random(1)  # noqa: S311
    swapped = [
        secret[:place]
        + chance.choice(ALPHABET.replace(secret[place], ""))
        + secret[place + 1 :]
        for place in range(43)
        for _ in range(10)
    ]
    random_ones = [visits.new_secret() for _ in range(400)]
    forged = {*flipped, *swapped, *random_ones}
    assert len(forged) > 1_000
    assert secret not in forged
    assert [visits.load(each, NOW) for each in forged] == [None] * len(forged)


@given(st.text(max_size=60))
def test_no_text_in_a_cookie_opens_or_breaks_anything(text: str) -> None:
    visits = SealedVisits(MemoryStore(), [PEPPER])
    assert visits.load(text, NOW) is None
    visits.delete(text)


def test_a_secret_has_exactly_one_spelling(visits: SealedVisits) -> None:
    secret = visits.new_secret()[:-1] + "A"
    visits.save(secret, b"answers", LATER)
    # The last character carries four bits of the secret, and two that mean nothing.
    same_bytes = [secret[:-1] + last for last in "BCD"]
    others = [
        secret + "=",
        secret + "\n",
        " " + secret,
        secret[:20] + "!" + secret[20:],
        secret[:42],
        secret + "A",
        secret + secret,
        "",
        "é" * 43,
        "\ud800" * 43,
    ]
    assert visits.load(secret, NOW) == b"answers"
    assert [visits.load(each, NOW) for each in same_bytes + others] == [None] * 13


def test_standard_base64_is_another_spelling(visits: SealedVisits) -> None:
    secret = "-_" * 21 + "A"
    visits.save(secret, b"answers", LATER)
    assert visits.load(secret, NOW) == b"answers"
    assert visits.load("+/" * 21 + "A", NOW) is None


@pytest.mark.parametrize("secret", ["", "A" * 42, "A" * 44, "A" * 42 + "B"])
def test_nothing_is_saved_under_a_malformed_secret(
    visits: SealedVisits, store: OpenStore, secret: str
) -> None:
    with pytest.raises(ValueError, match="not a visit's secret"):
        visits.save(secret, b"answers", LATER)
    assert store.rows == {}


def test_a_visit_expires_and_can_be_prolonged(visits: SealedVisits) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"answers", LATER)
    assert visits.load(secret, LATER - 1) == b"answers"
    assert visits.load(secret, LATER) is None
    visits.save(secret, b"answers", LATER + 60)
    assert visits.load(secret, LATER) == b"answers"


def test_a_thief_of_the_store_can_not_prolong_a_visit(
    visits: SealedVisits, store: OpenStore
) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"answers", LATER)
    store.rows.update({row: (sealed, 2**62) for row, (sealed, _) in store.rows.items()})
    assert visits.load(secret, LATER - 1) == b"answers"
    assert visits.load(secret, LATER) is None


def test_every_altered_byte_makes_the_visit_absent(
    visits: SealedVisits, store: OpenStore
) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"answers", LATER)
    ((row, (sealed, expires)),) = store.rows.items()
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        store.put(row, bytes(altered), expires)
        assert visits.load(secret, NOW) is None
    store.put(row, sealed, expires)
    assert visits.load(secret, NOW) == b"answers"


@pytest.mark.parametrize("length", [0, 1, 12, 13, 14, 28, 29, 500])
def test_a_row_cut_short_is_absent(
    visits: SealedVisits, store: OpenStore, length: int
) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"answers", LATER)
    ((row, (sealed, expires)),) = store.rows.items()
    store.put(row, sealed[:length], expires)
    assert visits.load(secret, NOW) is None


def test_a_row_moved_under_another_secret_s_name_is_absent(
    visits: SealedVisits, store: OpenStore
) -> None:
    mine, theirs = visits.new_secret(), visits.new_secret()
    visits.save(mine, b"mine", LATER)
    visits.save(theirs, b"theirs", LATER)
    (first, second) = store.rows
    store.rows[first], store.rows[second] = store.rows[second], store.rows[first]
    assert visits.load(mine, NOW) is None
    assert visits.load(theirs, NOW) is None


def test_sealing_the_same_twice_shows_nothing_in_common(
    visits: SealedVisits, store: OpenStore
) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"answers", LATER)
    (first,) = (sealed for sealed, _ in store.rows.values())
    visits.save(secret, b"answers", LATER)
    (second,) = (sealed for sealed, _ in store.rows.values())
    assert first[1:13] != second[1:13]
    assert first[13:] != second[13:]


def test_the_format_is_the_documented_one_so_that_an_upgrade_keeps_visits(
    visits: SealedVisits, store: OpenStore
) -> None:
    """HKDF by hand, as RFC 5869 has it; the row's name must not be its key."""
    secret = "A" * 43
    visits.save(secret, b"answers", LATER)
    ((row, (sealed, _)),) = store.rows.items()
    extracted = hmac.digest(bytes(32), bytes(32) + PEPPER, "sha256")
    assert row == hmac.digest(extracted, b"visit row 1\x01", "sha256")
    key = hmac.digest(extracted, b"visit key 1\x01", "sha256")
    plain = AESGCM(key).decrypt(sealed[1:13], sealed[13:], row + b"\x01")
    assert plain == struct.pack(">qQ", LATER, 7) + b"answers" + bytes(1_001)


def test_a_row_s_size_tells_only_the_kilobyte(
    visits: SealedVisits, store: OpenStore
) -> None:
    sizes = []
    for length in (0, 1, 1_008, 1_009, 2_032):
        secret = visits.new_secret()
        visits.save(secret, b"x" * length, LATER)
        sizes.append(len(list(store.rows.values())[-1][0]))
    assert sizes == [1_053, 1_053, 1_053, 2_077, 2_077]  # 29 bytes of seal


def test_the_store_learns_neither_the_secret_nor_the_pepper(
    visits: SealedVisits, store: OpenStore
) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"canary", LATER)
    kept = b"".join(row + sealed for row, (sealed, _) in store.rows.items())
    raw = base64.urlsafe_b64decode(secret + "=")
    for private in (raw, secret.encode(), PEPPER[:8], b"canary"):
        assert private not in kept
    assert PEPPER.decode() not in repr(vars(store))


def test_another_server_s_pepper_opens_nothing(
    visits: SealedVisits, store: OpenStore
) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"answers", LATER)
    assert SealedVisits(store, [b"q" * 32]).load(secret, NOW) is None
    # One zero byte more is a different pepper too.
    assert SealedVisits(store, [PEPPER + b"\0"]).load(secret, NOW) is None


def test_a_rotated_pepper_still_opens_and_the_next_save_moves_the_visit(
    store: OpenStore,
) -> None:
    before = SealedVisits(store, [OLD_PEPPER])
    rotated = SealedVisits(store, [PEPPER, OLD_PEPPER])
    after = SealedVisits(store, [PEPPER])
    secret = before.new_secret()
    before.save(secret, b"before", LATER)
    assert after.load(secret, NOW) is None
    assert rotated.load(secret, NOW) == b"before"
    rotated.save(secret, b"after", LATER)
    assert len(store.rows) == 1
    assert before.load(secret, NOW) is None
    assert after.load(secret, NOW) == b"after"


def test_servers_halfway_through_a_rotation_serve_one_visit(store: OpenStore) -> None:
    moved = SealedVisits(store, [PEPPER, OLD_PEPPER])
    not_yet = SealedVisits(store, [OLD_PEPPER, PEPPER])
    secret = moved.new_secret()
    for step, (writer, reader) in enumerate([(moved, not_yet), (not_yet, moved)] * 2):
        writer.save(secret, b"step %d" % step, LATER)
        assert reader.load(secret, NOW) == b"step %d" % step


def test_a_visit_is_replaced_only_as_it_was_found(visits: SealedVisits) -> None:
    secret = visits.new_secret()
    visits.save(secret, b"first", LATER)
    found, too_late = visits.find(secret, NOW), visits.find(secret, NOW)
    assert found is not None
    assert too_late is not None
    second = visits.replace(found, b"second", LATER + 60)
    assert second is not None
    assert visits.replace(too_late, b"lost", LATER + 60) is None
    assert visits.load(secret, LATER) == b"second"
    assert visits.replace(second, b"third", LATER) is not None
    visits.delete(secret)
    assert visits.replace(second, b"risen", LATER) is None
    assert visits.load(secret, NOW) is None


def test_what_was_found_shows_nothing_of_itself(visits: SealedVisits) -> None:
    found = visits.save(visits.new_secret(), b"answers", LATER)
    assert repr(found) == "Found()"


def test_servers_halfway_through_a_rotation_lose_no_change(store: OpenStore) -> None:
    moved = SealedVisits(store, [PEPPER, OLD_PEPPER])
    not_yet = SealedVisits(store, [OLD_PEPPER, PEPPER])
    for first, second in ((moved, not_yet), (not_yet, moved)):
        secret = first.new_secret()
        first.save(secret, b"begun", LATER)
        here, there = first.find(secret, NOW), second.find(secret, NOW)
        assert here is not None
        assert there is not None
        assert second.replace(there, b"first of both", LATER) is not None
        assert first.replace(here, b"lost", LATER) is None
        assert first.load(secret, NOW) == b"first of both"
    assert len(store.rows) == 2


def test_deleting_forgets_a_visit_under_every_pepper(store: OpenStore) -> None:
    secret = SealedVisits.new_secret()
    SealedVisits(store, [OLD_PEPPER]).save(secret, b"old", LATER)
    SealedVisits(store, [PEPPER]).save(secret, b"new", LATER)
    SealedVisits(store, [PEPPER, OLD_PEPPER]).delete(secret)
    assert store.rows == {}


def test_a_crash_between_move_and_clean_up_keeps_the_newest(store: OpenStore) -> None:
    secret = SealedVisits.new_secret()
    SealedVisits(store, [OLD_PEPPER]).save(secret, b"old", LATER)
    SealedVisits(store, [PEPPER]).save(secret, b"new", LATER)
    rotated = SealedVisits(store, [PEPPER, OLD_PEPPER])
    assert rotated.load(secret, NOW) == b"new"


@pytest.mark.parametrize(
    "peppers", [[], [b"p" * 31], [PEPPER, b""], [PEPPER, OLD_PEPPER, PEPPER]]
)
def test_unusable_peppers_are_refused(store: OpenStore, peppers: list[bytes]) -> None:
    with pytest.raises(ValueError, match="pepper"):
        SealedVisits(store, peppers)


def test_a_store_that_fails_is_reported_not_taken_for_an_absent_visit(
    tmp_path: Path,
) -> None:
    store = SQLiteStore(tmp_path / "visits" / "visits.sqlite3")
    visits = SealedVisits(store, [PEPPER])
    secret = visits.new_secret()
    (tmp_path / "visits").rename(tmp_path / "away")
    with pytest.raises(StoreUnavailable):
        visits.load(secret, NOW)
    with pytest.raises(StoreUnavailable):
        visits.save(secret, b"answers", LATER)
    with pytest.raises(StoreUnavailable):
        visits.delete(secret)


def files_under(folder: Path) -> Iterator[bytes]:
    return (file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_p3_no_file_ever_holds_an_answer_or_outlives_its_deletion(
    tmp_path: Path,
) -> None:
    canary = b"canary-83b1"
    with closing(SQLiteStore(tmp_path / "visits.sqlite3")) as store:
        visits = SealedVisits(store, [PEPPER])
        secret = visits.new_secret()
        visits.save(secret, canary * 500, LATER)
        store.close()
        ((sealed,),) = store_rows(tmp_path / "visits.sqlite3")
        fragment = sealed[100:132]
        assert any(fragment in content for content in files_under(tmp_path))
        assert not any(canary in content for content in files_under(tmp_path))
        assert not any(secret.encode() in content for content in files_under(tmp_path))
        visits.delete(secret)
        store.sweep(NOW)
        assert not any(fragment in content for content in files_under(tmp_path))


def store_rows(path: Path) -> list[tuple[bytes]]:

    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT sealed FROM visit").fetchall()


def test_threads_over_one_sqlite_file_serve_each_visit_its_own(tmp_path: Path) -> None:
    with closing(SQLiteStore(tmp_path / "visits.sqlite3")) as store:
        visits = SealedVisits(store, [PEPPER, OLD_PEPPER])
        start = threading.Barrier(6)

        def walk(person: int) -> None:
            secret = visits.new_secret()
            start.wait()
            for step in range(10):
                visits.save(secret, b"person %d step %d" % (person, step), LATER)
                assert visits.load(secret, NOW) == b"person %d step %d" % (person, step)

        with ThreadPoolExecutor(6) as pool:
            list(pool.map(walk, range(6)))


WRITER = r"""
import os
import sys
from pathlib import Path
from assessment.storage import SealedVisits, SQLiteStore

visits = SealedVisits(SQLiteStore(Path(sys.argv[1])), [b"p" * 32])
secrets = sys.argv[2].split(",")
step = 0
while True:
    for number, secret in enumerate(secrets):
        visits.save(secret, b"visit %d step %d" % (number, step), int(sys.argv[3]))
        os.write(1, b"%d %d\n" % (number, step))
    step += 1
"""


def test_f1_a_killed_writer_loses_no_acknowledged_answer(tmp_path: Path) -> None:
    """Kill -9 a writer ten times: each visit holds its last acknowledged step or the
    one in flight, whole and its own."""
    path = tmp_path / "visits.sqlite3"
    chance = random.Random(2)  # noqa: S311
    acknowledged_in_all = 0
    for _ in range(10):
        secrets = [SealedVisits.new_secret() for _ in range(3)]
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, path, ",".join(secrets), str(LATER)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(assessment.__file__).parents[1],
        )
        assert writer.stdout is not None
        lines = [writer.stdout.readline()]
        time.sleep(chance.uniform(0, 0.1))
        writer.kill()
        lines += writer.stdout.read().splitlines()
        writer.stdout.close()
        assert writer.wait() == -9

        last = {0: -1, 1: -1, 2: -1}
        for line in lines:
            number, step = map(int, line.split())
            last[number] = step
        acknowledged_in_all += len(lines)
        with closing(SQLiteStore(path)) as store:
            visits = SealedVisits(store, [PEPPER])
            for number, secret in enumerate(secrets):
                acceptable = {
                    b"visit %d step %d" % (number, step)
                    for step in (last[number], last[number] + 1)
                    if step >= 0
                }
                found = visits.load(secret, NOW)
                assert found in acceptable or (found is None and last[number] < 0)
    assert acknowledged_in_all > 20
