"""Takes an attachment out of a paper that somebody brings back."""

import zlib
from io import BytesIO

from pikepdf import Name, Object, PasswordError, Pdf, PdfError

MOST_PAPER_BYTES = 4 << 20  # three times the paper with the longest answers
MOST_BYTES = 1 << 20
# What a broken object is taken for decides which of these it raises.
BROKEN = (
    PdfError,
    PasswordError,
    zlib.error,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
)


class AttachmentError(Exception):
    """The paper or its attachment cannot be read; says no word of either."""


def read_attachment(document: bytes, name: str) -> bytes:
    """Return the content of the attachment of that name in one of our papers.

    Anybody may have made the document, so it is opened only as our papers are
    written: with a plain table of objects, none of which has to be unpacked first.
    The attachment alone is, and no further than a megabyte. Raises AttachmentError.
    """
    if len(document) > MOST_PAPER_BYTES:
        raise AttachmentError("The document is too big.")
    try:
        with Pdf.open(
            BytesIO(document),
            ignore_xref_streams=True,
            attempt_recovery=False,
            inherit_page_attributes=False,
        ) as pdf:
            return _unpacked(pdf.attachments[name].obj.EF.F)
    except BROKEN:
        raise AttachmentError("The document is not a paper with data.") from None


def _unpacked(stream: Object) -> bytes:
    if stream.Filter != Name.FlateDecode or Name.DecodeParms in stream:
        raise ValueError
    unpacking = zlib.decompressobj()
    content = unpacking.decompress(stream.read_raw_bytes(), MOST_BYTES)
    if not unpacking.eof:
        raise ValueError
    return content
