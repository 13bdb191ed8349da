"""A Redis server from Debian on a socket of its own: no port, no files that stay."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

from redis import Redis
from redis.exceptions import AuthenticationError
from redis.exceptions import ConnectionError as NotConnected

SECONDS_TO_START = 30


class ValkeyServer:
    """Starts with `with`, ends by its own process, and forgets everything then."""

    def __init__(self, *options: str) -> None:
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> ValkeyServer:
        # The path of a socket may have 107 letters: those of a test's folder have more.
        self._folder = tempfile.TemporaryDirectory(prefix="valkey-")
        try:
            self.start()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        self.stop()
        self._folder.cleanup()

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return Path(self._folder.name) / "s"

    @property
    def address(self) -> str:
        """What `ASSESSMENT_STORE` would say."""
        return f"valkey+unix://{self.socket}"

    def start(self) -> None:
        """Start, also again, with what was written to the disk before."""
        asked = {
            "--port": "0", "--unixsocket": str(self.socket), "--unixsocketperm": "700",
            "--dir": self._folder.name, "--save": "", "--daemonize": "no",
        }  # fmt: skip
        words = [word for pair in asked.items() for word in pair]
        self._process = subprocess.Popen(
            ["redis-server", *words, *self._options], stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + SECONDS_TO_START
        while not self._answers():
            assert self._process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            with Redis(unix_socket_path=str(self.socket)) as client:
                client.ping()
        except AuthenticationError:
            return True  # it answers, if not to us
        except NotConnected:
            return False
        return True

    def stop(self) -> None:
        """Go away, as in a power cut."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(timeout=20)
        self.socket.unlink(missing_ok=True)

    def freeze(self) -> None:
        """Answer nothing any more, and keep every connection."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on."""
        assert self._process is not None
        if self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGCONT)
