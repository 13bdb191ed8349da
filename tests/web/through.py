"""What stands where an app would, and sends each request to a real server."""

from __future__ import annotations

import ssl
from collections import Counter
from collections.abc import Iterable
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import Any

from werkzeug.test import Client

# Of the server in front and of the connection; the client looks at the site's own.
NOT_OURS = {"server", "date", "connection", "strict-transport-security"}
HSTS = "max-age=63072000; includeSubDomains"


class Through:
    """Quacks like an app for a client that inspects every page."""

    def __init__(
        self, port: int, host: str = "localhost", certificate: Path | None = None
    ) -> None:
        self._port = port
        self._host = host
        self._trust = (
            ssl.create_default_context(cafile=str(certificate)) if certificate else None
        )

    def test_client(self) -> Client:
        """A browser with cookies of its own."""
        return Client(self)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Send it on. No header may come twice. Raises OSError or HTTPException."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        query = environ.get("QUERY_STRING", "")
        connection = self._connect()
        try:
            connection.request(
                environ["REQUEST_METHOD"],
                environ["PATH_INFO"] + (f"?{query}" if query else ""),
                environ["wsgi.input"].read(length),
                self._headers(environ),
            )
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        headers = response.getheaders()
        names = Counter(name.lower() for name, _ in headers)
        names.pop("set-cookie", None)
        assert set(names.values()) == {1}, names
        assert response.getheader("Strict-Transport-Security") == (
            HSTS if self._trust else None
        )
        for cookie in response.headers.get_all("Set-Cookie", []):
            assert cookie.startswith("__Host-") == bool(self._trust)
            assert ("; Secure" in cookie) == bool(self._trust)
        kept = [(k, v) for k, v in headers if k.lower() not in NOT_OURS]
        start_response(f"{response.status} {response.reason}", kept)
        return [body]

    def _connect(self) -> HTTPConnection:
        if self._trust is None:
            return HTTPConnection("127.0.0.1", self._port, timeout=60)
        return HTTPSConnection("127.0.0.1", self._port, timeout=60, context=self._trust)

    def _headers(self, environ: dict[str, Any]) -> dict[str, str]:
        """What a browser sends; and what one who means harm may claim."""
        headers = {
            "Host": self._host,
            "Referer": f"{'https' if self._trust else 'http'}://{self._host}/",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "ftp",
            "Cookie": environ.get("HTTP_COOKIE", ""),
            "Content-Type": environ.get("CONTENT_TYPE", ""),
        }
        return {name: value for name, value in headers.items() if value}
