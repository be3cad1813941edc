"""What a person should look at although the file could be read: sums, words, ids, kinds.

A doubt is never an error and never an accusation: it names what does not fit and
both values. The checks themselves are the invoice room's; here it is decided which
of them a file can be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from chapiao.invoice.check import Check, Verdict
from chapiao.invoice.consistency import check_consistency
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.numbering import check_numbering
from chapiao.invoice.tax_id import IdShape, check_tax_id
from chapiao.readers.reading import Doubt, Witness
from chapiao.readers.said import Said

# The lines of a printed face are cut by position: only their sums can be relied on.
_OF_THE_WHOLE = frozenset({"total", "words", "line_amounts"})
_DATA = frozenset({Witness.XML, Witness.XBRL})
_EXPECTED = {"kind": "发票标题", "code": "发票代码", "number": "发票号码", "total": "合计金额"}
_EXPECTED_OF_TAX = {
    "issued_on": "开票日期",
    "buyer_name": "购买方名称",
    "buyer_tax_id": "购买方税号",
    "seller_name": "销售方名称",
    "seller_tax_id": "销售方税号",
    "amount": "金额",
    "tax": "税额",
    "check_code": "校验码",
}
_ONE_PARTY = frozenset({Kind.QUOTA, Kind.TAXI, Kind.MANUAL, Kind.MACHINE, Kind.FISCAL})
_SAME_TITLE = frozenset({(Kind.TOLL, Kind.E_ORDINARY), (Kind.ROLL, Kind.ORDINARY)})
# A toll invoice and an old rail pilot carry the QR kind of an ordinary electronic invoice.
_SAME_QR = {
    Kind.TOLL: {Kind.E_ORDINARY},
    Kind.RAIL: {Kind.E_ORDINARY, Kind.DIGITAL_ORDINARY},
    Kind.AIR: {Kind.DIGITAL_ORDINARY},
    Kind.DIGITAL_VEHICLE: {Kind.DIGITAL_ORDINARY, Kind.DIGITAL_SPECIAL},
    Kind.DIGITAL_USED_VEHICLE: {Kind.DIGITAL_ORDINARY, Kind.DIGITAL_SPECIAL},
    Kind.PAPER_DIGITAL_SPECIAL: {Kind.SPECIAL, Kind.DIGITAL_SPECIAL},
    Kind.PAPER_DIGITAL_ORDINARY: {Kind.ORDINARY, Kind.DIGITAL_ORDINARY},
}


def doubts_of(
    invoice: Invoice, saids: Sequence[Said], lines_from: Witness | None, by_ocr: Collection[str]
) -> Iterator[Doubt]:
    """Yield the doubts about one invoice, besides differing witnesses.

    `by_ocr` are the fields that nothing but OCR tells.
    """
    capital = next((one.capital for one in saids if one.capital), None)
    for check in (*check_consistency(invoice, capital=capital), *check_numbering(invoice)):
        of_lines = check.id not in _OF_THE_WHOLE and check.field in ("lines", "tax", "")
        if check.verdict is Verdict.NO and (lines_from in _DATA or not of_lines):
            yield Doubt(id=check.id, field=check.field, text=_sentence(check, invoice))
    yield from _strange_id(invoice.buyer_tax_id, "buyer_tax_id", "购买方")
    yield from _strange_id(invoice.seller_tax_id, "seller_tax_id", "销售方")
    yield from _kind(invoice, saids)
    for one in saids:
        for doubt in one.doubts:
            if one.witness is not Witness.OCR or doubt.field in by_ocr:
                yield doubt
    if any(one.witness is Witness.OCR for one in saids):
        yield from _not_seen(invoice)


def _not_seen(invoice: Invoice) -> Iterator[Doubt]:
    """Name what such a face should show and OCR did not find, or found blank."""
    wanted = {**_EXPECTED, **(_EXPECTED_OF_TAX if _has_two_parties(invoice) else {})}
    for field, name in wanted.items():
        value = getattr(invoice, field)
        blank_id = value == "" and field.endswith("_tax_id") and not _is_person(invoice, field)
        if value is None or blank_id or (value == "" and field.endswith("_name")):
            text = f"图像上没有读到{name}，请对照原件"
            yield Doubt(id="ocr_not_seen", field=field, text=text)


def _has_two_parties(invoice: Invoice) -> bool:
    kind = invoice.kind
    return kind is None or (kind.is_invoice and kind not in _ONE_PARTY)


def _is_person(invoice: Invoice, field: str) -> bool:
    """Whether a blank id is as it should be: a person who buys may have none."""
    return field == "buyer_tax_id" and "个人" in (invoice.buyer_name or "")


def _sentence(check: Check, invoice: Invoice) -> str:
    """Say what does not fit, with the id itself where it is one, and what to do."""
    title = check.title
    if check.field.endswith("_tax_id"):
        title = f"{title}「{getattr(invoice, check.field)}」"
    return f"{title}：{check.says}" + ("" if "请" in check.says else "，请对照原件")


def _strange_id(text: str | None, field: str, who: str) -> Iterator[Doubt]:
    """Doubt an id of no known shape; the check digit of the others is checked above."""
    checked = check_tax_id(text) if text else None
    if checked is not None and checked.shape is IdShape.OTHER:
        yield Doubt(id="tax_id_shape", field=field, text=f"{who}税号「{text}」：{checked.says}")


def _kind(invoice: Invoice, saids: Sequence[Said]) -> Iterator[Doubt]:
    """Name the witnesses that tell another kind than the title or the structure."""
    kind = invoice.kind
    if kind is None:
        return
    told = [one for one in saids if one.invoice.kind is not None]
    differing = [one for one in told if not _agrees(kind, one)]
    if not differing:
        return
    agreeing = {one.witness: kind.value for one in told if _agrees(kind, one)}
    others = {one.witness: str(one.invoice.kind) for one in differing}
    listed = "、".join(f"「{name}」" for name in dict.fromkeys(others.values()))
    yield Doubt(
        id="kind_differs",
        field="kind",
        text=f"票种是「{kind}」，文件里另一处却写成{listed}，请对照票面标题",
        values=agreeing | others,
    )


def _agrees(kind: Kind, one: Said) -> bool:
    other = one.invoice.kind
    if other == kind or (kind, other) in _SAME_TITLE:
        return True
    return one.witness is Witness.QR and other in _SAME_QR.get(kind, set())
