"""Security: what every response says to the browser, and what is refused unread."""

from __future__ import annotations

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from assessment.core.questionnaire import Question
from assessment.web.settings import Settings
from assessment.web.site import KEY, current_settings, current_site

ONE_YEAR = 31_536_000  # seconds
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


def init_app(app: Flask) -> None:
    """Set limits, tokens, refusals and headers."""
    settings: Settings = app.extensions[f"{KEY}-settings"]
    app.config.update(
        MAX_CONTENT_LENGTH=65_536,
        MAX_FORM_MEMORY_SIZE=32_768,
        MAX_FORM_PARTS=100,
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
    app.before_request(refuse_foreign_posts)
    csrf.init_app(app)
    app.before_request(refuse_repeated_keys)
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


def refuse_repeated_keys() -> None:
    """Stop with 400 where a field that has one value was sent several times."""
    if request.method != "POST":
        return
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
