"""Tests of the papers of real cases: one side first, and readable without eyes.

pdfua and outloud look at what a machine can tell of PDF/UA-1; what both are blind to
is asserted here. veraPDF is not to be had where these run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import outloud  # type: ignore[import-untyped]
import pikepdf
import pytest
from pdfua import Severity, validate

from assessment.pdf.paper import Edition, PageSize
from tests.cases.read import read_set
from tests.pdf.test_paper import pages, paper, real_summary, real_topic

pytestmark = pytest.mark.slow

CASES = [case.id for case in read_set("development", real_topic())][:50]
# Warnings that rest on a guess: a log to fill in has empty cells, and the figure that
# floats beside the text is painted after it.
GUESSES = {"TBL-012", "ORD-001"}


def elements(of: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """All elements of the structure, in reading order."""
    children = of.get("/K", pikepdf.Array())
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def titles(entry: pikepdf.OutlineItem) -> list[str]:
    return [entry.title, *(title for kid in entry.children for title in titles(kid))]


def assert_readable(document: Path) -> None:
    """What neither checker looks at, or only in part."""
    with pikepdf.open(document) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        found = [*elements(pdf.Root.StructTreeRoot)]
        kinds = [str(element.S) for element in found]
        assert kinds.count("/H1") == 1
        levels = [int(kind[2]) for kind in kinds if re.fullmatch(r"/H[1-6]", kind)]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
        for element in found:
            if element.S == "/Figure":
                assert len(str(element.Alt)) > 10
            if element.S == "/TH":
                assert element.A.Scope in ("/Row", "/Column")
        assert all(page.Tabs == "/S" for page in pdf.pages)
        with pdf.open_outline() as outline:
            marked = [title for entry in outline.root for title in titles(entry)]
        assert {"For me to keep", "All my answers"} <= set(marked)


@pytest.mark.parametrize("case_id", CASES)
def test_a10_the_paper_of_a_case(case_id: str, tmp_path: Path) -> None:
    size = PageSize.LETTER if int(case_id[1:]) % 2 else PageSize.A4
    path = tmp_path / "summary.pdf"
    path.write_bytes(paper(real_summary(case_id), Edition(size=size)))
    errors = [f for f in validate(str(path)).findings if f.severity is Severity.ERROR]
    assert not errors
    heard = outloud.check(str(path))
    assert heard.error is None
    assert {finding.rule for finding in heard.findings} <= GUESSES
    assert_readable(path)
    second = pages(path.read_bytes())[1]
    assert second.startswith("Worth asking about, because of what was said")


def test_a10_large_print_is_large_and_readable(tmp_path: Path) -> None:
    path = tmp_path / "summary.pdf"
    path.write_bytes(paper(real_summary("V029"), Edition(large=True)))
    assert {f.rule for f in outloud.check(str(path)).findings} <= GUESSES
    assert_readable(path)
    points = {
        round(float(size) * 0.75, 1)  # from pixels of CSS
        for page in pikepdf.open(path).pages
        for size in re.findall(rb"/\w+ ([\d.]+) Tf", page.Contents.read_bytes())
    }
    assert min(points) == 14  # the foot of each page
    assert 18 in points
