"""Turns HTML into a tagged PDF inside a process that does nothing else at that time."""

import logging
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML
from weasyprint.document import Document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from assessment.pdf.attachment import Attachment
from assessment.pdf.fetcher import AssetFetcher, bundled_assets
from assessment.pdf.repair import repair
from assessment.pdf.text import drawable

FONTS = "fonts.css"
SECOND = "second-sheet"
FREE_SIDE, TO_KEEP = "free-side", "to-keep"


def render(
    html: str,
    stylesheets: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Return `html` as PDF/UA-1, styled by the named bundled stylesheets in order.

    The attachments are all that is embedded in it. The same input gives the same
    bytes. Nothing is fetched: only `asset:` addresses resolve, to bundled files.
    Raises ValueError for an unknown stylesheet. Layout of hostile text can take for
    ever and WeasyPrint is not safe in threads: serve people through
    `assessment.pdf.pool`.
    """
    _silence()
    page = HTML(string=drawable(html), url_fetcher=_fetcher())
    document = _laid_out(page, [_stylesheet(name) for name in (FONTS, *stylesheets)])
    # Nothing else that a page says about itself may travel with the file.
    document.metadata = DocumentMetadata(
        title=document.metadata.title, lang=document.metadata.lang
    )
    written = document.write_pdf(pdf_variant="pdf/ua-1", custom_metadata=False)
    return repair(written, attachments)


def _laid_out(page: HTML, stylesheets: Sequence[CSS]) -> Document:
    """The layout; as close as it takes for the first sheet to fit on one page.

    The classes in the body's `data-closer` are added in turn until what stands before
    the element `second-sheet` takes one page. The element `free-side` stands in only
    to give the element `to-keep` a sheet of its own.
    """

    def lay_out() -> Document:
        fonts = _font_configuration()
        document: Document = page.render(font_config=fonts, stylesheets=stylesheets)
        return document

    body = page.etree_element.find("body")
    free = None if body is None else body.find(f"./*[@id='{FREE_SIDE}']")
    if body is not None and free is not None:
        place = list(body).index(free)
        body.remove(free)
    closer = [] if body is None else body.get("data-closer", "").split()
    if closer:
        rest = _taken_out(body)
        while closer and len(lay_out().pages) > 1:
            body.set("class", f"{body.get('class', '')} {closer.pop(0)}")
        body.extend(rest)
    document = lay_out()
    if body is not None and free is not None and _shares_a_sheet(document):
        body.insert(place, free)
        document = lay_out()
    return document


def _shares_a_sheet(document: Document) -> bool:
    """Whether the part to keep stands on the back of a page of the doctor's.

    Only where printing on both sides takes no sheet more if it stands on its own.
    """
    ids = (TO_KEEP in page.anchors for page in document.pages)
    before = next((number for number, found in enumerate(ids) if found), 0)
    return before % 2 == 1 and (len(document.pages) - before) % 2 == 0


def _taken_out(body: Element) -> list[Element]:
    """The second sheet and what follows it, which no longer are in the body."""
    children = list(body)
    ids = [child.get("id") for child in children]
    rest = children[ids.index(SECOND) :] if SECOND in ids else []
    for child in rest:
        body.remove(child)
    return rest


def _silence() -> None:
    # WeasyPrint logs addresses and characters of the text that it lays out.
    logger = logging.getLogger("weasyprint")
    logger.setLevel(logging.CRITICAL)
    logger.propagate = False


@cache
def _fetcher() -> AssetFetcher:
    return AssetFetcher(bundled_assets())


# One font configuration and one parse of each stylesheet per process: new ones for
# each paper leak memory and take a fifth longer.
@cache
def _font_configuration() -> FontConfiguration:
    fonts = Path(__file__).parent / "fonts" / "fonts.conf"
    os.environ["FONTCONFIG_FILE"] = str(fonts)
    return FontConfiguration()


@cache
def _stylesheet(name: str) -> CSS:
    if not name.endswith(".css") or name not in bundled_assets():
        raise ValueError("There is no such stylesheet.")
    return CSS(
        string=bundled_assets()[name].decode(),
        font_config=_font_configuration(),
        url_fetcher=_fetcher(),
    )
