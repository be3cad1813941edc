"""Pages as pictures: an OFD as SVG, a PDF as PNG, a photo made anew as JPEG.

Pure: the same file, the same bytes.
"""

from __future__ import annotations

from chapiao.render.document import ofd_pages, ofd_svg
from chapiao.render.drawn import FORMS, Drawn, drawn, page_count
from chapiao.render.limits import NotDrawn
from chapiao.render.pdf_page import DPI, pdf_pages, pdf_png
from chapiao.render.raster import ofd_png

__all__ = [
    "DPI",
    "FORMS",
    "Drawn",
    "NotDrawn",
    "drawn",
    "ofd_pages",
    "ofd_png",
    "ofd_svg",
    "page_count",
    "pdf_pages",
    "pdf_png",
]
