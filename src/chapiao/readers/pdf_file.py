"""What a PDF says: embedded XML, the text layer by position, and the QR codes.

Source: domain §6.3 [S]. Some fonts lose their characters in pdfium without a word; a
page on which that shows is read again by pdfplumber, five times slower.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chapiao.formats import pdf, qr_image
from chapiao.formats.layout import Page
from chapiao.formats.pdf import Pdf
from chapiao.invoice.qr import QrText
from chapiao.readers import xml_any
from chapiao.readers.face.faces import Face, read_faces
from chapiao.readers.gathered import Document, readings
from chapiao.readers.qr_code import read_codes
from chapiao.readers.reading import Damaged, Reading
from chapiao.readers.said import Said

_GARBLED = 0.03  # of the characters
_FEW = 20
_MOST_SLOW_PAGES = 5
_MOST_CODED_PAGES = 100
_FINE_DPI = 300


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoices of a PDF.

    Raises:
        Damaged: broken, cut short or locked.
        NotAnInvoice: another document.
        Unseen: pictures without a QR code.
    """
    try:
        with pdf.opened(data) as document:
            pages = [document.page(place) for place in range(document.page_count)]
            pages = _mended(data, pages)
            faces = _faces(data, pages)
            return readings(
                Document(
                    file_format="pdf",
                    pages=pages,
                    faces=faces,
                    embedded=tuple(_embedded(document)),
                    codes=lambda place: _codes(document, place),
                    signed=document.signed,
                    has_pictures=any(page.glyphs for page in pages)
                    or any(map(document.has_pictures, range(len(pages)))),
                )
            )
    except pdf.BadPdf as error:
        raise Damaged(str(error)) from error


def _embedded(document: Pdf) -> Iterator[Said]:
    for _, data in document.attachments():
        found = xml_any.says(data)
        if found is not None:
            yield found


def _mended(data: bytes, pages: Sequence[Page]) -> list[Page]:
    """Read the pages again whose characters were lost on the way."""
    garbled = [place for place, page in enumerate(pages) if _is_garbled(page)]
    mended = list(pages)
    for place in garbled[:_MOST_SLOW_PAGES]:
        mended[place] = _slow(data, place, pages[place])
    return mended


def _is_garbled(page: Page) -> bool:
    odd = sum(1 for glyph in page.glyphs if _is_lost(glyph.text))
    return odd > _GARBLED * len(page.glyphs)


def _is_lost(char: str) -> bool:
    return char < " " or char == "\ufffd" or "\ue000" <= char <= "\uf8ff"


def _slow(data: bytes, place: int, otherwise: Page) -> Page:
    try:
        page = pdf.slow_page(data, place)
    except pdf.BadPdf:
        return otherwise
    return page if len(page.glyphs) >= len(otherwise.glyphs) // 2 else otherwise


def _faces(data: bytes, pages: list[Page]) -> tuple[Face, ...]:
    """Return the faces; where number or total is missing, look with the slower eyes too."""
    faces = read_faces(pages)
    short = [
        face.pages[0]
        for face in faces
        if (face.said.invoice.number is None or face.said.invoice.total is None)
        and len(pages[face.pages[0]].glyphs) > _FEW
    ]
    if not short or len(short) > _MOST_SLOW_PAGES or not _looks_like_one(pages[short[0]]):
        return faces
    again = list(pages)
    for place in short:
        again[place] = _slow(data, place, pages[place])
    other = read_faces(again)
    return other if _weight(other) > _weight(faces) else faces


def _looks_like_one(page: Page) -> bool:
    """Whether it is worth the time: a page with the words of an invoice, or hardly any words."""
    text = page.text
    return any(word in text for word in ("发票", "价税", "识别号", "票价")) or not any(
        "\u4e00" <= char <= "\u9fff" for char in text
    )


def _weight(faces: Sequence[Face]) -> int:
    names = ("kind", "code", "number", "issued_on", "buyer_name", "seller_name", "total", "tax")
    return sum(
        1 for face in faces for name in names if getattr(face.said.invoice, name) is not None
    )


def _codes(document: Pdf, place: int) -> Sequence[QrText]:
    if place >= _MOST_CODED_PAGES:
        return ()
    for dpi in (150, _FINE_DPI):
        found = tuple(read_codes(qr_image.qr_texts(document.picture(place, dpi))))
        if found:
            return found
    return ()
