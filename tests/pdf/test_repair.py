"""Tests of the repair of PDFs that hold what ours should never hold."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from assessment.pdf.repair import repair


def hostile_document() -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    actions = (
        script,
        Dictionary(S=Name.Launch, F="program"),
        Dictionary(S=Name.URI, URI="JavaScript:alert(1)"),
        Dictionary(S=Name.URI, URI="HTTPS://example.org/"),
    )
    page.obj.Annots = Array(
        [
            pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, A=action))
            for action in actions
        ]
    )
    pdf.Root.OpenAction = script
    pdf.Root.AA = Dictionary(WC=script)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["x", script]))
    pdf.attachments["secret.txt"] = b"secret"
    pdf.docinfo["/Author"] = "A person"
    pdf.docinfo["/Title"] = "Summary"
    written = BytesIO()
    pdf.save(written)
    return written.getvalue()


def test_active_and_personal_content_is_dropped() -> None:
    with pikepdf.open(BytesIO(repair(hostile_document()))) as pdf:
        assert "/OpenAction" not in pdf.Root
        assert "/AA" not in pdf.Root
        assert len(pdf.attachments) == 0
        assert "/JavaScript" not in pdf.Root.Names
        assert set(pdf.docinfo.keys()) == {"/Title"}
        links = list(pdf.pages[0].obj.Annots)
        assert ["/A" in link for link in links] == [False, False, False, True]
        assert all(link.F == 4 for link in links)
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.pages[0].obj.Tabs == "/S"


def test_repair_is_stable() -> None:
    document = hostile_document()
    assert repair(document) == repair(document)


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(pikepdf.PdfError):
        repair(b"no document")
