"""Every route, also those to come: headers, tokens, cookies, and hostile input."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.web import limits
from assessment.web.security import MOST_FORM_BYTES
from tests.web.conftest import CALM, build
from tests.web.looking import LookingClient, look_at_headers
from tests.web.test_limits import only
from tests.web.test_machine import the_app

pytestmark = pytest.mark.slow

PLACE = {
    "topic_id": "hiccups", "step": "you", "number": 1, "filename": "base.css",
}  # fmt: skip
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
OF_FILES = ("Accept-Ranges", "Date", "ETag", "Last-Modified", "Vary")
# Browsers send its reports without a token, and it keeps nothing.
WITHOUT_TOKEN = {"violation"}


def routes(app: Flask, method: str = "") -> Iterator[tuple[str, str]]:
    """The name and an address of every route that takes the method."""
    with app.test_request_context():
        urls = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if not method or method in (rule.methods or ()):
                place = {name: PLACE.get(name, "x") for name in rule.arguments}
                yield rule.endpoint, urls.build(rule.endpoint, place, method or None)


@pytest.fixture(scope="module")
def whole_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The site with all that can be switched on."""
    return build(tmp_path_factory.mktemp("whole"), components=True)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS", "NOISE"])
@pytest.mark.parametrize("begun", [True, False])
def test_s1_every_route_sends_the_same_headers(
    whole_app: Flask, method: str, begun: bool
) -> None:
    client = LookingClient(whole_app)
    if begun:
        client.start()
        client.answer(*CALM)
    for name, address in routes(whole_app):
        headers = {"Host": "localhost", **FORM}
        response = client.client.open(
            address, method=method, headers=headers, buffered=True
        )
        if name == "static":
            for header in OF_FILES:
                response.headers.pop(header, None)
        if name == "wipe":
            response.headers.pop("Clear-Site-Data", None)
        assert response.status_code < 500, address
        look_at_headers(response)


def refusals(client: LookingClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A response of every status that is a refusal."""
    host, other = {"Host": "localhost"}, {"Sec-Fetch-Site": "cross-site"}
    browser = client.client
    yield 400, browser.get("/", headers={"Host": "elsewhere.example"})
    yield (
        400,
        browser.post("/hiccups/understood", data={"csrf_token": "x"}, headers=host),
    )
    yield 403, browser.post("/finish", headers={**host, **other})
    yield 404, browser.get("/nowhere", headers=host)
    yield 405, browser.get("/hiccups/summary.pdf", headers=host)
    large = b"x" * (MOST_FORM_BYTES + 1)
    yield 413, browser.post("/finish", data=large, headers={**host, **FORM})
    yield 415, browser.post("/finish", data=b"{}", content_type="text/x", headers=host)
    with only(client, clicks=limits.Limit(1, 1e-9)):
        browser.post("/hiccups/understood", headers=host)
        yield 429, browser.post("/hiccups/understood", headers=host)
    with monkeypatch.context() as patch:
        patch.setattr("assessment.web.views.check.answer_line", None)
        yield 500, browser.get("/hiccups/check", headers=host)
    stranger = client.client.application.test_client()
    yield 303, stranger.get("/hiccups/check", headers=host)


def test_s1_every_refusal_sends_the_same_headers(
    finished_client: LookingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for status, response in refusals(finished_client, monkeypatch):
        assert response.status_code == status
        look_at_headers(response)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_s1_row_53_every_form_refuses_other_sites(whole_app: Flask, site: str) -> None:
    client = LookingClient(whole_app)
    client.start()
    client.answer(*CALM)
    client.get("/hiccups/results")
    sent = {"csrf_token": client.token()}
    for name, address in routes(whole_app, "POST"):
        if name not in WITHOUT_TOKEN:
            client.post(address, sent, 403, headers={"Sec-Fetch-Site": site})
    assert client.get("/hiccups/results").heading


def test_s2_the_cookie_is_small_and_holds_no_answer(client: LookingClient) -> None:
    client.start()
    kept = client.client.get_cookie("previsit")
    assert kept is not None
    client.answer(*CALM)
    after = client.client.get_cookie("previsit")
    assert after is not None
    # It is the same random bytes, whatever was answered.
    assert after.value == kept.value
    assert len(base64.urlsafe_b64decode(after.value + "=")) == 32
    assert len("previsit") + len(after.value) <= 4096
    assert (after.http_only, after.same_site, after.path) == (True, "Strict", "/")
    assert (after.max_age, after.expires, after.domain) == (None, None, "localhost")


@pytest.mark.parametrize("kind", ["none", "wrong", "another's", "by GET"])
def test_s3_no_form_changes_anything_without_its_token(app: Flask, kind: str) -> None:
    client, stranger = LookingClient(app), LookingClient(app)
    stranger.start()
    client.start()
    client.answer(*CALM)
    token = {"wrong": "0" * 64, "another's": stranger.token(), "none": ""}.get(kind)
    before = visit_of(client)
    for name, address in routes(app, "POST"):
        if name in WITHOUT_TOKEN:
            continue
        if token is None:
            status = client.get(f"{address}?age=99&signs=choke", None).status
            assert status in (200, 303, 404, 405)
        else:
            sent = {"csrf_token": token, "age": "99", "signs": "choke"}
            assert client.post(address, sent, None).status in (303, 400, 404)
        assert visit_of(client) == before, address
    assert client.get("/hiccups/check").heading == "Check your answers"


def visit_of(client: LookingClient) -> Any:
    """What is kept for the client, without when it was last seen."""
    cookie: Any = client.client.get_cookie("previsit")
    site = client.client.application.extensions["assessment"]
    return site.visits.load(cookie.value, 0).partition(b'"visit"')[2]


PAYLOADS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=x()>",
    "javascript:alert(1)", "<a href='javascript:alert(1)'>x</a>", "{{7*7}}<%=7*7%>",
    "<iframe srcdoc='<script>alert(1)</script>'>", "<math><mtext></form><form>",
    "<!--<p>--><p/>", "<![CDATA[<p>]]>", "&lt;script&gt;", "<body onload=alert(1)>",
]  # fmt: skip
AROUND = ["%s", '">%s', "'>%s<'", "</textarea></p></td></li>%s", "</title></style>%s<"]
POLYGLOTS = [around % payload for around in AROUND for payload in PAYLOADS]


def elements(client: LookingClient, words: str) -> list[int]:
    """How many elements the pages have on which these words are shown."""
    client.get("/hiccups/health/2")
    client.press(wishes=words)
    client.get("/hiccups/hiccups/1")
    client.press(where__typed=words)
    places = ("health/2", "hiccups/1", "check", "paper")
    pages = [client.get(f"/hiccups/{place}").tree for place in places]
    return [sum(1 for _ in page.iter()) for page in pages]


def test_s6_what_was_typed_never_becomes_an_element(
    finished_client: LookingClient,
) -> None:
    assert len(POLYGLOTS) == 60
    plain = elements(finished_client, "Some words")
    for polyglot in POLYGLOTS:
        assert elements(finished_client, polyglot) == plain, polyglot


NAMES = [
    "signs", "age", "speed", "child", "where", "where-typed", "noises", "noise_kinds",
    "bad", "sleep", "night", "pills", "pills-typed", "wishes", "go-back", "text-size",
    "have-a-rest", "respondent", "shown", "csrf_token", "print", "unknown[]",
]  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=[*HealthCheck])
@given(
    fields=st.lists(
        st.tuples(st.sampled_from(NAMES), st.text(max_size=60) | st.just("choke")),
        max_size=6,
    ),
    raw=st.binary(max_size=40),
    dice=st.randoms(use_true_random=False),
)
def test_b1_no_input_makes_a_mistake_of_ours(
    fields: list[tuple[str, str]], raw: bytes, dice: random.Random
) -> None:
    client = LookingClient(the_app())
    client.start()
    token = client.token()
    for _, address in routes(the_app(), "POST"):
        sent: dict[str, list[str]] = {"csrf_token": [token]}
        for name, value in fields:
            sent.setdefault(name, []).append(value.encode(errors="replace").decode())
        body: Any = sent if dice.random() < 0.8 else raw
        page = client.post(address, body, None, headers=FORM if body is raw else {})
        assert page.status in (200, 204, 303, 400, 404, 405, 413, 415, 422, 429)
