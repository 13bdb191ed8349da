"""The people of the load test, for locust: they fill in the whole form, and think.

Each answers as one of the development cases does, and looks at nothing but what is
needed to go on. Locust replaces parts of the standard library when it is imported:
this module only ever runs in a process of its own, which `tests.bench.load` starts.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import count
from typing import Any
from urllib.parse import urlencode

from gevent import sleep
from locust import FastHttpUser, constant, task
from locust.exception import RescheduleTask
from lxml import html

from assessment.rulebook import load_topic
from tests.cases.outcomes import RULES, TOPIC
from tests.cases.read import read_set
from tests.web.looking import filled_in, words
from tests.web.walker import Walker

# What is counted apart.
PAGE, PAPER, REFUSED = "page", "paper", "paper refused"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CASES = read_set("development", load_topic(RULES / TOPIC))
_turn = count()


@dataclass
class Sight:
    """What somebody sees of a page, or where they are sent instead."""

    tree: Any
    location: str = ""

    @property
    def heading(self) -> str:
        """The words of the h1."""
        return words(self.tree.find(".//h1"))


class Browsing:
    """What `Walker` needs of a browser, with time to think before each press."""

    def __init__(self, client: Any, thinking_seconds: tuple[float, float]) -> None:
        self._client = client
        self._thinking = thinking_seconds
        self.page = Sight(None)

    def get(self, path: str) -> Sight:
        """Open an address."""
        return self._see(self._send("GET", path, PAGE))

    def follow(self) -> Sight:
        """Go where the last answer leads."""
        return self.get(self.page.location)

    def post(self, path: str, fields: Any, status: int = 303) -> Sight:
        """Send a form; a paper is counted apart."""
        body = urlencode(fields, doseq=True)
        if not path.endswith(".pdf"):
            return self._see(self._send("POST", path, PAGE, data=body, headers=FORM))
        with self._send(
            "POST", path, PAPER, data=body, headers=FORM, catch_response=True
        ) as response:
            if response.status_code == 503:
                response.request_meta["name"] = REFUSED
                response.success()
        return self.page

    def press(self, **answers: Any) -> Sight:
        """Think, fill in the page's form and press its button."""
        sleep(random.uniform(*self._thinking))  # noqa: S311
        form = self.page.tree.find(".//form[@method='post']")
        fields = filled_in(form)
        fields |= {name.replace("__", "-"): value for name, value in answers.items()}
        sent = {name: value for name, value in fields.items() if value is not None}
        return self.post(form.get("action"), sent)

    def start(self, respondent: str = "self") -> Sight:
        """Start a visit and open its first page."""
        self.get("/")
        self.press(respondent=respondent)
        return self.follow()

    def _send(self, method: str, path: str, kind: str, **more: Any) -> Any:
        return self._client.request(
            method, path, name=kind, allow_redirects=False, **more
        )

    def _see(self, response: Any) -> Sight:
        if not 200 <= response.status_code < 400:
            raise RescheduleTask  # locust has counted the failure
        location = response.headers.get("Location") or ""
        if location:
            self.page.location = location
        else:
            self.page = Sight(html.document_fromstring(response.text))
        return self.page


class Patient(FastHttpUser):
    """Somebody with a browser that has no cookie yet."""

    wait_time = constant(0)  # they think before each press instead
    thinking_seconds = (1.0, 2.0)

    @task
    def fill_in(self) -> None:
        """One whole visit."""
        self.client.cookiejar.clear()
        walker = _walker(self.client, self.thinking_seconds)
        walker.walk()
        self.end(walker)

    def end(self, walker: Walker) -> None:
        """Look at the results."""
        walker.results()


class Taker(Patient):
    """Somebody who takes the paper along."""

    def end(self, walker: Walker) -> None:
        """Look at the results, and ask for the paper there."""
        walker.paper()


class Hurrier(Patient):
    """Somebody who never thinks: as many pages as the server can give."""

    thinking_seconds = (0.0, 0.0)


class Printer(FastHttpUser):
    """Somebody at the end of a visit, who asks for the paper again and again."""

    wait_time = constant(1)

    def on_start(self) -> None:
        """Fill in the form in a hurry."""
        self._walker = _walker(self.client, (0, 0))
        self._check = self._walker.walk()

    @task
    def ask_for_paper(self) -> None:
        """Open the results and ask there."""
        self._walker.client.page = self._check
        self._walker.paper()


class Abandoner(FastHttpUser):
    """Somebody who answers a little and leaves the visit open."""

    wait_time = constant(3600)

    @task
    def begin(self) -> None:
        """Start a visit and answer its first pages."""
        browsing = Browsing(self.client, (0, 0))
        browsing.start()
        browsing.press(age="64")
        browsing.follow()


def _walker(client: Any, thinking_seconds: tuple[float, float]) -> Walker:
    case = CASES[next(_turn) % len(CASES)]
    return Walker(Browsing(client, thinking_seconds), case.answers)  # type: ignore[arg-type]
