"""A QR code as an SVG drawing that does nothing, made here and sent nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIZE = re.compile(r'<svg width="(\d+)"')
_PATH = re.compile(r'<path d="([MmHhVvZzLl0-9. -]+)"')


@dataclass(frozen=True, slots=True)
class Drawing:
    """Squares as one path, in a square of `size` with its quiet zone."""

    size: int
    path: str


def qr(text: str) -> Drawing:
    """Draw a text."""
    import zxingcpp

    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    svg = made.to_svg()
    size, path = _SIZE.search(svg), _PATH.search(svg)
    if size is None or path is None:
        msg = "zxing draws otherwise than it did"
        raise RuntimeError(msg)
    return Drawing(int(size[1]), path[1])
