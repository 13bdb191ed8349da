"""Tests of what the paper carries inside, and of taking it out again."""

import tracemalloc
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfua import Severity, validate
from pikepdf import Array, Dictionary, Name

from assessment.pdf.attachment import Attachment
from assessment.pdf.extract import (
    MOST_BYTES,
    MOST_PAPER_BYTES,
    AttachmentError,
    read_attachment,
)
from assessment.pdf.render import render
from assessment.pdf.repair import repair

PAGE = "<!doctype html><html lang='en'><title>Summary</title><h1>Summary</h1>"
ANSWERS = Attachment("answers.json", "application/json", "The answers", b'{"age": 40}')
FHIR = Attachment("more.json", "application/fhir+json", "As FHIR", b"{}" * 10_000)


@pytest.fixture(scope="module")
def paper() -> bytes:
    return render(PAGE, attachments=(ANSWERS, FHIR))


def test_what_is_embedded_comes_out_as_it_was(paper: bytes) -> None:
    for attachment in (ANSWERS, FHIR):
        assert read_attachment(paper, attachment.name) == attachment.content


def test_each_is_named_twice_described_related_and_undated(paper: bytes) -> None:
    with pikepdf.open(BytesIO(paper)) as pdf:
        assert [*pdf.attachments] == [ANSWERS.name, FHIR.name]
        specification = pdf.attachments[ANSWERS.name].obj
        stream = specification.EF.F
        assert [str(specification[key]) for key in ("/F", "/UF", "/Desc")] == [
            *(ANSWERS.name, ANSWERS.name, ANSWERS.description)
        ]
        assert specification.AFRelationship == Name.Data
        assert stream.Subtype == Name("/application/json")
        assert {*stream.Params.keys()} == {"/CheckSum", "/Size"}
        assert [str(each.UF) for each in pdf.Root.AF] == [ANSWERS.name, FHIR.name]
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()


def test_pdfua_finds_no_error(paper: bytes, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper)
    findings = validate(str(path)).findings
    assert [found for found in findings if found.severity >= Severity.WARNING] == []


def test_the_same_attachments_give_the_same_bytes(paper: bytes) -> None:
    assert render(PAGE, attachments=(ANSWERS, FHIR)) == paper


def test_nothing_but_ours_is_embedded() -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["answers.json"] = pdf.attachments["secret.txt"] = b"secret"
    written = BytesIO()
    pdf.save(written)
    mended = repair(written.getvalue(), (ANSWERS,))
    assert read_attachment(mended, "answers.json") == ANSWERS.content
    with pikepdf.open(BytesIO(mended)) as again:
        assert [*again.attachments] == ["answers.json"]
        assert len(again.Root.AF) == 1
    assert b"secret" not in mended


def bomb() -> bytes:
    """200 MiB of nothing, packed without ever being whole."""
    packing = zlib.compressobj(9)
    packed = [packing.compress(bytes(1 << 20)) for _ in range(200)]
    return b"".join(packed) + packing.flush()


def hostile(name: str) -> bytes:
    """A document that is not one of our papers, or no longer."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    if name != "nothing embedded":
        pdf.attachments["answers.json"] = b"{}"
    if name == "bomb":
        stream = pdf.attachments["answers.json"].obj.EF.F
        stream.write(bomb(), filter=Name.FlateDecode)
    if name == "bomb in a chain":
        stream = pdf.attachments["answers.json"].obj.EF.F
        packed = zlib.compress(bomb())
        stream.write(packed, filter=Array([Name.FlateDecode, Name.FlateDecode]))
    if name == "broken off inside":
        stream = pdf.attachments["answers.json"].obj.EF.F
        stream.write(zlib.compress(b"{}" * 100)[:-9], filter=Name.FlateDecode)
    if name == "no stream":
        pdf.attachments["answers.json"].obj.EF.F = Dictionary(Filter="x")
    written = BytesIO()
    pdf.save(
        written,
        encryption=pikepdf.Encryption(owner="a", user="b")
        if name == "locked"
        else None,
        object_stream_mode=pikepdf.ObjectStreamMode.generate
        if name == "packed objects"
        else pikepdf.ObjectStreamMode.disable,
    )
    return written.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "nothing embedded",
        "bomb",
        "bomb in a chain",
        "broken off inside",
        "no stream",
        "locked",
        "packed objects",
    ],
)
def test_a_document_that_is_no_paper_of_ours_is_refused(name: str) -> None:
    document = hostile(name)
    tracemalloc.start()
    with pytest.raises(AttachmentError, match="not a paper with data"):
        read_attachment(document, "answers.json")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 8 << 20


def test_too_big_a_document_is_not_looked_at() -> None:
    with pytest.raises(AttachmentError, match="too big"):
        read_attachment(b"%PDF-1.7" + bytes(MOST_PAPER_BYTES), "answers.json")


def test_the_largest_attachment_is_read_and_no_larger() -> None:
    for more, readable in ((0, True), (1, False)):
        large = Attachment("x.json", "text/plain", "X", b" " * (MOST_BYTES + more))
        document = render(PAGE, attachments=(large,))
        if readable:
            assert read_attachment(document, "x.json") == large.content
        else:
            with pytest.raises(AttachmentError):
                read_attachment(document, "x.json")


@given(st.binary(max_size=200), st.integers(0, 10_000), st.integers(0, 400))
def test_a_damaged_paper_is_read_or_refused(
    paper: bytes, noise: bytes, at: int, gone: int
) -> None:
    place = len(paper) - 1 - at
    damaged = paper[:place] + noise + paper[place + gone :]
    try:
        content = read_attachment(damaged, ANSWERS.name)
    except AttachmentError:
        return
    assert content == ANSWERS.content
