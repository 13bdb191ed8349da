"""Mends the tags that WeasyPrint leaves, drops active content, embeds our files."""

from collections.abc import Iterable
from io import BytesIO

from pikepdf import (
    Array,
    AttachedFileSpec,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Pdf,
)

from assessment.pdf.attachment import Attachment
from assessment.pdf.tags import mend_tags

_PRINT_FLAG = 4  # ISO 32000-1, table 165, bit 3
_INFORMATION = frozenset({"/Title", "/Producer"})
_LINK_ACTIONS = frozenset({Name.GoTo, Name.URI})
_LINK_SCHEMES = (b"https:", b"tel:", b"mailto:")


def repair(document: bytes, attachments: Iterable[Attachment] = ()) -> bytes:
    """Return the tagged PDF with what PDF/UA-1 asks of it, and nothing that leaks.

    Its tags are mended; links get their Print flag, pages a tab order, the viewer the
    order to show the title. Scripts, actions, embedded files, unsafe
    links, and all information but title and producer go; then the attachments come
    in. The same bytes in give the same bytes out. Raises pikepdf.PdfError when
    `document` isn't a PDF.
    """
    with Pdf.open(BytesIO(document)) as pdf:
        mend_tags(pdf)
        for page in pdf.pages:
            page.obj[Name.Tabs] = Name.S
            for annotation in page.obj.get(Name.Annots, Array()):
                _mend_annotation(annotation)
        _mend_catalogue(pdf)
        for attachment in attachments:
            _embed(pdf, attachment)
        mended = BytesIO()
        # Nothing has to be unpacked to open it again: see `assessment.pdf.extract`.
        plain = ObjectStreamMode.disable
        pdf.save(mended, deterministic_id=True, object_stream_mode=plain)
        return mended.getvalue()


def _mend_annotation(annotation: Object) -> None:
    annotation[Name.F] = int(annotation.get(Name.F, 0)) | _PRINT_FLAG
    action = annotation.get(Name.A)
    if action is not None and not _is_harmless(action):
        del annotation[Name.A]


def _is_harmless(action: Object) -> bool:
    if action.get(Name.S) not in _LINK_ACTIONS:
        return False
    address = bytes(action.get(Name.URI, b"https:"))
    return address.lower().startswith(_LINK_SCHEMES)


def _mend_catalogue(pdf: Pdf) -> None:
    catalogue = pdf.Root
    preferences = catalogue.get(Name.ViewerPreferences, Dictionary())
    preferences[Name.DisplayDocTitle] = True
    catalogue[Name.ViewerPreferences] = preferences
    for name in (Name.OpenAction, Name.AA, Name.AF):
        if name in catalogue:
            del catalogue[name]
    names = catalogue.get(Name.Names, Dictionary())
    for name in (Name.EmbeddedFiles, Name.JavaScript):
        if name in names:
            del names[name]
    for key in set(pdf.docinfo.keys()) - _INFORMATION:
        del pdf.docinfo[key]


def _embed(pdf: Pdf, attachment: Attachment) -> None:
    """Add the file as PDF/UA-1 (7.11) asks: named twice, described, and undated."""
    specification = AttachedFileSpec(
        pdf,
        attachment.content,
        filename=attachment.name,
        mime_type=attachment.media_type,
        description=attachment.description,
        creation_date="",
        mod_date="",
    )
    specification.relationship = Name.Data
    pdf.attachments[attachment.name] = specification
