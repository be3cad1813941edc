"""What a PDF says: embedded XML, the text layer by position, and the QR codes.

Source: domain §6.3 [S]. A page on which something is missing is looked at again, each
time with slower eyes; the last are those of OCR.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from chapiao.formats import ocr, pdf, qr_image
from chapiao.formats.layout import Page
from chapiao.formats.pdf import Pdf
from chapiao.invoice.kind import Kind
from chapiao.invoice.qr import QrText
from chapiao.readers import by_ocr, xml_any
from chapiao.readers.face.faces import Face, read_faces
from chapiao.readers.face.named import other_name
from chapiao.readers.face.others import other_kind
from chapiao.readers.face.sheets import cut_apart
from chapiao.readers.gathered import Document, readings
from chapiao.readers.qr_code import read_codes
from chapiao.readers.reading import Damaged, Reading
from chapiao.readers.said import Said

_GARBLED = 0.03  # of the characters
_FEW, _MANY = 20, 6000  # characters of a page that may be an invoice
_WORDS = ("发票", "价税", "识别号", "票价", "票据")
_LOST = re.compile("[\0-\x09\x0b-\x1f\ufffd\ue000-\uf8ff]")
_LONG_DIGITS = re.compile(r"\d{8}")
_WEIGHED = ("kind", "code", "number", "issued_on", "buyer_name", "seller_name", "total", "tax")
_MOST_SLOW_PAGES = 5
_MOST_CODED_PAGES = 100
_ROUGH_DPI, _FINE_DPI = 100, 300
_SMALL_CODE = 400  # pixels of a side: a smaller one is tried enlarged as well
_PICTURE = 60  # a page with fewer characters is a picture, or blank
_MOST_OCR_PAGES = 4
_OCR_DPI = 200
_CodesOf = Callable[[int], Sequence[QrText]]


def read(data: bytes, *, with_codes: bool = True) -> tuple[Reading, ...]:
    """Return the invoices of a PDF. Without its QR codes it is faster, and less is compared.

    Raises:
        Damaged: broken, cut short or locked.
        NotAnInvoice: another document.
        Unseen: pictures without a QR code.
    """
    try:
        with pdf.opened(data) as document:
            codes = cache(lambda place: _codes(document, place, set()) if with_codes else ())
            seen = _seen(document, codes)
            return readings(
                Document(
                    file_format="pdf",
                    pages=seen.pages,
                    faces=seen.faces,
                    origins=seen.origins,
                    embedded=tuple(_embedded(document)),
                    codes=lambda place: (
                        _codes(document, place, seen.numbers(place)) if with_codes else ()
                    ),
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
            (self.origins[face.pages[0]], face.said.invoice.kind)
            for face in self.faces
            if face.said.invoice.number is None or face.said.invoice.total is None
        ]
        return [place for place, kind in lacking if _looks_like_one(self.pages[place], kind)]

    def numbers(self, place: int) -> set[str]:
        """Return the numbers of the invoices that stand on a page."""
        return {
            face.said.invoice.number
            for face in self.faces
            if face.said.invoice.number and place in {self.origins[one] for one in face.pages}
        }


def _seen(document: Pdf, codes: _CodesOf) -> _Look:
    """Look at the pages; where something is missing, look again with slower eyes.

    Values may stand in form fields, which are no text until they are pressed flat; and
    in some fonts every character has to be asked for what it means.
    """
    best = _look([document.page(place) for place in range(document.page_count)])
    for eyes in (document.flat_page, lambda place: document.page(place, closely=True)):
        short = best.short
        if not short or len(short) > _MOST_SLOW_PAGES:
            break
        best = _again(best, short, eyes)
    return _by_ocr(best, document, codes)


def _by_ocr(best: _Look, document: Pdf, codes: _CodesOf) -> _Look:
    """Read the pages that are pictures, or of which nothing else makes sense, by OCR."""
    unread = [
        place
        for place, page in enumerate(best.pages)
        if len(page.glyphs) < _PICTURE and document.has_pictures(place)
    ]
    unread = sorted({*unread, *best.short})[:_MOST_OCR_PAGES]
    if not unread or not ocr.is_on():
        return best
    pictures = {place: document.picture(place, _OCR_DPI, colour=True) for place in unread}
    seen = by_ocr.look(best.pages, pictures, codes)
    other = _Look(seen.pages, seen.faces, seen.origins, frozenset(unread))
    return other if other.weight > best.weight else replace(best, by_ocr=frozenset(unread))


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


def _looks_like_one(page: Page, kind: Kind | None) -> bool:
    """Whether it is worth the time: a page of some words, one of them an invoice's, or digits.

    A page that says it is another document, and has no title of an invoice, is not.
    """
    text = page.text
    if not _FEW < len(text) < _MANY:
        return False
    if kind is None and (other_kind((page,)) is not None or other_name((page,)) is not None):
        return False
    return (
        any(word in text for word in _WORDS)
        or _LONG_DIGITS.search(text) is not None
        or len(_LOST.findall(text)) > _GARBLED * len(text)
    )


def _codes(document: Pdf, place: int, numbers: set[str]) -> Sequence[QrText]:
    """Return the codes of a page on which invoices with these numbers stand.

    Most codes are pictures of their own, and read without drawing the page. It is drawn
    where a number has no such code: it may be in lines, in strips, or under a mask.
    """
    if place >= _MOST_CODED_PAGES:
        return ()
    found: dict[QrText, None] = {}
    for square in document.small_squares(place):
        once = max(square.size) > _SMALL_CODE
        found |= dict.fromkeys(read_codes(qr_image.qr_texts(square, once=once)))
        if numbers and numbers <= {code.number for code in found}:
            return tuple(found)
    for dpi in (_ROUGH_DPI, _FINE_DPI):
        page = document.sketch(place, dpi)
        found |= dict.fromkeys(read_codes(qr_image.qr_texts(page, once=dpi < _FINE_DPI)))
        if found:
            break
    return tuple(found)
