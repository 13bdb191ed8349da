"""Serving: gunicorn's configuration, by `--config python:assessment.web.serving`.

What gunicorn answers by itself, to requests that no browser sends, gets our headers,
and neither repeats nor notes what was sent.
"""

import logging
import socket
from pathlib import Path
from typing import Any

from gunicorn import glogging, util  # type: ignore[import-untyped]
from gunicorn.http import wsgi  # type: ignore[import-untyped]

from assessment.web.journal import JsonLines
from assessment.web.security import HEADERS

workers = 1
# More than there can be requests that wait for papers, so that pages never wait.
threads = 24
# Seconds. Gunicorn hangs up after two, and somebody who reads a page may press Continue
# just then. A connection that waits holds no thread.
keepalive = 75
# It would be left in the home folder.
control_socket_disable = True
# Longer than a paper may take: who waits for one gets it, also while we stop.
graceful_timeout = 13
# The heartbeat file goes to memory, so that a slow disk can't make a healthy worker
# look dead.
_memory = Path("/dev/shm")  # noqa: S108  # nosec B108
worker_tmp_dir = str(_memory) if _memory.is_dir() else None


class Journal(glogging.Logger):  # type: ignore[misc]
    """Gunicorn's own lines as JSON, and without what was sent to it."""

    def setup(self, cfg: Any) -> None:
        """Keep requests that went wrong out: parts of answers may be in them."""
        super().setup(cfg)
        self.error_log.addFilter(_without_request)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonLines())


logger_class = Journal


def _without_request(record: logging.LogRecord) -> bool:
    """Whether to note it at all; of a failure only the kind, as our journal does."""
    if str(record.msg).startswith("Error handling request"):
        record.msg, record.args = "a request failed", ()
    return not str(record.msg).startswith("Invalid request")


def _write_error(client: socket.socket, status: int, reason: str, _words: str) -> None:
    body = f"{reason}\n".encode()
    headers = {
        "Connection": "close",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(body)),
        **HEADERS,
    }
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{k}: {v}" for k, v in headers.items())]
    util.write_nonblock(client, "\r\n".join([*lines, "", ""]).encode() + body)


wsgi.SERVER = ""
util.write_error = _write_error
