"""The server's secret file: made once, safely, and refused when it isn't safe."""

import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assessment.storage import SecretFileError, load_or_create_secret

GOOD = bytes(range(100, 132))


def write(path: Path, content: bytes, mode: int = 0o600) -> Path:
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_the_first_run_makes_a_secret_that_only_the_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "instance" / "secret"
    secret = load_or_create_secret(path)
    assert len(secret) == 32
    assert path.read_bytes() == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_later_runs_get_the_same_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    assert load_or_create_secret(path) == load_or_create_secret(path)


def test_two_installations_get_different_secrets(tmp_path: Path) -> None:
    first = load_or_create_secret(tmp_path / "first")
    assert load_or_create_secret(tmp_path / "second") != first


def test_workers_that_start_at_once_agree_on_one_secret(tmp_path: Path) -> None:
    for attempt in range(20):
        path = tmp_path / f"secret {attempt}"
        start = threading.Barrier(4)

        def work(path: Path = path, start: threading.Barrier = start) -> bytes:
            start.wait()
            return load_or_create_secret(path)

        with ThreadPoolExecutor(4) as pool:
            found = [pool.submit(work) for _ in range(4)]
        assert {worker.result() for worker in found} == {path.read_bytes()}
    assert len(list(tmp_path.iterdir())) == 20


def test_a_secret_of_one_s_own_is_used_whole(tmp_path: Path) -> None:
    own = b"9c1f0be2" * 3 + b"74d3a86655e01b7f" * 3 + b"\n"
    assert load_or_create_secret(write(tmp_path / "secret", own)) == own


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o666])
def test_a_file_that_others_reach_is_refused(tmp_path: Path, mode: int) -> None:
    path = write(tmp_path / "secret", GOOD, mode)
    with pytest.raises(SecretFileError, match="chmod 600") as refusal:
        load_or_create_secret(path)
    assert str(path) in str(refusal.value)
    path.chmod(0o600)
    assert load_or_create_secret(path) == GOOD


@pytest.mark.parametrize("length", [0, 1, 31])
def test_a_short_file_is_refused(tmp_path: Path, length: int) -> None:
    path = write(tmp_path / "secret", GOOD[:length])
    with pytest.raises(SecretFileError, match=f"it has {length} bytes, under 32"):
        load_or_create_secret(path)
    assert path.read_bytes() == GOOD[:length]


@pytest.mark.parametrize(
    "sample",
    [
        bytes(32),
        b"x" * 64,
        b"abc" * 20,
        b"change-me-change-me-change-me-change-me",
        b"This is an EXAMPLE: put your own here",
        b"0123456789abcdef0123456789abcdef",
        b"correct horse Password battery staple",
    ],
)
def test_an_obvious_sample_is_refused(tmp_path: Path, sample: bytes) -> None:
    path = write(tmp_path / "secret", sample)
    with pytest.raises(SecretFileError, match="looks like a sample") as refusal:
        load_or_create_secret(path)
    assert str(path) in str(refusal.value)
    assert sample.decode("latin-1") not in str(refusal.value)


def test_a_path_that_can_not_be_read_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SecretFileError, match="Is a directory"):
        load_or_create_secret(tmp_path)
    dangling = tmp_path / "dangling"
    dangling.symlink_to(tmp_path / "absent" / "secret")
    with pytest.raises(SecretFileError, match=r"dangling: No such file"):
        load_or_create_secret(dangling)


def test_a_device_is_refused_instead_of_read_for_ever() -> None:
    with pytest.raises(SecretFileError, match="other users can reach it"):
        load_or_create_secret(Path("/dev/urandom"))
