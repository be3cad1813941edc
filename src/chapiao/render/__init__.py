"""Pages as pictures: an OFD as SVG, a PDF as PNG. Pure: the same file, the same bytes."""

from __future__ import annotations

from chapiao.render.document import ofd_pages, ofd_svg
from chapiao.render.limits import NotDrawn
from chapiao.render.pdf_page import DPI, pdf_pages, pdf_png

__all__ = ["DPI", "NotDrawn", "ofd_pages", "ofd_svg", "pdf_pages", "pdf_png"]
