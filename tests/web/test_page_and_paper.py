"""What a person reads on the page of results is what they take home on paper."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from assessment.core.answers import Answer, Answers
from assessment.core.findings import Urgency
from assessment.core.topic import Topic
from assessment.core.visit import Visit
from assessment.storage import SealedVisits
from assessment.web import clock, places
from assessment.web.visits import pack
from tests.cases.read import case_sets, read_set
from tests.web.looking import LookingClient, parse, words

pytestmark = pytest.mark.slow

SEED = 20261121
PEOPLE = 40


def squeezed(element: Any) -> str:
    """The words of an element without white space, as lines may break anywhere."""
    return "".join("".join(element.itertext()).replace("\u200b", "").split())


def people(topic: Topic) -> Iterator[Answers]:
    """Real cases, each with the answer to one question exchanged for any other."""
    draw = random.Random(SEED)  # noqa: S311 (the same draws every time)
    cases = [case for name in case_sets() for case in read_set(name, topic)]
    for case in draw.sample(cases, PEOPLE):
        asked = [q for q in topic.questionnaire if q.options and q.id in case.answers]
        question = draw.choice(asked)
        option = draw.choice(question.options)
        side = f"{question.sides[0]}:" if option.sided else ""
        yield case.answers.set(question.id, Answer((f"{side}{option.id}",)))


def said_to_people(topic: Topic) -> set[str]:
    """Every sentence of the rules that both the page and the paper may say."""
    steps = [said for step in topic.next_steps for said in (step.title, step.text)]
    signs = [flag.do for flag in topic.red_flags if flag.do]
    to_ask = [question.text for question in topic.questions_to_ask]
    sooner = [advice.text for advice in topic.care.return_advice]
    found = (*steps, *signs, *to_ask, *sooner)
    return {"".join(sentence.split()) for sentence in found}


def at_the_results(app: Flask, answers: Answers) -> LookingClient:
    """Somebody who gave these answers."""
    site: Any = app.extensions["assessment"]
    topic, now = site.topic, clock.now()
    visit = Visit(topic.id, topic.content_version, now, answers=answers)
    secret = SealedVisits.new_secret()
    site.visits.save(secret, pack(visit, now), now + 3600)
    client = LookingClient(app)
    client.client.set_cookie("previsit", secret)
    client.get(f"/{topic.id}/results")
    return client


def test_c7_the_page_and_the_paper_to_keep_say_the_same(
    real_app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "may_see_results", lambda _visit: True)
    site: Any = real_app.extensions["assessment"]
    sentences, said = said_to_people(site.topic), set()
    for answers in people(site.topic):
        client = at_the_results(real_app, answers)
        page = client.page.tree.find(".//main")
        top = page.find(".//section[@class='urgency']")
        headline, level = words(top.find("h1")), top.get("data-level")
        on_page = squeezed(page)
        token = {"csrf_token": client.token()}
        client.post(f"/{site.topic.id}/summary.pdf", token, 200)
        paper = parse(site.papers.html)
        to_keep = paper.find(".//section[@id='to-keep']")
        how_soon = words(to_keep.find(".//section[@class='soon']/h3"))
        if level == Urgency.EMERGENCY.id:
            headline = site.topic.urgency[Urgency.EMERGENCY].title
        assert how_soon == headline
        on_paper = squeezed(to_keep)
        shown = {sentence for sentence in sentences if sentence in on_page}
        assert shown == {sentence for sentence in sentences if sentence in on_paper}
        said |= shown
    assert len(said) > len(sentences) / 3
