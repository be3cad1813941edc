"""Pictures: the QR code, and what is printed where the extra `ocr` is installed.

Source: domain §5. A picture without a code is not refused as "no invoice" when nobody
has seen what it shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chapiao.formats import pictures
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Damaged, NotAnInvoice, ReadError, Reading, Unseen
from chapiao.readers.refusals import WHAT

if TYPE_CHECKING:
    from PIL.Image import Image

    from chapiao.invoice.qr import QrText

_UNSEEN = "图片上没有读到发票二维码；尚未安装图像识别，请换成PDF、OFD或XML文件，或对照原件手工填写"
_MOST_SEEN = 4  # pictures of one file that are read by OCR


def accepts(head: bytes) -> bool:
    """Tell a picture by its first bytes."""
    return pictures.is_image(head)


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoices that a picture shows, or the several pictures of one file.

    Raises:
        Damaged: broken or too large.
        NotAnInvoice: another document.
        Unseen: no invoice's code was found, or no number read.
    """
    found: list[Reading] = []
    refused: ReadError | None = None
    try:
        for place, frame in enumerate(pictures.frames(data)):
            try:
                found.extend(_frame(frame, by_ocr=place < _MOST_SEEN))
            except ReadError as error:
                refused = refused or error
    except pictures.BadImage as error:
        raise Damaged(str(error)) from error
    if not found and refused is not None:
        raise refused
    return tuple(replace(one, part=part) for part, one in enumerate(found, 1))


def _frame(frame: Image, *, by_ocr: bool) -> tuple[Reading, ...]:
    # Loaded with the first picture: an XML is read without them.
    from chapiao.formats import ocr, qr_image
    from chapiao.readers.qr_code import read_codes

    codes = tuple(read_codes(qr_image.qr_texts(pictures.grey(frame))))
    if any(code.kind is Kind.PAPER_TRAIN for code in codes):
        raise NotAnInvoice(WHAT[Kind.PAPER_TRAIN], kind=Kind.PAPER_TRAIN)
    if by_ocr and ocr.is_on():
        return _printed(frame, codes)
    return _coded(codes)


def _coded(codes: Sequence[QrText]) -> tuple[Reading, ...]:
    from chapiao.readers.qr_code import said_by
    from chapiao.readers.witnesses import reading_of

    numbered = [code for code in codes if code.number]
    if not numbered:
        raise Unseen(_UNSEEN)
    return tuple(
        reading_of((said_by(code),), file_format="image", signed=None, part=part)
        for part, code in enumerate(numbered, 1)
    )


def _printed(frame: Image, codes: Sequence[QrText]) -> tuple[Reading, ...]:
    """Read what is printed beside the codes; what only a code tells is kept."""
    from chapiao.formats.layout import Page
    from chapiao.readers import by_ocr
    from chapiao.readers.gathered import Document, readings

    seen = by_ocr.look((Page(*frame.size, ()),), {0: frame}, lambda _: codes)
    document = Document(
        file_format="image",
        pages=seen.pages,
        faces=seen.faces,
        origins=seen.origins,
        codes=lambda _: codes,
        seen_by_ocr=True,
    )
    try:
        return readings(document)
    except ReadError:
        if any(code.number for code in codes):
            return _coded(codes)
        raise
