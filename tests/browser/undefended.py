"""The site without what makes a browser forget, but for the one that is left on.

The visit is wiped all the same. What is off: the cookie that is taken back, and the
stylesheet that changes another one. The name of the browser says which one is on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wsgi import app as whole

COOKIE, STYLESHEET, NEITHER = "cookie", "stylesheet", "neither"


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the site does, without its defences."""
    left_on = environ.get("HTTP_USER_AGENT", "")
    path = environ["PATH_INFO"]
    if path == "/wipe.css" and left_on != STYLESHEET:
        environ["PATH_INFO"] = "/static/nothing.css"

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        if path == "/finish" and left_on != COOKIE:
            headers = [(k, v) for k, v in headers if k != "Set-Cookie"]
        return start_response(status, headers, *rest)

    return whole(environ, start)
