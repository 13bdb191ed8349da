"""Logo: a clinic's drawing, read for plain shapes and written anew from them."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

Tell = Callable[[int, int, str], None]  # line and column, from 1, and what to do

SVG = "http://www.w3.org/2000/svg"
SHAPES = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline"}
SHAPES |= {"polygon", "title", "desc"}
UNSEEN = {"title", "desc"}
ATTRIBUTES = {"viewBox", "width", "height", "version", "transform", "opacity"}
ATTRIBUTES |= {"d", "points", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy"}
ATTRIBUTES |= {"r", "rx", "ry", "fill", "fill-rule", "fill-opacity", "stroke"}
ATTRIBUTES |= {f"stroke-{part}" for part in ("width", "linecap", "linejoin")}
ATTRIBUTES |= {f"stroke-{part}" for part in ("miterlimit", "dasharray", "opacity")}
# Numbers, path data, transforms, colours: nothing with which to name another file.
PLAIN = re.compile(r"(?!.*url\s*\()[\w\s.,+#%()-]*", re.IGNORECASE | re.DOTALL)
HOW = "export it as plain SVG, with shapes and colours only"


def read_logo(content: bytes, title: str, tell: Tell) -> str:
    """The drawing as SVG that holds the title, shapes and colours, and nothing else.

    Tells of everything that is not: scripts, styles, text, pictures, references. What
    it returns is of use only where nothing was told.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    written: list[str] = []

    def told(what: str) -> None:
        tell(parser.CurrentLineNumber, parser.CurrentColumnNumber + 1, what)

    def begin(name: str, attributes: dict[str, str]) -> None:
        outermost = not written
        written.append(_opening(name, attributes, told, outermost))
        if outermost:
            written.append(f"<title>{escape(title)}</title>")

    def end(name: str) -> None:
        if _shape(name) not in UNSEEN:
            written.append(f"</{_shape(name)}>")

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    # It could define entities, which grow when they are read.
    parser.StartDoctypeDeclHandler = lambda *_parts: told("leave out <!DOCTYPE>")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        what = expat.errors.messages[error.code]
        tell(error.lineno, error.offset + 1, f"this is not XML from here on: {what}")
    return "".join(written)


def _shape(name: str) -> str:
    return name.removeprefix(f"{SVG} ")


def _opening(
    name: str, attributes: dict[str, str], told: Callable[[str], None], outermost: bool
) -> str:
    shape = _shape(name)
    if shape not in SHAPES or (shape == "svg") != outermost:
        told(f"<{name.split()[-1]}> may not be in a logo; {HOW}")
    if outermost and "viewBox" not in attributes:
        told('the logo has no size: give <svg> a viewBox, such as "0 0 80 24"')
    kept = []
    for key, value in attributes.items():
        if key in ATTRIBUTES and PLAIN.fullmatch(value):
            kept.append(f" {key}={quoteattr(value)}")
        elif key != "id":  # which nothing left in it can refer to
            told(f"{key.split()[-1]}= may not be in a logo as it is; {HOW}")
    if shape in UNSEEN:
        return ""
    space = f' xmlns="{SVG}"' if outermost else ""
    return f"<{shape}{space}{''.join(kept)}>"
