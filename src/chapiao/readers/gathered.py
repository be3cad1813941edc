"""Faces, codes and embedded data of one document → its readings, or why there are none.

Used by the readers of documents with pages (OFD, PDF). What is embedded or noted for
the whole document goes to the invoice with the same number, or to the only one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from chapiao.formats.layout import Page
from chapiao.invoice.kind import Kind
from chapiao.invoice.qr import QrText
from chapiao.readers.face.faces import Face
from chapiao.readers.face.named import other_name
from chapiao.readers.face.others import other_kind
from chapiao.readers.qr_code import said_by
from chapiao.readers.reading import NotAnInvoice, Reading, Unseen
from chapiao.readers.refusals import WHAT
from chapiao.readers.said import Said
from chapiao.readers.witnesses import reading_of

_LABELS = ("价税合计", "纳税人识别号", "购买方", "销售方", "发票号码", "开票日期", "税率")
_SEVERAL = 3
_FEW_GLYPHS = 60  # a page with fewer is a picture, or blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was seen in one document. `codes` gives the QR codes of a page on demand.

    `origins` tells the page on which each sheet of the faces stands.
    """

    file_format: str
    pages: Sequence[Page]
    faces: Sequence[Face]
    origins: Sequence[int]
    embedded: Sequence[Said] = ()
    codes: Callable[[int], Sequence[QrText]]
    signed: bool | None = None
    has_pictures: bool = True
    seen_by_ocr: bool = False


def readings(document: Document) -> tuple[Reading, ...]:
    """Return the invoices of a document.

    Raises:
        NotAnInvoice: it has none; the message says what it is instead.
        Unseen: its pages are pictures without a QR code.
    """
    found: list[list[Said]] = []
    strange: Kind | None = None
    for face in document.faces:
        codes = _codes(document, face)
        strange = strange or next((c.kind for c in codes if c.kind and not c.number), None)
        saids = [face.said, *(said_by(code) for code in codes if code.number)]
        if _is_invoice(saids, document):
            found.append(saids)
    left = [one for one in document.embedded if one.invoice.number or len(found) == 1]
    for saids in found:
        mine = [one for one in left if len(found) == 1 or _number(saids) == one.invoice.number]
        saids.extend(mine)
        left = [one for one in left if one not in mine]
    if not found and left:
        found.append(list(left))
    numbered = [saids for saids in found if _number(saids)]
    if not numbered:
        raise _refusal(document, found, strange)
    return tuple(
        reading_of(saids, file_format=document.file_format, signed=document.signed, part=part)
        for part, saids in enumerate(numbered, 1)
    )


def _codes(document: Document, face: Face) -> Sequence[QrText]:
    """Return the codes of the face's first page that has any.

    Of several on one page, those of this invoice: another stands on the same paper, or
    somebody printed an advertisement.
    """
    for sheet in face.pages[:2]:
        codes = document.codes(document.origins[sheet])
        if codes:
            mine = [code for code in codes if code.number == face.said.invoice.number]
            return mine or codes
    return ()


def _is_invoice(saids: Sequence[Said], document: Document) -> bool:
    """Whether anything says so: a title, or a number with a code or a total."""
    if any(one.invoice.kind is not None and one.invoice.kind.is_invoice for one in saids):
        return True
    if document.embedded:
        return True
    if other_kind(document.pages) is not None:
        return False
    numbered = [one.invoice for one in saids if one.invoice.number]
    if any(one.total is not None for one in numbered):
        return True
    return any(one.code for one in numbered) and other_name(document.pages) is None


def _number(saids: Sequence[Said]) -> str | None:
    return next((one.invoice.number for one in saids if one.invoice.number), None)


def _refusal(
    document: Document, found: Sequence[Sequence[Said]], strange: Kind | None
) -> NotAnInvoice | Unseen:
    kind = strange or other_kind(document.pages)
    if kind is None and found:
        kind = next((s.invoice.kind for saids in found for s in saids if s.invoice.kind), None)
        if kind is not None and kind.is_invoice:
            msg = f"看得出是{kind}，但读不出发票号码，请对照原件手工填写"
            return Unseen(msg, kind=kind)
    if kind is not None:
        return NotAnInvoice(WHAT.get(kind, WHAT[Kind.OTHER]), kind=kind)
    named = other_name(document.pages)
    if named is not None:
        return NotAnInvoice(f"这是{named}", kind=Kind.OTHER)
    return _unseen(document) or NotAnInvoice(WHAT[Kind.OTHER], kind=Kind.OTHER)


def _unseen(document: Document) -> NotAnInvoice | Unseen | None:
    """Say what could not be seen; None when all was, and it is no invoice."""
    if sum(len(page.glyphs) for page in document.pages) < _FEW_GLYPHS * len(document.pages):
        if not document.has_pictures:
            msg = "页面上没有文字、图片和二维码，看不出是发票，请确认交对了文件"
            return NotAnInvoice(msg, kind=Kind.OTHER)
        lacking = "图像上认不出文字" if document.seen_by_ocr else "尚未安装图像识别"
        has_text = any(page.glyphs for page in document.pages)
        seen = "几乎没有文字，也没有二维码" if has_text else "只有图像，没有文字和二维码"
        return Unseen(f"文件里{seen}；{lacking}，请对照原件手工填写")
    if document.seen_by_ocr and any(_is_like_one(page) for page in document.pages):
        msg = "像是发票，但图像上没有读到发票号码（可能被遮住或没拍全），请重拍，或对照原件手工填写"
        return Unseen(msg)
    return None


def _is_like_one(page: Page) -> bool:
    """Whether a page has several of the labels that every invoice has."""
    return sum(word in page.text for word in _LABELS) >= _SEVERAL
