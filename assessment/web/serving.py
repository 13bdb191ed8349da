"""Serving: gunicorn's configuration, by `--config python:assessment.web.serving`.

What gunicorn answers by itself, to requests that no browser sends, gets our headers,
and neither repeats nor notes what was sent.
"""

import logging
import socket
from pathlib import Path
from typing import Any

from gunicorn import util  # type: ignore[import-untyped]
from gunicorn.http import wsgi  # type: ignore[import-untyped]

from assessment.web.security import HEADERS

workers = 1
# More than there can be requests that wait for papers, so that pages never wait.
threads = 24
# Seconds. Gunicorn hangs up after two, and somebody who reads a page may press Continue
# just then. A connection that waits holds no thread.
keepalive = 75
# It would be left in the home folder.
control_socket_disable = True
# The heartbeat file goes to memory, so that a slow disk can't make a healthy worker
# look dead.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108


def on_starting(server: Any) -> None:
    """Keep requests that went wrong out of the log: parts of answers may be in them."""
    server.log.error_log.addFilter(_without_request)


def _without_request(record: logging.LogRecord) -> bool:
    """Whether to note it at all; of a failure only the kind, as our journal does."""
    if record.exc_info and str(record.msg).startswith("Error handling request"):
        kind, record.exc_info = record.exc_info[0], None
        record.msg, record.args = "a request failed with %s", (kind and kind.__name__,)
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
