"""Somebody who fills in the real form from prepared answers, page after page."""

from __future__ import annotations

from typing import Any

from assessment.core.answers import Answers
from tests.web.looking import LookingClient, Page

MOST_PAGES = 80


class Walker:
    """One person with all their answers, at a client that inspects what it gets."""

    def __init__(self, client: LookingClient, answers: Answers) -> None:
        self.client = client
        self.answers = answers
        self.interrupts = 0

    def walk(self, respondent: str = "self") -> Page:
        """From the start page to check-your-answers."""
        self.client.start(respondent)
        for _ in range(MOST_PAGES):
            page = self.client.page
            if page.heading == "Check your answers":
                return page
            if page.tree.find(".//*[@class='halt']") is not None:
                self.interrupts += 1
                self.client.press()
            else:
                self.client.press(**self._replies(page))
            self.client.follow()
        raise AssertionError("the form does not end")

    def _replies(self, page: Page) -> dict[str, Any]:
        replies: dict[str, Any] = {}
        for element in page.tree.iterfind(".//form//*[@name]"):
            name = element.get("name")
            question, _, own_words = name.partition("-")
            answer = self.answers.get(question)
            if answer is None:
                continue
            if answer.number is not None:
                replies[name] = str(answer.number)
            elif own_words not in ("", "typed"):
                continue  # what is left as the page has it
            elif own_words or element.get("type", "text") == "text":
                replies[name.replace("-", "__")] = "\n".join(answer.typed)
            else:
                replies[name] = list(answer.options)
        return replies

    def results(self) -> Page:
        """Open the results, having walked to the end."""
        return self.client.get(self._address("results"))

    def paper(self) -> Page:
        """Ask for the paper on the results page."""
        self.results()
        form = next(
            f
            for f in self.client.page.tree.iterfind(".//form")
            if f.get("action").endswith("summary.pdf")
        )
        fields = {i.get("name"): i.get("value") for i in form.iterfind(".//input")}
        return self.client.post(form.get("action"), fields, status=200)

    def _address(self, last: str) -> str:
        for link in self.client.page.tree.iterfind(".//a"):
            if (link.get("href") or "").endswith("/" + last):
                return str(link.get("href"))
        raise AssertionError(f"no link to {last}")
