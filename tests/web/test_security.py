"""Security: headers on every status, tokens, hosts, methods, and files that last."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from assessment.pdf.pool import PoolBusy
from assessment.web.static import static_url
from tests.web.conftest import CALM, NoPapers
from tests.web.looking import HEADERS, LookingClient

FOREIGN = [
    "", "x" * 10_000, "IjEyMyI.aaaa.bbbb", "\u2603", "null", "[]",
]  # fmt: skip


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/hiccups/results", 303),
        ("POST", "/hiccups/understood", 400),
        ("POST", "/", 400),
        ("GET", "/nowhere", 404),
        ("GET", "/hiccups/you/99", 404),
        ("GET", "/hiccups/you/" + "9" * 5000, 404),
        ("GET", "/hiccups/" + "a" * 5000 + "/1", 404),
        ("GET", "/hiccups/../../etc/passwd", 404),
        ("GET", "/hiccups/%2e%2e/1", 404),
        ("GET", "/hiccups/%ff%fe/1", 404),
        ("GET", "/other/you/1", 404),
        ("GET", "/hiccups/you/-1", 404),
        ("GET", "/hiccups/summary.pdf", 405),
        ("POST", "/finished", 405),
        ("PUT", "/", 405),
        ("DELETE", "/hiccups/you/1", 405),
        ("PATCH", "/hiccups/check", 405),
        ("OPTIONS", "/", 405),
        ("TRACE", "/", 405),
        ("OPTIONS", "/static/base.css", 405),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/static/../settings.py", 404),
        ("GET", "/health/live", 200),
        ("GET", "/health/ready", 200),
        ("GET", "/privacy", 200),
        ("GET", "/help", 200),
        ("GET", "/about", 200),
        ("GET", "/finished", 200),
    ],
)
def test_every_answer_has_the_same_headers(
    app: Flask, method: str, path: str, status: int
) -> None:
    client = LookingClient(app)
    client.start()
    response = client.client.open(path, method=method, headers={"Host": "localhost"})
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert not {"ETag", "Last-Modified", "Server"} & {*response.headers.keys()}


def test_head_changes_nothing(client: LookingClient) -> None:
    client.start()
    client.answer(CALM[0])
    response = client.client.head("/hiccups/you/1")
    assert (response.status_code, response.data) == (200, b"")
    assert client.client.head("/").status_code == 200
    assert client.get("/hiccups/you/1").heading == "You"


def test_https_is_asked_for_and_cookies_are_bound_to_the_host(
    own_app: Callable[..., Flask],
) -> None:
    client = own_app(https=True).test_client()
    response = client.get("/", headers={"Host": "localhost"})
    years = response.headers["Strict-Transport-Security"]
    assert years == "max-age=63072000; includeSubDomains"
    cookie = response.headers["Set-Cookie"]
    assert re.fullmatch(
        r"__Host-previsit=new\.[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Strict",
        cookie,
    )


def test_plain_http_gets_a_cookie_that_every_browser_keeps(app: Flask) -> None:
    response = app.test_client().get("/", headers={"Host": "127.0.0.1:8000"})
    assert "Strict-Transport-Security" not in response.headers
    assert re.fullmatch(
        r"previsit=new\.[\w-]{43}; HttpOnly; Path=/; SameSite=Strict",
        response.headers["Set-Cookie"],
    )


@pytest.mark.parametrize("path", ["/privacy", "/about", "/health/live", "/nowhere"])
def test_who_only_looks_gets_no_cookie(app: Flask, path: str) -> None:
    response = app.test_client().get(path, headers={"Host": "localhost"})
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "a b", "localhost@evil"]
)
def test_only_our_own_host_names_are_answered(
    app: Flask, method: str, host: str
) -> None:
    response = app.test_client().open("/", method=method, headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_forwarded_headers_count_only_behind_a_proxy(
    app: Flask, own_app: Callable[..., Flask]
) -> None:
    spoofed = {"Host": "localhost", "X-Forwarded-Host": "evil.example"}
    assert app.test_client().get("/", headers=spoofed).status_code == 200
    behind = own_app(proxies=1, trusted_hosts=("clinic.example",))
    forwarded = {"Host": "inner", "X-Forwarded-Host": "clinic.example"}
    assert behind.test_client().get("/", headers=forwarded).status_code == 200
    assert behind.test_client().get("/", headers=spoofed).status_code == 400


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense"])
def test_posts_from_other_sites_are_refused(client: LookingClient, site: str) -> None:
    client.start()
    token = {"csrf_token": client.token(), "signs": "none"}
    headers = {"Sec-Fetch-Site": site}
    client.post("/hiccups/emergency/1", token, 403, headers=headers)
    assert client.get("/hiccups/you/1", 303).location == "/hiccups/emergency/1"


@pytest.mark.parametrize("token", FOREIGN, ids=range(len(FOREIGN)))
def test_a_stale_form_is_shown_again_with_what_was_typed(
    client: LookingClient, token: str
) -> None:
    client.start()
    client.answer(*CALM[:6])
    page = client.press(400, csrf_token=token, wishes="A long story")
    assert "We kept what you typed here." in page.notice
    assert "A long story" in page.text
    client.press()
    assert "A long story" in client.follow().text


@pytest.mark.parametrize("path", ["you/99", "nowhere/1"])
@pytest.mark.parametrize("topic", ["hiccups", "cough"])
def test_no_form_stands_on_a_page_that_is_not_there(
    client: LookingClient, topic: str, path: str
) -> None:
    client.start()
    page = client.post(f"/{topic}/{path}", {"csrf_token": "stale"}, 404)
    assert page.heading == "There is no such page"


def test_a_token_of_another_visit_is_refused(app: Flask) -> None:
    first, second = LookingClient(app), LookingClient(app)
    first.start()
    second.start()
    second.press(400, csrf_token=first.token(), signs=["none"])
    assert second.get("/hiccups/you/1", 303).location == "/hiccups/emergency/1"


@pytest.mark.parametrize("path", ["understood", "undo", "summary.pdf"])
def test_every_post_needs_its_token(finished_client: LookingClient, path: str) -> None:
    page = finished_client.post(f"/hiccups/{path}", {}, 400)
    assert page.heading == "This page is from before"
    assert finished_client.get("/hiccups/check").heading == "Check your answers"


def test_finish_needs_its_token(finished_client: LookingClient) -> None:
    finished_client.post("/finish", {}, 400)
    assert finished_client.get("/hiccups/check").heading == "Check your answers"


def test_a_start_without_token_starts_nothing(client: LookingClient) -> None:
    client.get("/")
    page = client.press(400, csrf_token="", respondent="self")
    assert page.trouble == ["Please press Start once more."]
    assert 'value="self" id="respondent-self" checked' in page.text
    client.press()
    assert client.follow().title.startswith("Step 1 of 4")


def test_over_https_a_form_must_come_from_our_own_page(
    own_app: Callable[..., Flask],
) -> None:
    app = own_app(https=True)
    client = app.test_client()
    page = client.get("/", base_url="https://localhost")
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    sent = {"csrf_token": found[1], "respondent": "self"}
    for referrer, status in [
        (None, 400), ("https://evil.example/", 400), ("https://localhost/", 303)
    ]:  # fmt: skip
        headers = {"Referer": referrer} if referrer else {}
        response = client.post(
            "/", data=sent, headers=headers, base_url="https://localhost"
        )
        assert response.status_code == status


def test_files_with_their_hash_may_be_kept_for_ever(client: LookingClient) -> None:
    text = client.get("/").text
    styles = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    assert len(styles) >= 4
    for address in styles:
        response = client.client.get(address, buffered=True)
        kept = response.headers["Cache-Control"]
        assert kept == "public, max-age=31536000, immutable"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        bare = client.client.get(address.split("?")[0], buffered=True)
        assert bare.headers["Cache-Control"] == "no-store, max-age=0"


def test_files_travel_compressed_where_that_is_understood(
    client: LookingClient,
) -> None:
    address = "/static/components.css"
    plain = client.client.get(address, buffered=True)
    assert "Content-Encoding" not in plain.headers
    gzipped = {"Accept-Encoding": "gzip, br"}
    small = client.client.get(address, headers=gzipped, buffered=True)
    assert small.headers["Content-Encoding"] == "gzip"
    assert int(small.headers["Content-Length"]) < len(plain.data) / 2
    assert gzip.decompress(small.data) == plain.data
    assert small.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"


def test_no_page_is_compressed(client: LookingClient) -> None:
    page = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in page.response.headers


def test_the_address_of_a_file_changes_with_its_content(app: Flask) -> None:
    folder = Path(app.static_folder or "")
    with app.test_request_context():
        url = static_url("base.css")
    assert re.fullmatch(r"/static/base\.css\?v=[0-9a-f]{16}", url)
    assert (folder / "base.css").is_file()


@pytest.mark.parametrize("header", ["Range", "If-None-Match", "If-Modified-Since"])
def test_a_paper_is_always_sent_whole(
    finished_client: LookingClient, header: str
) -> None:
    client = finished_client
    client.get("/hiccups/results")
    page = client.post(
        "/hiccups/summary.pdf",
        {"csrf_token": client.token()},
        200,
        headers={header: "bytes=0-1"},
    )
    assert page.response.data.startswith(b"%PDF-1.7")


def test_l4_a_busy_pool_leads_to_the_page_to_print(
    finished_client: LookingClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, papers = finished_client, app.extensions["assessment"].papers
    assert isinstance(papers, NoPapers)
    client.get("/hiccups/results")
    papers.failure = PoolBusy("The line is full.")
    # Whoever has to wait costs the pages of others nothing.
    for expensive in ("assessed", "paper_html", "attachments"):
        monkeypatch.delattr(f"assessment.web.paper.{expensive}")
    try:
        page = client.post("/hiccups/summary.pdf", {"csrf_token": client.token()}, 503)
    finally:
        papers.failure = None
    assert page.response.headers["Retry-After"] == "10"
    assert 'href="/hiccups/paper"' in page.text
    assert "All answers" in client.get("/hiccups/paper").text


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/?next=//evil"])
def test_nothing_leads_to_another_site(client: LookingClient, path: str) -> None:
    page = client.get(path, None)
    assert page.status in (200, 404, 308)
    assert "evil" not in page.location


@pytest.mark.parametrize("language", ["x" * 8000, "../../etc", "zz", "*", "de,fr;q=9"])
def test_odd_languages_get_the_language_of_the_site(
    client: LookingClient, language: str
) -> None:
    headers = {"Accept-Language": language, "Accept": "application/json"}
    page = client.get("/", 200, headers=headers)
    assert page.tree.get("lang") == "en"


REPORT = {
    "csp-report": {
        "effective-directive": "script-src-elem",
        "document-uri": "http://localhost/hiccups/you/1?secret",
    }
}


def report(app: Flask, body: bytes) -> int:
    headers = {"Host": "localhost", "Content-Type": "application/csp-report"}
    return app.test_client().post("/csp-report", data=body, headers=headers).status_code


def test_reports_of_broken_policy_are_noted_without_addresses(
    app: Flask, journal_lines: list[str]
) -> None:
    assert report(app, json.dumps(REPORT).encode()) == 204
    noted = [line for line in map(json.loads, journal_lines) if "directive" in line]
    assert [(x["route"], x["directive"]) for x in noted] == [
        ("question", "script-src-elem")
    ]
    assert not [line for line in journal_lines if "secret" in line]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"csp-report": 1}', b"[" * 15_000, b"\xff" * 99_999]
)
def test_reports_that_are_none_are_refused(app: Flask, body: bytes) -> None:
    assert report(app, body) in (400, 413)


def test_reports_cannot_flood_the_journal(app: Flask, journal_lines: list[str]) -> None:
    for _ in range(30):
        report(app, json.dumps(REPORT).encode())
    assert sum("broken" in line for line in journal_lines) <= 20


def test_reports_cannot_write_what_they_like(
    app: Flask, journal_lines: list[str]
) -> None:
    forged = {"effective-directive": "x\nforged", "document-uri": "http://[bad"}
    assert report(app, json.dumps({"csp-report": forged}).encode()) == 204
    assert not [line for line in journal_lines if "forged" in line]
