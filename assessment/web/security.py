"""Security: what every response says to the browser, and what is refused unread."""

from __future__ import annotations

from io import BytesIO
from typing import IO

from flask import Flask, Request, Response, abort, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from assessment.core.questionnaire import Question
from assessment.pdf.extract import MOST_PAPER_BYTES
from assessment.web.settings import Settings
from assessment.web.site import KEY, current_settings, current_site

ONE_YEAR = 31_536_000  # seconds
MOST_FORM_BYTES = 65_536
MOST_FIELDS = 100  # the body map has 42
FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
        "report-uri /csp-report",
    )
)
POLICY_FOR_PAPER = "default-src 'none'; frame-ancestors 'none'"
NOT_USED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "microphone",
    "midi",
    "payment",
    "usb",
    "browsing-topics",
    "clipboard-read",
    "publickey-credentials-get",
    "serial",
    "hid",
    "idle-detection",
    "screen-wake-lock",
    "xr-spatial-tracking",
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store, max-age=0",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in NOT_USED),
    "X-Robots-Tag": "noindex, nofollow",
    "Origin-Agent-Cluster": "?1",
}
ONLY_HTTPS = {"Strict-Transport-Security": f"max-age={2 * ONE_YEAR}; includeSubDomains"}

csrf = CSRFProtect()


class InMemory(Request):
    """A request whose files never touch the disk, as Werkzeug's large ones would."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return BytesIO()


def init_app(app: Flask) -> None:
    """Set limits, tokens, refusals and headers."""
    settings: Settings = app.extensions[f"{KEY}-settings"]
    app.config.update(
        MAX_CONTENT_LENGTH=MOST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=32_768,
        MAX_FORM_PARTS=MOST_FIELDS,
        PROPAGATE_EXCEPTIONS=False,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        # A slow reader must not lose a page: the token lives as long as the visit.
        WTF_CSRF_TIME_LIMIT=None,
    )
    if KEY in app.extensions:
        app.secret_key = app.extensions[KEY].form_key
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    app.request_class = InMemory
    app.before_request(refuse_foreign_posts)
    app.before_request(let_a_paper_in)
    csrf.init_app(app)
    app.before_request(refuse_odd_fields)
    app.after_request(add_headers)


def refuse_foreign_posts() -> None:
    """Stop what no page of ours sends: 403 from another site, 415 for its type."""
    if request.method != "POST" or request.endpoint == "violation":
        return
    if request.headers.get("Sec-Fetch-Site", "none") not in ("same-origin", "none"):
        abort(403)
    if request.headers.get("Content-Encoding", "identity") != "identity":
        abort(415)
    if request.content_length and request.mimetype not in FORM_TYPES:
        abort(415)


def let_a_paper_in() -> None:
    """Take more at the one address to which a whole paper may be sent."""
    if request.endpoint == "earlier" and current_site().asks_for_earlier:
        request.max_content_length = MOST_PAPER_BYTES + MOST_FORM_BYTES
        # A file is read in pieces of 64 KiB, and a piece may stand behind another.
        request.max_form_memory_size = 2 * MOST_FORM_BYTES


def refuse_odd_fields() -> None:
    """Stop with 413 for more fields than a form has, with 400 for one sent twice."""
    if request.method != "POST":
        return
    # Werkzeug counts only those of forms with files.
    if sum(1 for _field in request.form.items(multi=True)) > MOST_FIELDS:
        abort(413)
    questions = current_site().topic.questionnaire.question_by_id
    for name, values in request.form.lists():
        if len(values) > 1 and not _takes_many(questions.get(name)):
            abort(400)


def _takes_many(question: Question | None) -> bool:
    return question is not None and question.kind.many_options


def add_headers(response: Response) -> Response:
    """Give every response the same headers, whatever its status."""
    response.headers.update(HEADERS)
    if response.mimetype == "application/pdf":
        response.headers["Content-Security-Policy"] = POLICY_FOR_PAPER
    if current_settings().https:
        response.headers.update(ONLY_HTTPS)
    return response
