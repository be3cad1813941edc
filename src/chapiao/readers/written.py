"""What is written in a picture or a PDF, line by line: no invoice is looked for in it.

For a screenshot of an entry's answer. A PDF tells its own text; a page that is a picture is
read by OCR where the extra is installed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from chapiao.formats import pictures
from chapiao.readers import pdf as pdf_reader
from chapiao.readers import picture as picture_reader
from chapiao.readers.by_ocr import is_picture
from chapiao.readers.reading import Damaged, NotAnInvoice, Unseen

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 2  # an answer stands on the first


def written(data: bytes) -> str:
    """Return the text, a line of the page a line.

    Raises:
        Damaged: it is broken.
        NotAnInvoice: it is neither a picture nor a PDF.
        Unseen: it is a picture, and nothing here reads pictures.
    """
    head = data[:1024]
    if pdf_reader.accepts(head):
        return "\n".join(_of_pdf(data))
    if picture_reader.accepts(head):
        return "\n".join(_of_picture(data))
    msg = "只认得图片和 PDF 上的文字"
    raise NotAnInvoice(msg)


def _of_pdf(data: bytes) -> Iterator[str]:
    from chapiao.formats import pdf

    try:
        with pdf.opened(data) as paper:
            for index in range(min(paper.page_count, MOST_PAGES)):
                page = paper.page(index)
                yield _seen(paper.picture(index)) if is_picture(page) else page.text
    except pdf.BadPdf as error:
        raise Damaged(str(error)) from error


def _of_picture(data: bytes) -> Iterator[str]:
    try:
        for place, frame in enumerate(pictures.frames(data)):
            if place == MOST_PAGES:
                return
            yield _seen(frame)
    except pictures.BadImage as error:
        raise Damaged(str(error)) from error


def _seen(image: Image) -> str:
    from chapiao.formats import ocr

    if not ocr.is_on():
        msg = "没有安装文字识别，图片上的字读不出来"
        raise Unseen(msg)
    return "\n".join(text for text, _ in ocr.look(image).lines)
