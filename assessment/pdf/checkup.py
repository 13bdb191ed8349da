"""What this machine has for making papers: Pango, a subsetter, and our own fonts."""

from io import BytesIO
from pathlib import Path

from pikepdf import Pdf

from assessment.pdf.pool import SAMPLE
from assessment.pdf.render import render


def pango_version() -> str:
    """The version of Pango, which lays out the text, as `1.50.12`."""
    from weasyprint.text.ffi import pango

    # Pango packs it as in 15012 (docs.gtk.org/Pango/func.version.html).
    packed = int(pango.pango_version())
    return f"{packed // 10_000}.{packed // 100 % 100}.{packed % 100}"


def has_subsetter() -> bool:
    """Whether HarfBuzz can cut fonts down, without which a paper takes seconds."""
    from weasyprint.text import ffi

    return ffi.harfbuzz_subset is not None


def missing_fonts() -> list[str]:
    """The bundled fonts that a sample which needs each of them was not set in.

    Takes a second. Raises OSError where a library is missing.
    """
    with Pdf.open(BytesIO(render(SAMPLE))) as pdf:
        used = {
            _plain(str(font.BaseFont).partition("+")[2])
            for page in pdf.pages
            for font in page.resources.Font.as_dict().values()
        }
    bundled = (Path(__file__).parent / "fonts").glob("*.ttf")
    return sorted(path.stem for path in bundled if _plain(path.stem) not in used)


def _plain(name: str) -> str:
    return name.replace("-", "").removesuffix("Regular")
