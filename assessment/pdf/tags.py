"""Mends the structure of a tagged PDF: header cells, feet of pages, empty elements."""

import re
from collections import defaultdict

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

# As WeasyPrint writes the beginning of marked content; text stands in it as hex.
_MARKED = re.compile(rb"/\w+\s<</MCID (\d+)>>\sBDC")
_ARTIFACT = b"/Artifact\n<</Type /Pagination>>\nBDC"
_MAY_BE_EMPTY = frozenset({Name.TD, Name.TH})


def mend_tags(pdf: Pdf) -> None:
    """Give header cells their Scope, and take out what is no content.

    WeasyPrint marks the feet of pages as content that belongs to no element: here
    they become artifacts, as ISO 14289-1, 7.1 asks. Elements with nothing in them go,
    but for cells of tables.
    """
    if Name.StructTreeRoot not in pdf.Root:
        return
    content = _Content()
    for root in _children(pdf.Root.StructTreeRoot):
        content.mend(root)
    for page in pdf.pages:
        _mend_page(pdf, page, content.of_page[page.obj.objgen])


class _Content:
    """What belongs to an element, noted while the elements are mended."""

    def __init__(self) -> None:
        self.of_page: defaultdict[tuple[int, int], set[int]] = defaultdict(set)

    def mend(self, element: Object) -> bool:
        """Mend it and all in it; say whether there is anything in it."""
        if element[Name.S] == Name.TH:
            _give_scope(element)
        kept = [child for child in _children(element) if self._is_kept(child, element)]
        element[Name.K] = Array(kept)
        return bool(kept) or Name.Alt in element or element[Name.S] in _MAY_BE_EMPTY

    def _is_kept(self, child: Object | int, parent: Object) -> bool:
        if isinstance(child, int):
            self.of_page[parent.Pg.objgen].add(child)
            return True
        # What is no element is the annotation of a link.
        return Name.S not in child or self.mend(child)


def _children(element: Object) -> list[Object]:
    found = element.get(Name.K, Array())
    return [*found] if isinstance(found, Array) else [found]


def _give_scope(header: Object) -> None:
    in_head = header[Name.P].get(Name.P, header)[Name.S] == Name.THead
    attributes = header.get(Name.A)
    if attributes is None:
        attributes = header[Name.A] = Dictionary(O=Name.Table)
    attributes[Name.Scope] = Name.Column if in_head else Name.Row


def _mend_page(pdf: Pdf, page: Page, content: set[int]) -> None:
    def mended(marked: re.Match[bytes]) -> bytes:
        return marked[0] if int(marked[1]) in content else _ARTIFACT

    written = page.Contents.read_bytes()
    page.Contents = pdf.make_stream(_MARKED.sub(mended, written))
    parents = _parents_of(pdf, page)
    for number in range(len(parents)):
        if number not in content:
            parents[number] = None


def _parents_of(pdf: Pdf, page: Page) -> Object:
    """The list that says to which element each content of the page belongs."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return numbers[[*numbers].index(page.obj.StructParents) + 1]
