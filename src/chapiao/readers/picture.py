"""Pictures: the QR code is read; what is printed needs OCR, which is not built in.

Source: domain §5. A picture without a code is not refused as "no invoice": nobody
has seen what it shows.
"""

from __future__ import annotations

from chapiao.formats import qr_image
from chapiao.invoice.kind import Kind
from chapiao.readers.qr_code import read_codes, said_by
from chapiao.readers.reading import Damaged, NotAnInvoice, Reading, Unseen
from chapiao.readers.refusals import WHAT
from chapiao.readers.witnesses import reading_of

_UNSEEN = "图片上没有读到发票二维码；尚未安装图像识别，请换成PDF、OFD或XML文件，或对照原件手工填写"


def accepts(head: bytes) -> bool:
    """Tell a picture by its first bytes."""
    return qr_image.is_image(head)


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoices whose QR codes the picture shows.

    Raises:
        Damaged: broken or too large.
        NotAnInvoice: the code of a paper train ticket.
        Unseen: no invoice's code was found.
    """
    try:
        image = qr_image.open_image(data)
    except qr_image.BadImage as error:
        raise Damaged(str(error)) from error
    codes = tuple(read_codes(qr_image.qr_texts(image)))
    numbered = [code for code in codes if code.number]
    if not numbered:
        if any(code.kind is Kind.PAPER_TRAIN for code in codes):
            raise NotAnInvoice(WHAT[Kind.PAPER_TRAIN], kind=Kind.PAPER_TRAIN)
        raise Unseen(_UNSEEN)
    return tuple(
        reading_of((said_by(code),), file_format="image", signed=None, part=part)
        for part, code in enumerate(numbered, 1)
    )
