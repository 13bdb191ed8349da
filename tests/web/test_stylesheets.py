"""The styles, the script and the templates keep their promises without a browser."""

import gzip
import re
from pathlib import Path

import pytest

from assessment.web import figure

STATIC = Path(figure.__file__).parent / "static"
TEMPLATES = figure.DRAWING.parents[1]
PAGES = sorted(
    path for path in TEMPLATES.rglob("*.html") if "pdf" not in path.parts
)  # fmt: skip
STYLES = sorted(STATIC.glob("*.css"))


def parts() -> set[str]:
    return {shape.part for view in figure.views() for shape in view.shapes}


@pytest.mark.parametrize("state", ["checked", "focus-visible"])
def test_every_drawn_part_shows_that_its_box_is_ticked_or_has_focus(state: str) -> None:
    css = STATIC.joinpath("figure.css").read_text("utf-8")
    pattern = rf'\[value="([^"]+)"\]:{state}\) \[data-part="([^"]+)"\]'
    assert set(re.findall(pattern, css)) == {(part, part) for part in parts()}


def test_one_side_not_sure_which_shows_on_both_sides() -> None:
    css = STATIC.joinpath("figure.css").read_text("utf-8")
    shown = set(re.findall(r'unsure_side:(\w+)"\]:checked\) \[data-part\$=":\1"', css))
    assert shown == {part.partition(":")[2] for part in parts() if ":" in part}


def test_left_and_right_are_drawn_alike() -> None:
    for view in figure.views():
        drawn = {shape.part: shape for shape in view.shapes}
        for part, shape in drawn.items():
            if part.startswith("left:"):
                other = drawn["right:" + part.removeprefix("left:")]
                assert sizes(shape.drawing) == sizes(other.drawing), part


def sizes(drawing: str) -> list[float]:
    return [abs(float(n)) for n in re.findall(r"-?\d*\.?\d+", drawing)]


def test_all_styles_weigh_at_most_12_kilobytes_on_the_wire() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in STYLES) <= 12_000


def test_all_scripts_weigh_at_most_6_kilobytes_on_the_wire() -> None:
    scripts = [path.read_bytes() for path in STATIC.glob("*.js")]
    assert scripts
    assert sum(len(gzip.compress(script)) for script in scripts) <= 6_000


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_s1_no_page_has_inline_style_or_script_or_unescaped_text(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", text)
    assert not re.search(r"<script(?![^>]* src=)|\|\s*safe\b|autoescape", text)


@pytest.mark.parametrize("path", [*PAGES, *STYLES], ids=lambda path: path.name)
def test_p4_nothing_is_fetched_from_another_site(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(
        r"""(?:src|href)=["'](?:https?:)?//|@import|url\(\W?http""", text
    )


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_nothing_moves_for_those_who_asked_for_stillness(path: Path) -> None:
    css = path.read_text("utf-8")
    moving = css.partition("(prefers-reduced-motion: no-preference)")[0]
    assert not re.search(r"\b(?:animation|transition)\s*:", moving)
