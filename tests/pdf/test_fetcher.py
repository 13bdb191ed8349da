"""Tests of the fetcher: bundled files by their exact name, and nothing else."""

from urllib.request import Request

import pytest

from assessment.pdf.fetcher import AssetFetcher, bundled_assets

HOSTILE = (
    "http://127.0.0.1/",
    "https://example.org/x.png",
    "http://169.254.169.254/latest/meta-data/",
    "//example.org/x.png",
    "ftp://example.org/x",
    "file:///etc/passwd",
    "file:fonts.css",
    "FILE:///etc/passwd",
    "data:text/css,p{}",
    "data:image/svg+xml;base64,PHN2Zy8+",
    "fonts.css",
    "./fonts.css",
    "/etc/passwd",
    "",
    "asset:",
    "asset:/etc/passwd",
    "asset:../../../etc/passwd",
    "asset:fonts/../fonts.css",
    "asset:./fonts.css",
    "asset:%66onts.css",
    "asset:fonts.css?x=1",
    "asset:fonts.css#x",
    "asset:fonts.css\x00.png",
    "asset:fonts",
    "asset:render.py",
    "asset://fonts.css",
    "ASSET:fonts.css",
    "asset:http://example.org/",
    " asset:fonts.css",
    "javascript:alert(1)",
    "gopher://example.org/",
    "jar:file:///x.jar!/",
)


@pytest.fixture
def fetcher() -> AssetFetcher:
    return AssetFetcher(bundled_assets())


def test_a_bundled_file_comes_with_its_media_type(fetcher: AssetFetcher) -> None:
    response = fetcher.fetch("asset:fonts.css")
    assert response.content_type == "text/css"
    assert response.read() == bundled_assets()["fonts.css"]


def test_every_bundled_font_is_named_in_the_stylesheet() -> None:
    fonts = {name for name in bundled_assets() if name.endswith(".ttf")}
    style = bundled_assets()["fonts.css"].decode()
    assert fonts
    assert {name for name in fonts if f'url("asset:{name}")' in style} == fonts


@pytest.mark.parametrize("url", HOSTILE)
def test_everything_else_is_refused_without_repeating_it(
    fetcher: AssetFetcher, url: str
) -> None:
    with pytest.raises(ValueError, match=r"^Only bundled files are served\.$"):
        fetcher.fetch(url)


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "file:///etc/passwd"])
def test_the_inherited_doors_are_closed_too(fetcher: AssetFetcher, url: str) -> None:
    with pytest.raises(ValueError, match="Only bundled files"):
        fetcher(url)
    for address in (url, Request(url)):  # noqa: S310 - it must not be opened
        with pytest.raises(ValueError, match="Only bundled files"):
            fetcher.open(address)
