"""A clinic's theme: what is shown of it, and what keeps the server from starting."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from assessment.web import static
from assessment.web.contrast import contrast, faint_pairs
from assessment.web.settings import PROJECT, SettingsError
from assessment.web.theme import Theme, load_theme, our_palettes
from tests.web.conftest import CALM
from tests.web.looking import LookingClient

NAME = "Fern Street Surgery"
HANDBOOK = (PROJECT / "docs" / "theme.md").read_text("utf-8")
MakeApp = Callable[..., Flask]


def example(kind: str) -> str:
    """The file of that kind in the handbook."""
    return HANDBOOK.split(f"```{kind}\n")[1].split("```")[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The theme of the handbook."""
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "theme.css").write_text(example("css"), "utf-8")
    (theme / "logo.svg").write_text(example("svg"), "utf-8")
    return theme


def problems(folder: Path) -> list[str]:
    """What is told about the theme, without the folder."""
    with pytest.raises(SettingsError) as caught:
        load_theme(str(folder))
    return [line.removeprefix(f"{folder}/") for line in caught.value.problems]


def problems_of_css(folder: Path, css: str) -> list[str]:
    (folder / "theme.css").write_text(css, "utf-8")
    return problems(folder)


def problems_of_logo(folder: Path, svg: str) -> list[str]:
    (folder / "logo.svg").write_text(svg, "utf-8")
    return problems(folder)


def test_the_clinic_stands_beside_our_name_and_ends_the_title(
    own_app: MakeApp, folder: Path
) -> None:
    page = LookingClient(own_app(theme=str(folder))).get("/")
    assert page.title == f"Get ready for your visit – Previsit – {NAME}"
    clinic = page.tree.find(".//header//*[@class='clinic']")
    assert clinic.findtext("bdi") == NAME
    assert clinic.find("img").get("alt") == ""


def test_the_clinic_stands_at_the_head_of_the_paper(
    own_app: MakeApp, folder: Path
) -> None:
    app = own_app(theme=str(folder))
    client = LookingClient(app)
    client.start()
    client.answer(*CALM)
    client.get("/hiccups/results")
    client.post("/hiccups/summary.pdf", {"csrf_token": client.token()}, 200)
    head = app.extensions["assessment"].papers.html.partition("<header")[0]
    assert f"<bdi>{NAME}</bdi>" in head
    assert f"<title>{NAME}</title><path" in head


def test_what_is_served_is_what_was_read_and_may_be_kept(
    own_app: MakeApp, folder: Path
) -> None:
    client = LookingClient(own_app(theme=str(folder)))
    links = client.get("/").tree.findall(".//link[@rel='stylesheet']")
    address = next(a for a in (e.get("href") for e in links) if "theme.css" in a)
    response = client.client.get(address)
    assert response.headers["Cache-Control"] == static.FOR_EVER
    assert response.mimetype == "text/css"
    assert "--brand:#1d4a7a;" in response.text
    assert "--page:#f4f6ef;" in response.text
    assert NAME not in response.text
    assert client.client.get("/static/logo.svg").mimetype == "image/svg+xml"


def test_without_a_theme_nothing_is_said_of_a_clinic(client: LookingClient) -> None:
    assert load_theme("") == Theme()
    page = client.get("/")
    assert page.title.endswith("Previsit")
    assert page.tree.find(".//header//*[@class='clinic']") is None
    assert "theme.css" not in page.text


def test_a_theme_with_faults_keeps_the_server_from_starting(
    own_app: MakeApp, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "theme.css").write_text(":root { --brand: red; }", "utf-8")
    with pytest.raises(SystemExit) as left:
        own_app(theme=str(folder))
    assert left.value.code == 3
    assert f"{folder}/theme.css:1:1 it gives no name" in capsys.readouterr().err


def test_every_fault_of_the_colours_comes_out_at_once(folder: Path) -> None:
    css = """@import "https://example.org/x.css";
:root {
  --name: "A";
  --brnd: #123456;
  --alarm: #00ff00;
  --brand: url(https://example.org/a);
  --light: rgb(1 2 3 / 0.5);
  --marks: red;
  .halt { color: red; }
}
.halt { background: green; }
@media print { :root { --ink: #000000; } }
"""
    stray = (
        "only :root and @media (prefers-color-scheme: dark) { :root } may stand here"
    )
    no_colour = "needs a colour that covers what is behind it, such as #24502f"
    told = problems_of_css(folder, css)
    assert told == [
        f"theme.css:1:1 {stray}",
        "theme.css:4:3 a theme cannot set --brnd; did you mean --brand?",
        "theme.css:5:3 a theme cannot set --alarm; an alarm looks the same everywhere",
        f"theme.css:6:3 --brand {no_colour}",
        f"theme.css:7:3 --light {no_colour}",
        "theme.css:8:3 a theme cannot set --marks; did you mean --mark?",
        f"theme.css:9:3 {stray}",
        f"theme.css:11:1 {stray}",
        f"theme.css:12:1 {stray}",
    ]


def test_what_is_no_token_is_told_with_those_that_are(folder: Path) -> None:
    told = problems_of_css(folder, ':root { --name: "A"; color: red; }')
    assert [line.partition(", ")[0] for line in told] == [
        "theme.css:1:22 a theme cannot set color; it can set --page"
    ]


def test_colours_that_are_too_much_alike_are_told_where_they_are_set(
    folder: Path,
) -> None:
    css = """:root { --name: "A"; --mark: #eeeeee; }
@media (prefers-color-scheme: dark) { :root { --on-brand: #ffffff; } }
"""
    assert problems_of_css(folder, css) == [
        "theme.css:1:22 --mark #eeeeee on --surface #ffffff has a contrast of 1.2 in "
        "light; change what you set until it is 3 or more",
        "theme.css:2:47 --on-brand #ffffff on --brand #a8dba6 has a contrast of 1.6 in "
        "dark; change what you set until it is 7 or more",
        "theme.css:2:47 --on-brand #ffffff on --brand-deep #c9eec6 has a contrast of "
        "1.3 in dark; change what you set until it is 7 or more",
    ]


@pytest.mark.parametrize("name", ['""', "Fern", f'"{"x" * 61}"', '"a" "b"', '"\\202e"'])
def test_a_name_that_cannot_stand_on_a_page_is_told(folder: Path, name: str) -> None:
    told = problems_of_css(folder, f":root {{ --name: {name}; }}")
    assert told == [
        "theme.css:1:9 write the name in quotes, in one line of up to 60 characters"
    ]


def test_a_folder_without_a_style_is_told(tmp_path: Path) -> None:
    assert problems(tmp_path) == [
        "theme.css:1:1 it cannot be read: No such file or directory"
    ]


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<script>alert(1)</script>", "<script> may not be in a logo"),
        ("<style>*{}</style>", "<style> may not be in a logo"),
        ("<foreignObject/>", "<foreignObject> may not be in a logo"),
        ("<svg/>", "<svg> may not be in a logo"),
        ('<path xmlns="http://www.w3.org/1999/xhtml"/>', "<path> may not be in a logo"),
        ('<path onclick="x()"/>', "onclick= may not be in a logo as it is"),
        ('<path style="fill:red"/>', "style= may not be in a logo as it is"),
        ('<path fill="url(//a.example)"/>', "fill= may not be in a logo as it is"),
        ('<path fill="URL (//a.example)"/>', "fill= may not be in a logo as it is"),
        ('<g href="https://a.example"/>', "href= may not be in a logo as it is"),
    ],
)
def test_a_logo_holds_shapes_and_colours_only(
    folder: Path, inside: str, told: str
) -> None:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n {inside}</svg>'
    lines = problems_of_logo(folder, svg)
    assert [line.partition(";")[0] for line in lines] == [f"logo.svg:2:2 {told}"]


def test_a_logo_of_another_kind_is_told(folder: Path) -> None:
    assert problems_of_logo(folder, "<svg") == [
        "logo.svg:1:1 this is not XML from here on: unclosed token"
    ]
    assert problems_of_logo(folder, "<!DOCTYPE svg>" + example("svg")) == [
        "logo.svg:1:14 leave out <!DOCTYPE>"
    ]
    unsized = example("svg").replace(' viewBox="0 0 48 24"', "")
    assert problems_of_logo(folder, unsized) == [
        'logo.svg:1:1 the logo has no size: give <svg> a viewBox, such as "0 0 80 24"'
    ]
    assert problems_of_logo(folder, example("svg") + " " * 20_000) == [
        "logo.svg:1:1 it is too large: make it 20 kB or less"
    ]


def test_what_a_logo_says_of_itself_is_left_out(folder: Path) -> None:
    titled = example("svg").replace(
        "<path", '<title>old &amp; "</title><desc>made by me</desc><path id="a"'
    )
    (folder / "logo.svg").write_text(titled, "utf-8")
    logo = load_theme(str(folder)).logo
    assert logo.count("<title>") == 1
    assert f"<title>{NAME}</title><path fill" in logo
    assert not re.search("old|made|id=", logo)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#ffffff", "#8c1515") == pytest.approx(9.40, abs=0.01)


def test_our_own_colours_stand_out_in_light_and_dark() -> None:
    light, dark = our_palettes().values()
    assert light.keys() == dark.keys()
    assert [*faint_pairs(light), *faint_pairs(dark)] == []


def test_the_handbook_names_every_token_that_can_be_set() -> None:
    table = HANDBOOK.split("## What can be set")[1].split("Set those of the brand")[0]
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = {f"--{token}" for token in our_palettes()["light"] if "alarm" not in token}
    assert {*re.findall(r"--[\w-]+", " ".join(rows))} == named
