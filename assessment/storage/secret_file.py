"""The server's own secret in a file: made at first run, refused when it isn't safe."""

import os
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

SECRET_FILE_BYTES = 32

_MOST_BYTES = 4096  # a device such as /dev/urandom has no end
_FEWEST_DISTINCT_BYTES = 8
# Six letters or more, so that 32 random bytes can't hold one by chance.
_SAMPLE_WORDS = (
    b"change",
    b"default",
    b"example",
    b"insecure",
    b"password",
    b"placeholder",
    b"sample",
    b"secret",
    b"abcdef",
    b"123456",
)


class SecretFileError(Exception):
    """A secret file can't be used; the message names it and says what to do."""


def load_or_create_secret(path: Path) -> bytes:
    """Return a secret file's bytes, after making one of 32 random bytes if absent.

    The new file has mode 0600, and all workers that start at once get the same one.
    Raises `SecretFileError` if it can't be read or made, others can read it, it is
    under 32 bytes, or it is obviously a sample.
    """
    try:
        if not path.exists():
            _create(path)
        secret, mode = _read(path)
    except OSError as error:
        raise SecretFileError(
            f"{path}: {error.strerror}; let the service's user read it, and write to "
            "its folder at first run"
        ) from error
    fault = _fault(secret, mode)
    if fault:
        raise SecretFileError(f"{path}: {fault}")
    return secret


def _create(path: Path) -> None:
    """Write a new secret beside the path, then link it there unless one came first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=".", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(SECRET_FILE_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        Path(draft).unlink()


def _read(path: Path) -> tuple[bytes, int]:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES), os.fstat(file.fileno()).st_mode


def _fault(secret: bytes, mode: int) -> str | None:
    """Return what is wrong with the file and how to mend it, or None."""
    renew = "remove it, and a new one is made at the next start"
    if sys.platform != "win32" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        return "other users can reach it; run chmod 600 on it, or " + renew
    if len(secret) < SECRET_FILE_BYTES:
        return f"it has {len(secret)} bytes, under {SECRET_FILE_BYTES}; {renew}"
    text = secret.lower()
    if len(set(secret)) < _FEWEST_DISTINCT_BYTES or any(
        word in text for word in _SAMPLE_WORDS
    ):
        return f"it looks like a sample; {renew}"
    return None
