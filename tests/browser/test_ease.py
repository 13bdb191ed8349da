"""Ease: reading aloud, larger text, and the places of the body in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from assessment.core.topic import Topic
from tests.browser.looks import SMALLEST_TARGET, look, look_at_layout
from tests.browser.person import answers_of, fill, go_on, start

pytestmark = pytest.mark.browser

# A browser with these voices, which notes down what they are given to say.
VOICES = """voices => {
  window.said = [];
  SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => voices,
    speak: part => said.push(part),
    cancel: () => said.length = 0,
  } });
}"""
OURS = {"localService": True, "lang": "en-GB"}
SENT_AWAY = {"localService": False, "lang": "en-GB"}
FOREIGN = {"localService": True, "lang": "fr-FR"}
# The side of the largest square that answers to a tap, for every part of the figure.
ZONES = """() => {
  const zones = {};
  for (const body of document.querySelectorAll(".body")) {
    body.scrollIntoView();
    const { left, top, width, height } = body.getBoundingClientRect();
    let above = [];
    for (let y = 0; y < height; y++) {
      const row = [];
      for (let x = 0; x < width; x++) {
        const hit = document.elementFromPoint(left + x, top + y);
        const part = hit?.closest("label.part")?.dataset.part;
        const same = at => at && at.part === part ? at.side : 0;
        const grown = Math.min(...[row[x - 1], above[x], above[x - 1]].map(same));
        row.push({ part, side: grown + 1 });
        if (part) zones[part] = Math.max(zones[part] ?? 0, grown + 1);
      }
      above = row;
    }
  }
  return zones;
}"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A small phone."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    yield context.new_page()
    context.close()


def with_voices(page: Page, *voices: dict[str, object]) -> None:
    """Give the browser these voices from the next page on."""
    page.add_init_script(f"({VOICES})({list(voices)})".replace("True", "true").replace(
        "False", "false"
    ))  # fmt: skip


def test_a9_a_page_is_read_aloud_until_it_is_stopped(page: Page, site: str) -> None:
    with_voices(page, SENT_AWAY, FOREIGN, OURS)
    start(page, site)
    go_on(page)
    assert page.evaluate("said") == []
    button = page.locator("[data-stop]")
    button.press("Enter")
    assert button.inner_text() == "Stop reading"
    texts = page.evaluate("said.map(part => part.text)")
    for shown in ("h1", "p.hint", "p.error", ".option:nth-of-type(2)"):
        assert (
            texts.count((page.locator(shown).first.text_content() or "").strip()) == 1
        )
    reason = page.locator(".why p").text_content()
    assert reason not in texts
    assert page.evaluate("said.every(({ lang, voice }) => voice.localService && lang)")
    look(page)
    button.press("Enter")
    assert button.text_content() == "Read aloud"
    assert page.evaluate("said") == []


@pytest.mark.parametrize("voices", [(), (SENT_AWAY, FOREIGN)])
def test_nothing_is_read_by_a_voice_that_sends_the_words_away(
    page: Page, site: str, voices: tuple[dict[str, object], ...]
) -> None:
    with_voices(page, *voices)
    page.goto(site)
    assert page.locator("[data-stop]").is_hidden()


def test_the_body_map_names_what_is_chosen_and_is_easy_to_hit(
    page: Page, site: str, topic: Topic
) -> None:
    start(page, site)
    while not page.locator('[name="where"]').count():
        fill(page, answers_of("V064", topic))
        go_on(page)
    for side, parts in (("Back", 22), ("Front", 24)):
        page.get_by_role("radio", name=side).check(force=True)
        zones = page.evaluate(ZONES)
        assert len(zones) == parts
        assert min(zones.values()) >= SMALLEST_TARGET, zones
    words = page.locator(".chosen")
    assert words.inner_text() == "You chose: nothing yet"
    for part in ("right:thigh", "left:thigh"):
        page.locator(f'label.part[data-part="{part}"]').first.locator(
            "path.region"
        ).click(force=True)
    assert words.inner_text() == "You chose: right thigh, left thigh"
    page.get_by_label("Nowhere").check(force=True)
    assert words.inner_text() == "You chose: right thigh, left thigh, no part is weak"


def test_none_of_these_never_takes_a_danger_sign_away(page: Page, site: str) -> None:
    start(page, site)
    page.get_by_role("checkbox", name="Hard to breathe").check(force=True)
    page.get_by_role("checkbox", name="None of these").check(force=True)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Call 999 now")).to_be_visible()


def test_a6_the_largest_text_on_the_narrowest_screen_scrolls_one_way_and_keeps_answers(
    page: Page, site: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    start(page, site)
    answer = page.get_by_role("checkbox", name="None of these")
    answer.check(force=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Largest").press("Enter")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "28.8px"
    assert answer.is_checked()
    look_at_layout(page)
