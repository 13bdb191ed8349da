"""Metrics: counts of what was done, for those who may read them, and of no answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from assessment.pdf.pool import PoolBusy, PoolFailed
from assessment.storage import MemoryStore, StoreUnavailable
from assessment.web import sweeper
from assessment.web.metrics import KEY
from assessment.web.settings import read_settings
from tests.web.conftest import CALM, Clock
from tests.web.looking import LookingClient

HERE = read_settings({"ASSESSMENT_METRICS": "127.0.0.1, 10.0.0.0/8"}).metrics
OUTCOMES = {"made": None, "refused": PoolBusy("full"), "failed": PoolFailed("died")}


def read(app: Flask, address: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    """What somebody at the address is shown."""
    response = app.test_client().get(
        "/metrics",
        headers={"Host": "localhost", **headers},
        environ_base={"REMOTE_ADDR": address},
    )
    return response.status_code, response.text


def counts(app: Flask) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every count by its name and the values of its labels, in the labels' order."""
    status, text = read(app)
    assert status == 200
    return {
        (sample.name, tuple(v for _, v in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_nobody_is_shown_them_by_default(app: Flask) -> None:
    assert read(app)[0] == 404


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.1.2.3", {}, 200),
        ("192.0.2.1", {}, 404),
        ("::1", {}, 404),
        ("", {}, 404),
        # Through a proxy of this machine that the settings do not name.
        ("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"}, 404),
    ],
)
def test_only_the_addresses_of_the_settings_are_shown_them(
    own_app: Callable[..., Flask], address: str, headers: dict[str, str], status: int
) -> None:
    assert read(own_app(metrics=HERE), address, **headers)[0] == status


def test_behind_a_proxy_it_is_the_address_of_who_asks(
    own_app: Callable[..., Flask],
) -> None:
    app = own_app(metrics=HERE, proxies=1)
    assert read(app, **{"X-Forwarded-For": "192.0.2.1"})[0] == 404
    assert read(app, **{"X-Forwarded-For": "10.0.0.1, 192.0.2.1"})[0] == 404
    assert read(app, **{"X-Forwarded-For": "10.0.0.1"})[0] == 200


def test_visits_requests_and_papers_are_counted(own_app: Callable[..., Flask]) -> None:
    app = own_app(metrics=HERE)
    client, papers = LookingClient(app), app.extensions["assessment"].papers
    client.start()
    client.answer(*CALM)
    for failure in OUTCOMES.values():
        papers.failure = failure
        client.get("/hiccups/results")
        client.post("/hiccups/summary.pdf", {"csrf_token": client.token()}, None)
    client.finish()
    found = counts(app)
    assert found["previsit_visits_total", ("begun",)] == 1
    assert found["previsit_visits_total", ("finished",)] == 1
    assert found["previsit_requests_total", ("POST", "question", "3xx")] == len(CALM)
    for outcome in OUTCOMES:
        assert found["previsit_papers_total", (outcome,)] == 1
    assert found["previsit_paper_seconds_count", ()] == 1
    assert found["previsit_request_seconds_count", ("results",)] == 3


def test_expired_visits_and_an_unreachable_store_are_counted(
    own_app: Callable[..., Flask], still_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = own_app(metrics=HERE)
    LookingClient(app).start()
    still_clock.go_on(minutes=46)
    sweeper.sweep(app.extensions["assessment"].store, app.extensions[KEY])
    assert counts(app)["previsit_swept_total", ()] == 1
    client = LookingClient(app)
    client.start()
    monkeypatch.setattr(MemoryStore, "swap", unavailable)
    client.press(503, signs=["none"])
    assert counts(app)["previsit_store_errors_total", ()] == 1


def unavailable(*_: object) -> None:
    """A store that is full."""
    raise StoreUnavailable("full")


def test_p6_no_label_holds_what_came_from_outside(
    own_app: Callable[..., Flask],
) -> None:
    app = own_app(metrics=HERE)
    client = app.test_client()
    host = {"Host": "localhost"}
    client.open("/", method="CANARY", headers=host)
    client.get("/canary/canary/1?canary=canary", headers=host)
    client.get("/static/canary.css", headers=host)
    names = {rule.endpoint for rule in app.url_map.iter_rules()} | {"-"}
    for (name, labels), _value in counts(app).items():
        assert "canary" not in f"{name} {labels}".lower()
        if name == "previsit_requests_total":
            assert labels[1] in names


def test_p6_nothing_that_hangs_on_an_answer_is_counted(
    own_app: Callable[..., Flask],
) -> None:
    calm, choking = own_app(metrics=HERE), own_app(metrics=HERE)
    one = LookingClient(calm)
    one.start()
    one.answer(*CALM)
    one.get("/hiccups/results")
    other = LookingClient(choking)
    other.start()
    other.answer({"signs": ["choke"]})
    other.press()
    other.follow()
    other.answer(*CALM[1:])
    other.get("/hiccups/results")
    ours = {name for name, _ in counts(calm) if name.startswith("previsit")}
    labels = {
        labels for name, labels in counts(choking) if name == "previsit_visits_total"
    }
    assert ours == {name for name, _ in counts(choking) if name.startswith("previsit")}
    assert labels <= {("begun",), ("finished",)}
