"""Windows: serves with waitress where gunicorn does not run.

`python -m assessment.web.windows --bind 127.0.0.1:8000`. What waitress answers by
itself gets our headers and repeats nothing; no request is ever written to a disk.
"""

from __future__ import annotations

import logging
from argparse import ArgumentParser

from waitress import create_server, utilities  # type: ignore[import-untyped]

from assessment.pdf.extract import MOST_PAPER_BYTES
from assessment.web import create_app
from assessment.web.journal import JsonLines
from assessment.web.security import HEADERS, MOST_FORM_BYTES

# More than there can be requests that wait for papers, so that pages never wait.
THREADS = 24
MOST_HEADER_BYTES = 16_384
MOST_BYTES = MOST_PAPER_BYTES + MOST_FORM_BYTES


def main() -> None:
    """Serve until the program is stopped."""
    # Not a command of `flask`: those get an app that can't serve.
    parser = ArgumentParser(description="Serve with waitress.")
    parser.add_argument("--bind", default="127.0.0.1:8000")
    utilities.Error.to_response = _error
    _write_json_lines()
    server = create_server(
        create_app(),
        listen=parser.parse_args().bind,
        threads=THREADS,
        ident="",
        # The settings say which proxies are believed.
        clear_untrusted_proxy_headers=False,
        # All of it at once: who is refused half-way may never see the answer.
        recv_bytes=4 * MOST_HEADER_BYTES,
        max_request_header_size=MOST_HEADER_BYTES,
        max_request_body_size=MOST_BYTES,
        # Beyond these sizes it would write temporary files.
        inbuf_overflow=2 * MOST_BYTES,
        outbuf_overflow=4 * MOST_BYTES,
    )
    server.run()


def _error(error: utilities.Error, ident: str) -> tuple[str, list[object], bytes]:
    body = f"{error.reason}\n".encode()
    headers = {"Content-Type": "text/plain; charset=utf-8", **HEADERS}
    return f"{error.code} {error.reason}", [*headers.items()], body


def _write_json_lines() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    handler.addFilter(_without_path)
    logger = logging.getLogger("waitress")
    logger.addHandler(handler)
    logger.propagate = False


def _without_path(record: logging.LogRecord) -> bool:
    """Whether to note it at all; of a failed request not its path."""
    if " while serving " in str(record.msg):
        record.msg, record.args = "a request failed", ()
    return True


if __name__ == "__main__":
    main()
