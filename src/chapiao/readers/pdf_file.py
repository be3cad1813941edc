"""What a PDF says: embedded XML, the text layer by position, and the QR codes.

Source: domain §6.3 [S]. Some fonts lose their characters in pdfium without a word; a
page on which that shows is read again by pdfplumber, five times slower.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from chapiao.formats import ocr, pdf, qr_image
from chapiao.formats.layout import Page
from chapiao.formats.pdf import Pdf
from chapiao.invoice.qr import QrText
from chapiao.readers import printed, xml_any
from chapiao.readers.face.faces import Face, read_faces
from chapiao.readers.face.sheets import cut_apart
from chapiao.readers.gathered import Document, readings
from chapiao.readers.qr_code import read_codes
from chapiao.readers.reading import Damaged, Reading
from chapiao.readers.said import Said

_GARBLED = 0.03  # of the characters
_FEW, _MANY = 20, 6000  # characters of a page that may be an invoice
_WORDS = ("发票", "价税", "识别号", "票价", "票据")
_LONG_DIGITS = re.compile(r"\d{8}")
_WEIGHED = ("kind", "code", "number", "issued_on", "buyer_name", "seller_name", "total", "tax")
_MOST_SLOW_PAGES = 5
_MOST_CODED_PAGES = 100
_FINE_DPI = 300
_PICTURE = 60  # a page with fewer characters is a picture, or blank
_MOST_OCR_PAGES = 4
_OCR_DPI = 200


def read(data: bytes, *, with_codes: bool = True) -> tuple[Reading, ...]:
    """Return the invoices of a PDF. Without its QR codes it is faster, and less is compared.

    Raises:
        Damaged: broken, cut short or locked.
        NotAnInvoice: another document.
        Unseen: pictures without a QR code.
    """
    try:
        with pdf.opened(data) as document:
            seen = _seen(data, document)
            return readings(
                Document(
                    file_format="pdf",
                    pages=seen.pages,
                    faces=seen.faces,
                    origins=seen.origins,
                    embedded=tuple(_embedded(document)),
                    codes=lambda place: _codes(document, place) if with_codes else (),
                    signed=document.signed,
                    has_pictures=any(page.glyphs for page in seen.pages)
                    or any(map(document.has_pictures, range(len(seen.pages)))),
                    seen_by_ocr=bool(seen.by_ocr),
                )
            )
    except pdf.BadPdf as error:
        raise Damaged(str(error)) from error


@dataclass(frozen=True, slots=True)
class _Look:
    """The pages as one way of looking shows them, and the faces on them."""

    pages: Sequence[Page]
    faces: Sequence[Face]
    origins: Sequence[int]
    by_ocr: frozenset[int] = frozenset()

    @property
    def weight(self) -> int:
        """How many fields were seen."""
        invoices = [face.said.invoice for face in self.faces]
        return sum(1 for one in invoices for name in _WEIGHED if getattr(one, name) is not None)

    @property
    def short(self) -> list[int]:
        """The pages that look like an invoice's and lack its number or its total."""
        lacking = [
            self.origins[face.pages[0]]
            for face in self.faces
            if face.said.invoice.number is None or face.said.invoice.total is None
        ]
        return [place for place in lacking if _looks_like_one(self.pages[place])]


def _seen(data: bytes, document: Pdf) -> _Look:
    """Look at the pages; where something is missing, look again with slower eyes.

    Values may stand in form fields, which are no text until they are pressed flat; and
    some fonts lose their characters in pdfium without a word, but not in pdfplumber.
    """
    best = _look([document.page(place) for place in range(document.page_count)])
    garbled = [place for place, page in enumerate(best.pages) if _is_garbled(page)]
    if garbled:
        best = _again(best, garbled, lambda place: _slow(data, place))
    for eyes in (document.flat_page, lambda place: _slow(data, place)):
        short = best.short
        if not short or len(short) > _MOST_SLOW_PAGES:
            break
        best = _again(best, short, eyes)
    return _by_ocr(best, document)


def _by_ocr(best: _Look, document: Pdf) -> _Look:
    """Read the pages that are pictures, or of which nothing else makes sense, by OCR."""
    unread = [
        place
        for place, page in enumerate(best.pages)
        if len(page.glyphs) < _PICTURE and document.has_pictures(place)
    ]
    unread = sorted({*unread, *best.short})[:_MOST_OCR_PAGES]
    if not unread or not ocr.is_on():
        return best
    sights = {place: ocr.look(document.picture(place, _OCR_DPI, colour=True)) for place in unread}
    pages = [
        printed.mended(sights[place].page) if place in sights else page
        for place, page in enumerate(best.pages)
    ]
    other = _look(pages)
    if other.weight <= best.weight:
        return replace(best, by_ocr=frozenset(sights))
    faces = []
    for face in other.faces:
        sight = sights.get(other.origins[face.pages[0]])
        faces.append(face if sight is None else printed.seen(face, sight))
    return replace(other, faces=faces, by_ocr=frozenset(sights))


def _look(pages: Sequence[Page]) -> _Look:
    sheets, origins = cut_apart(pages)
    return _Look(pages, read_faces(sheets), origins)


def _again(best: _Look, places: Sequence[int], eyes: Callable[[int], Page | None]) -> _Look:
    """Look at some pages in another way, and keep what shows more."""
    pages = list(best.pages)
    for place in places[:_MOST_SLOW_PAGES]:
        pages[place] = eyes(place) or pages[place]
    other = _look(pages)
    return other if other.weight > best.weight else best


def _embedded(document: Pdf) -> Iterator[Said]:
    for _, data in document.attachments():
        found = xml_any.says(data)
        if found is not None:
            yield found


def _is_garbled(page: Page) -> bool:
    odd = sum(1 for glyph in page.glyphs if _is_lost(glyph.text))
    return odd > _GARBLED * len(page.glyphs)


def _is_lost(char: str) -> bool:
    return char < " " or char == "\ufffd" or "\ue000" <= char <= "\uf8ff"


def _slow(data: bytes, place: int) -> Page | None:
    try:
        return pdf.slow_page(data, place)
    except pdf.BadPdf:
        return None


def _looks_like_one(page: Page) -> bool:
    """Whether it is worth the time: a page of some words, one of them an invoice's, or digits."""
    text = page.text
    if not _FEW < len(text) < _MANY:
        return False
    return any(word in text for word in _WORDS) or _LONG_DIGITS.search(text) is not None


def _codes(document: Pdf, place: int) -> Sequence[QrText]:
    if place >= _MOST_CODED_PAGES:
        return ()
    for dpi in (150, _FINE_DPI):
        picture = document.picture(place, dpi)
        found = tuple(read_codes(qr_image.qr_texts(picture, once=dpi < _FINE_DPI)))
        if found:
            return found
    return ()
