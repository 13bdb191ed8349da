"""Tests of one render: stable, tagged, complete, and closed to the world outside."""

import html
import logging
import os
import subprocess
import sys
import time
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfua import Severity, validate
from pypdf import PdfReader
from weasyprint.pdf.fonts import Font

from assessment.pdf import render as render_module
from assessment.pdf.render import render
from assessment.pdf.text import coverage, printable

ROOT = Path(__file__).parents[2]
CANARY = "canary7316"
PAGE = f"""<!doctype html>
<html lang="en"><head><title>Summary</title>
<meta name="author" content="{CANARY}"><meta name="description" content="{CANARY}">
<meta name="keywords" content="{CANARY}"><meta name="generator" content="{CANARY}">
<meta name="dcterms.created" content="2026-01-01"><meta name="x" content="{CANARY}">
</head><body>
<h1>Summary Ωж → ☐ ≥</h1><p>Łódź <b>bold Ωж ✓</b></p>
<p><a href="https://example.org/">source</a> <a href="#end">end</a>
<a href="javascript:alert(1)">script</a> <a href="file:///etc/passwd">file</a></p>
<table><thead><tr><th>Question</th><th>Answer</th></tr></thead>
<tbody><tr><th>First</th><td>Yes</td></tr>
<tr><th scope="row" rowspan="2">Second</th><td id="end">No</td></tr>
<tr><td>Not sure</td></tr></tbody></table>
</body></html>"""

HOSTILE = (
    '<img src="file:///etc/passwd">',
    '<img src="http://127.0.0.1:9/x.png">',
    '<img src="data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>">',
    '<img src="../../../etc/passwd">',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
    '<style>@import url("file:///etc/passwd");</style>',
    '<style>@font-face{font-family:x;src:url("file:///etc/passwd")}</style>',
    '<style>@font-face{font-family:y;src:local("DejaVu Sans")}p{font-family:y}</style>',
    '<p style="background:url(http://127.0.0.1:9/)">x</p>',
    '<p style="content:url(file:///etc/passwd)">x</p>',
    '<ul style="list-style-image:url(file:///etc/passwd)"><li>x</ul>',
    '<object data="file:///etc/passwd"></object>',
    '<embed src="file:///etc/passwd">',
    '<iframe src="file:///etc/passwd"></iframe>',
    '<base href="file:///etc/"><img src="passwd">',
    '<svg xmlns:xlink="http://www.w3.org/1999/xlink">'
    '<use xlink:href="file:///etc/passwd#x"/><image href="file:///etc/passwd"/></svg>',
    '<script src="http://127.0.0.1:9/x.js"></script>',
    '<meta http-equiv="refresh" content="0;url=file:///etc/passwd">',
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p>',
    '<math href="file:///etc/passwd"></math>',
    '<form action="http://127.0.0.1:9/"><input type="submit"></form>',
)

AUDIT = """
import html, os, sys
from assessment.pdf.render import render
page = "<!doctype html><html lang='en'><title>Summary</title><body>"
warm = "<p>Ωж <b>Ωж → ☐</b><svg></svg><table><tr><th>x</table><img src=''>"
render(page + warm + "<a rel='attachment' href=''>x</a>")
seen = []
def hook(event, args):
    if event.startswith(("socket.", "urllib.", "ftplib.", "subprocess.", "os.system")):
        seen.append(event)
    elif event == "open":
        seen.append(f"open {args[0]!r}")
sys.addaudithook(hook)
for payload in sys.argv[1:]:
    for text in (payload, html.escape(payload)):
        assert b"EmbeddedFile" not in render(page + text)
print("\\n".join(seen), end="", flush=True)
os._exit(0)  # an audit hook may not outlive the interpreter's own end
"""


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render(PAGE)


@pytest.fixture
def opened(paper: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(paper))


def headers_of(document: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"
    ]


def count_missing_glyphs(page: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many characters of `page` WeasyPrint has no glyph for."""
    asked: list[int] = []
    unused_glyph = Font.get_unused_glyph_id

    def count(font: Font, codepoint: int) -> int:
        asked.append(codepoint)
        return int(unused_glyph(font, codepoint))

    monkeypatch.setattr(Font, "get_unused_glyph_id", count)
    render(page)
    return len(asked)


def run_python(script: str, *arguments: str, hash_seed: str = "0") -> str:
    completed = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return completed.stdout


def test_the_same_page_gives_the_same_bytes(paper: bytes) -> None:
    assert render(PAGE) == paper


def test_c5_two_processes_give_the_same_bytes() -> None:
    script = (
        "import hashlib, sys; from assessment.pdf.render import render;"
        "print(hashlib.sha256(render(sys.argv[1])).hexdigest())"
    )
    first, second = (run_python(script, PAGE, hash_seed=seed) for seed in "12")
    assert first == second


def test_the_paper_is_tagged_titled_and_in_a_language(opened: pikepdf.Pdf) -> None:
    assert opened.Root.MarkInfo.Marked
    assert opened.Root.StructTreeRoot.K
    assert opened.Root.Lang == "en"
    assert opened.Root.ViewerPreferences.DisplayDocTitle
    assert opened.docinfo["/Title"] == "Summary"
    assert all(page.obj.Tabs == "/S" for page in opened.pages)


def test_every_header_cell_has_its_scope(opened: pikepdf.Pdf) -> None:
    scopes = sorted(str(header.A.Scope) for header in headers_of(opened))
    assert scopes == ["/Column", "/Column", "/Row", "/Row"]


def test_links_print_and_only_safe_ones_remain(opened: pikepdf.Pdf) -> None:
    links = [link for page in opened.pages for link in page.obj.Annots]
    assert len(links) == 4
    assert all(int(link.F) & 4 for link in links)
    addresses = [str(link.A.URI) for link in links if "/A" in link]
    assert addresses == ["https://example.org/"]


def test_pdfua_finds_no_error(paper: bytes, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper)
    findings = validate(str(path)).findings
    assert [found for found in findings if found.severity >= Severity.WARNING] == []


def test_p5_metadata_holds_title_language_and_producer_only(
    opened: pikepdf.Pdf,
) -> None:
    assert set(opened.docinfo.keys()) == {"/Title", "/Producer"}
    described = opened.Root.Metadata.read_bytes()
    assert CANARY.encode() not in described
    assert b"2026-01-01" not in described
    assert b"Summary" in described


def test_only_bundled_fonts_are_used_whatever_is_asked_for() -> None:
    families = ("DejaVu Serif", "serif", "monospace", "Atkinson Hyperlegible Next")
    text = "".join(f"<p style='font-family:{name}'>Text Ωж" for name in families)
    with pikepdf.open(BytesIO(render(f"<html lang='en'>{text}"))) as pdf:
        names = {
            str(item.BaseFont).partition("+")[2]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and "/BaseFont" in item
        }
    assert names
    assert all(name.startswith(("Atkinson-Hyperlegible", "Noto-S")) for name in names)


def test_f10_every_covered_character_has_a_glyph_in_both_weights(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = html.escape(printable(" ".join(sorted(coverage()))))
    unclean = html.escape("".join(sorted(coverage())))
    page = f"<p>{text}</p><p><b>{text}</b></p><p>{unclean}</p>"
    assert count_missing_glyphs(page, monkeypatch) == 0


def test_no_empty_box_is_printed_even_for_text_left_unclean(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = "<html lang='en'><p>漢字 👍 ไทย</p>"
    assert count_missing_glyphs(page, monkeypatch) == 0
    assert "[symbol]" in PdfReader(BytesIO(render(page))).pages[0].extract_text()
    monkeypatch.setattr(render_module, "drawable", str)
    assert count_missing_glyphs(page, monkeypatch) > 0


def test_s5_hostile_markup_opens_no_file_and_no_socket() -> None:
    assert run_python(AUDIT, *HOSTILE) == ""


def test_s5_hostile_markup_leaves_nothing_active_in_the_paper() -> None:
    document = render(f"<html lang='en'><body>{''.join(HOSTILE)}")
    with pikepdf.open(BytesIO(document)) as pdf:
        assert len(pdf.attachments) == 0
        names = {key for item in pdf.objects for key in keys_of(item)}
    assert not names & {"/JS", "/JavaScript", "/Launch", "/EmbeddedFiles", "/AA"}


@pytest.mark.parametrize(
    "rule",
    ['@color-profile --x{src:url("file:///etc/passwd")}', '@import url("//x/y");'],
)
def test_hostile_rules_that_cannot_be_left_out_stop_the_paper(rule: str) -> None:
    with pytest.raises((OSError, ValueError), match=r"Only bundled|Relative URI"):
        render(f"<style>{rule}</style>")


def keys_of(item: pikepdf.Object) -> set[str]:
    return set(item.keys()) if isinstance(item, pikepdf.Dictionary) else set()


@pytest.mark.parametrize(
    "typed",
    [
        "A" * 10_000,
        "1" * 10_000,
        "-" * 10_000,
        "/" * 10_000,
        "\u00a0" * 10_000,
        "\n" * 10_000,
        "\u2028" * 2_000,
        "e" + "\u0301" * 10_000,
        "e\u0301\u0316\u0330\u0345\u0361" * 2_000,
        "\u202e\u2066x\u2069\u202c" * 1_000,
        "\ud800" * 10_000,
        "\u200d" * 10_000,
        "👨‍👩‍👧" * 3_000,
        "漢" * 10_000,
    ],
    ids=lambda typed: ascii(typed[:3]),
)
def test_hostile_text_prints_soon(typed: str) -> None:
    started = time.monotonic()
    text = html.escape(printable(typed))
    document = render(f"<p style='overflow-wrap:anywhere'>{text}")
    assert document.startswith(b"%PDF-1.7")
    assert time.monotonic() - started < 8


def test_nothing_of_the_text_is_logged(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    render(
        f"<p style='{CANARY}: 1'>{CANARY} 漢</p><img src='http://{CANARY}/'>"
        f"<link rel='attachment' href='file:///{CANARY}'><a href='#{CANARY}'>x</a>"
    )
    captured = capfd.readouterr()
    assert CANARY not in caplog.text + captured.out + captured.err


def test_an_unknown_stylesheet_is_refused() -> None:
    for name in ("absent.css", "../pdf/fonts.css", "fonts/NotoSans-Bold.ttf"):
        with pytest.raises(ValueError, match="no such stylesheet"):
            render(PAGE, [name])


@pytest.mark.parametrize(
    ("before", "kept", "pages"), [(1, 2, 4), (3, 2, 6), (3, 3, 6), (2, 2, 4), (2, 1, 3)]
)
def test_the_part_to_keep_has_its_own_sheet_where_that_costs_none(
    before: int, kept: int, pages: int
) -> None:
    leaf = '<section style="break-after: page"><h2>{}</h2></section>'
    made = render(
        f"""<!doctype html><html lang="en"><head><title>T</title></head><body>
        <h1>T</h1>{leaf.format("doctor") * before}
        <section id="free-side" style="break-after: page"><h2>free</h2></section>
        <div id="to-keep"></div>{leaf.format("keep") * (kept - 1)}<h2>keep</h2>
        </body></html>"""
    )
    texts = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(texts) == pages
    assert ("free" in texts[before]) is (pages > before + kept)
