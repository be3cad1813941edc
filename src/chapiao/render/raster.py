"""An OFD page → PNG, by way of its SVG. Needs the extra `png`."""

from __future__ import annotations

import importlib
import re
from typing import Final

from chapiao.render.document import ofd_svg
from chapiao.render.limits import NotDrawn
from chapiao.render.pdf_page import DPI

MAX_PIXELS: Final = 40_000_000
_MM_AN_INCH: Final = 25.4
_SIZE: Final = re.compile(rb' width="([\d.]+)mm" height="([\d.]+)mm"')
_NEEDED: Final = (
    "把OFD画成PNG要加装一个部件（make extras）；不加装可以写成 .svg，用浏览器打开即可查看和打印"
)


def ofd_png(data: bytes, page: int = 1, dpi: int = DPI) -> bytes:
    """Return a page of an OFD as PNG on white paper; the first page is 1.

    Text without its own font is drawn in the machine's fonts.

    Raises:
        NotDrawn: no OFD, no such page, too large, or the extra is not installed.
    """
    try:
        resvg = importlib.import_module("resvg_py")  # it comes with the extra `png`
    except ImportError as error:
        raise NotDrawn(_NEEDED) from error
    (svg,) = ofd_svg(data, page=page)
    if _pixels(svg, dpi) > MAX_PIXELS:
        msg = f"这一页画出来超过{MAX_PIXELS // 1_000_000}百万像素，请把分辨率调低"
        raise NotDrawn(msg)
    try:
        return bytes(resvg.svg_to_bytes(svg_string=svg.decode(), background="white", dpi=dpi))
    except ValueError as error:
        msg = "这一页画不成PNG，请写成 .svg"
        raise NotDrawn(msg) from error


def _pixels(svg: bytes, dpi: int) -> float:
    size = _SIZE.search(svg)
    if size is None:
        return float("inf")
    return float(size[1]) * float(size[2]) * (dpi / _MM_AN_INCH) ** 2
