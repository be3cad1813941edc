"""A PDF page → PNG."""

from __future__ import annotations

import io

from chapiao.formats import pdf
from chapiao.render.limits import NotDrawn

DPI = 150
_LOWEST, _HIGHEST = 36, 600


def pdf_png(data: bytes, page: int = 1, dpi: int = DPI) -> bytes:
    """Return a page of a PDF as a coloured PNG; the first page is 1.

    pdfium draws, and cannot be stopped: call it in a process that can be killed.

    Raises:
        NotDrawn: no PDF, locked, no such page, or a broken one.
    """
    try:
        with pdf.opened(data) as document:
            if not 1 <= page <= document.page_count:
                msg = f"这份文件只有{document.page_count}页，没有第{page}页"
                raise NotDrawn(msg)
            shown = document.picture(page - 1, min(max(dpi, _LOWEST), _HIGHEST), colour=True)
    except pdf.BadPdf as error:
        raise NotDrawn(str(error)) from error
    out = io.BytesIO()
    shown.save(out, "PNG", compress_level=6)
    return out.getvalue()


def pdf_pages(data: bytes) -> int:
    """Return how many pages a PDF has.

    Raises:
        NotDrawn: no PDF, locked, or broken.
    """
    try:
        with pdf.opened(data) as document:
            return document.page_count
    except pdf.BadPdf as error:
        raise NotDrawn(str(error)) from error
