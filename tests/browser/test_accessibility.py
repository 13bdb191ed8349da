"""Every page in every state is usable: on each screen, in each kind of colours."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from assessment.core.topic import Topic
from assessment.web import errors
from tests.browser.looks import PHONE, look_everywhere, look_if_new
from tests.browser.person import SUMMARY, answers_of, fill, go_on, start, stroll
from tests.web.conftest import CALM, build, withdraw
from tests.web.looking import LookingClient

pytestmark = pytest.mark.browser

# What happens here only when something is broken, or when there is a crowd.
RARE = (413, 415, 429, 500, 503)


def test_a1_questions_empty_refused_and_filled_in(
    page: Page, site: str, topic: Topic, seen: set[str]
) -> None:
    answers = answers_of("V064", topic)
    start(page, site)
    for address in stroll(page, answers):
        if address.endswith("/check") or not look_if_new(page, seen):
            continue
        go_on(page)
        look_if_new(page, seen)
        if page.url != address:
            page.goto(address)
        fill(page, answers)
        look_if_new(page, seen)
    look_everywhere(page)
    page.get_by_role("link", name=SUMMARY).click()
    look_everywhere(page)


def test_a1_pages_around_the_questions(page: Page, site: str) -> None:
    page.goto(site)
    look_everywhere(page)
    page.locator("main input:checked").evaluate("input => input.checked = false")
    go_on(page)
    assert page.title().startswith("Error")
    look_everywhere(page)
    start(page, site)
    first = page.url
    page.locator("main .option input").first.check(force=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Have a rest").click()
    start(page, site)
    assert page.inner_text("h1") == "You have already begun"
    look_everywhere(page)
    for address in ("/", "/help", "/privacy", "/about", "/no-such-page", "/finish"):
        page.goto(site + address)
        look_everywhere(page)
    for address in (f"{first}?closed", f"{first}/rest"):
        page.goto(address)
        look_everywhere(page)


def test_a_form_that_does_not_carry_its_token(page: Page, site: str) -> None:
    start(page, site)
    token = page.locator("main [name=csrf_token]").first
    token.evaluate("field => field.value = 'stale'")
    go_on(page)
    assert page.locator(".notice").is_visible()
    look_everywhere(page)


def test_a_form_sent_by_another_site(page: Page, site: str) -> None:
    page.set_content(f'<form method="post" action="{site}"><button>Go</button></form>')
    with page.expect_navigation():
        page.get_by_role("button").click()
    assert page.inner_text("h1") == "That came from another site"
    look_everywhere(page)


@pytest.fixture(scope="module")
def rare_pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Pages that are hard to come by: of rare problems, and of withdrawn rules."""
    app = build(tmp_path_factory.mktemp("rare"))
    with app.test_request_context():
        app.preprocess_request()
        pages = [errors.problem(code).get_data(as_text=True) for code in RARE]
    client = LookingClient(app)
    client.start()
    client.answer(*CALM)
    withdraw(app)
    return [*pages, client.get("/", 503).text]


def test_pages_that_are_hard_to_come_by(
    page: Page, site: str, rare_pages: list[str], seen: set[str]
) -> None:
    def answer(route: Route) -> None:
        number = int(route.request.url.rpartition("/")[2])
        route.fulfill(body=rare_pages[number], content_type="text/html")

    page.route(f"{site}/rare/*", answer)
    for number in range(len(rare_pages)):
        page.goto(f"{site}/rare/{number}")
        look_if_new(page, seen)


def test_forced_colours_show_what_is_chosen_and_where_the_focus_is(
    browser: Browser, site: str
) -> None:
    context = browser.new_context(viewport=PHONE, forced_colors="active")
    page = context.new_page()
    start(page, site)
    go_on(page)
    option = page.locator(".option").first
    option.scroll_into_view_if_needed()
    as_it_was = picture(option)
    option.locator("input").focus()
    page.keyboard.press("Space")
    chosen_with_focus = picture(option)
    page.keyboard.press("Space")
    with_focus = picture(option)
    assert len({as_it_was, with_focus, chosen_with_focus}) == 3
    context.close()


def picture(shown: Locator) -> bytes:
    """What it looks like, with room for a ring around it."""
    box = shown.bounding_box()
    assert box
    return shown.page.screenshot(
        clip={
            "x": box["x"] - 8,
            "y": box["y"] - 8,
            "width": box["width"] + 16,
            "height": box["height"] + 16,
        }
    )
