"""QR: an address as a picture that a phone's camera reads."""

import segno
from markupsafe import Markup

_QUIET_ZONE = 4  # modules of white around it: ISO/IEC 18004


def qr_picture(address: str) -> Markup:
    """The address as an SVG to stand in a page, black on white in any colours."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(
        border=_QUIET_ZONE, omitsize=True, light="#fff", svgclass="qr", lineclass=None
    )
    # Lines and numbers that segno draws: nothing of the address is in them as text.
    return Markup(svg)  # noqa: S704  # nosec B704
