"""Looking at a page as it is rendered: what is hard to see, reach or understand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

PHONE: ViewportSize = {"width": 320, "height": 640}  # 1280 pixels at 400 % zoom, too
DESK: ViewportSize = {"width": 1280, "height": 800}
KIOSK: ViewportSize = {"width": 1080, "height": 1920}
SCREENS = (PHONE, DESK, KIOSK)
COLOURS: tuple[dict[str, Any], ...] = (
    {"color_scheme": "light", "forced_colors": "none"},
    {"color_scheme": "dark", "forced_colors": "none"},
    {"color_scheme": "light", "forced_colors": "active"},
)

AXE_OPTIONS = {
    "resultTypes": ["violations"],
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"),
        *("wcag2aaa", "best-practice"),
    ],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
# What colours can change: the rest of a page is the same in all of them.
AXE_OPTIONS_OF_COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "color-contrast-enhanced", "link-in-text-block"],
    },
}
SMALLEST_TARGET = 44  # CSS pixels: WCAG 2.2, 2.5.5
THINNEST_RING = 2  # CSS pixels: WCAG 2.2, 2.4.13

OPEN_DETAILS = """() => {
  for (const details of document.querySelectorAll("details")) details.open = true;
}"""
SIDEWAYS = "() => document.scrollingElement.scrollWidth - innerWidth"
# Twice the size, and as loose as WCAG 2.2 (1.4.4 and 1.4.12) lets people set it.
LARGE_TEXT = """on => {
  document.documentElement.style.cssText = on ? `font-size: 200%; line-height: 1.5;
    letter-spacing: 0.12em; word-spacing: 0.16em` : "";
}"""
ELEMENT_KINDS = """() => [...document.querySelectorAll("body *")].map(element => [
  element.localName,
  ...["class", "type", "role", "data-level", "aria-invalid"]
    .map(name => element.getAttribute(name)),
  element.matches(":checked"),
].join(" "))"""
SHOWN_CONTROLS = """
  const within = document.querySelector("dialog:modal") ?? document;
  const controls = [...within.querySelectorAll("a, button, summary, input, textarea")]
    .filter(control => control.type !== "hidden" && control.getClientRects().length);
"""
# A whole row is the target of its box; a link among words is let off, as in WCAG.
SMALL_TARGETS = f"""smallest => {{
  {SHOWN_CONTROLS}
  const amongWords = control => getComputedStyle(control).display === "inline"
    && control.parentElement.textContent.trim() !== control.textContent.trim();
  return controls
    .filter(control => !amongWords(control))
    .map(control => control.closest("label") ?? control)
    .map(target => [target, target.getBoundingClientRect()])
    .filter(([, box]) => Math.min(box.width, box.height) < smallest - 0.5)
    .map(([target, box]) => `${{box.width}} x ${{box.height}}: ${{target.outerHTML}}`);
}}"""
# The ring is on the control, or on the row that holds it.
UNSEEN_FOCUS = f"""thinnest => {{
  {SHOWN_CONTROLS}
  const before = document.activeElement;
  const ringed = element => getComputedStyle(element).outlineStyle !== "none"
    && parseFloat(getComputedStyle(element).outlineWidth) >= thinnest;
  const unseen = controls.filter(control => {{
    control.focus();
    return !ringed(control) && !ringed(control.closest("label") ?? control);
  }});
  before.focus();
  return unseen.map(control => control.outerHTML);
}}"""


def look_everywhere(page: Page) -> None:
    """`look` on each screen and in each kind of colours."""
    # A colour that fades into another is neither of them while axe looks.
    page.emulate_media(reduced_motion="reduce")
    for screen in SCREENS:
        page.set_viewport_size(screen)
        look_at_layout(page)
        options: Mapping[str, object] = AXE_OPTIONS
        for colours in COLOURS:
            page.emulate_media(**colours)
            look_at_sight(page, options)
            options = AXE_OPTIONS_OF_COLOURS


def look(page: Page, smallest_target: int = SMALLEST_TARGET) -> None:
    """Fail if anything on the page is hard to see, reach or understand."""
    look_at_layout(page, smallest_target)
    look_at_sight(page)


def look_at_sight(page: Page, options: Mapping[str, object] = AXE_OPTIONS) -> None:
    """Fail where axe finds fault with the page, or where the focus is not seen."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    assert not found.violations_count, found.generate_report()
    page.keyboard.press("Shift")  # From here on the browser shows where the focus is.
    assert page.evaluate(UNSEEN_FOCUS, THINNEST_RING) == [], page.url


def look_at_layout(page: Page, smallest_target: int = SMALLEST_TARGET) -> None:
    """Fail if the page scrolls sideways or has a target that is easy to miss."""
    page.evaluate(OPEN_DETAILS)
    assert page.evaluate(SIDEWAYS) <= 0, page.url
    page.evaluate(LARGE_TEXT, True)
    assert page.evaluate(SIDEWAYS) <= 0, f"{page.url} with large text"
    page.evaluate(LARGE_TEXT, False)
    assert page.evaluate(SMALL_TARGETS, smallest_target) == [], page.url


def look_if_new(page: Page, seen: set[str]) -> bool:
    """`look_everywhere` at a kind of element not in `seen`, else only at the layout.

    Gives whether there was; adds to `seen`. Most pages of a journey are alike.
    """
    kinds = set(page.evaluate(ELEMENT_KINDS))
    if kinds <= seen:
        for screen in SCREENS:
            page.set_viewport_size(screen)
            look_at_layout(page)
        return False
    seen |= kinds
    look_everywhere(page)
    return True
