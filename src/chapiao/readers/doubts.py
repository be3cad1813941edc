"""What a person should look at although the file could be read: sums, words, ids, kinds.

A doubt is never an error and never an accusation: it names what does not fit and
both values. The checks themselves are the invoice room's; here it is decided which
of them a file can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    invoice: Invoice, saids: Sequence[Said], lines_from: Witness | None
) -> Iterator[Doubt]:
    """Yield the doubts about one invoice, besides differing witnesses."""
    capital = next((one.capital for one in saids if one.capital), None)
    for check in (*check_consistency(invoice, capital=capital), *check_numbering(invoice)):
        of_lines = check.id not in _OF_THE_WHOLE and check.field in ("lines", "tax", "")
        if check.verdict is Verdict.NO and (lines_from in _DATA or not of_lines):
            yield Doubt(id=check.id, field=check.field, text=_sentence(check, invoice))
    yield from _strange_id(invoice.buyer_tax_id, "buyer_tax_id", "购买方")
    yield from _strange_id(invoice.seller_tax_id, "seller_tax_id", "销售方")
    yield from _kind(invoice, saids)
    for one in saids:
        yield from one.doubts


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
