"""What a person should look at although the file could be read: sums, words, ids, kinds.

A doubt is never an error and never an accusation: it names what does not fit and
both values. Source: domain §4.2–§4.4, §5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chapiao.invoice.capital import BadCapital, read_capital
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.number import DIGITAL
from chapiao.invoice.tax_id import IdShape, check_tax_id
from chapiao.readers.reading import Doubt, Witness
from chapiao.readers.said import Said

# Kinds whose total holds more than amount and tax (funds, other fees).
_TOTAL_HOLDS_MORE = frozenset({Kind.AIR})
# A toll invoice and an old rail pilot carry the QR kind of an ordinary electronic invoice.
_SAME_QR = {
    Kind.TOLL: {Kind.E_ORDINARY},
    Kind.RAIL: {Kind.E_ORDINARY, Kind.DIGITAL_ORDINARY},
    Kind.AIR: {Kind.DIGITAL_ORDINARY},
    Kind.DIGITAL_VEHICLE: {Kind.DIGITAL_ORDINARY, Kind.DIGITAL_SPECIAL},
    Kind.DIGITAL_USED_VEHICLE: {Kind.DIGITAL_ORDINARY, Kind.DIGITAL_SPECIAL},
}


def doubts_of(invoice: Invoice, saids: Sequence[Said]) -> list[Doubt]:
    """Return the doubts about one invoice, besides differing witnesses."""
    return [
        *_sum(invoice),
        *_capital(invoice, saids),
        *_tax_id(invoice.buyer_tax_id, "buyer_tax_id", "购买方"),
        *_tax_id(invoice.seller_tax_id, "seller_tax_id", "销售方"),
        *_kind(invoice, saids),
        *_shape(invoice),
    ]


def _sum(invoice: Invoice) -> Iterator[Doubt]:
    if invoice.amount is None or invoice.tax is None or invoice.total is None:
        return
    if invoice.kind in _TOTAL_HOLDS_MORE or invoice.amount + invoice.tax == invoice.total:
        return
    yield Doubt(
        id="sum_differs",
        field="total",
        text=(
            f"金额{plain(invoice.amount)}加税额{plain(invoice.tax)}是"
            f"{plain(invoice.amount + invoice.tax)}，"
            f"价税合计却是{plain(invoice.total)}，请对照原件"
        ),
    )


def _capital(invoice: Invoice, saids: Sequence[Said]) -> Iterator[Doubt]:
    for one in saids:
        if not one.capital or invoice.total is None:
            continue
        try:
            words = read_capital(one.capital)
        except BadCapital:
            continue  # a face whose words were not read whole says nothing
        if abs(words) != abs(invoice.total):
            yield Doubt(
                id="capital_differs",
                field="total",
                text=(
                    f"大写「{one.capital}」是{plain(words)}，"
                    f"小写却是{plain(invoice.total)}，请对照原件"
                ),
                values={one.witness: plain(words)},
            )
            return


def _tax_id(text: str | None, field: str, who: str) -> Iterator[Doubt]:
    if not text:
        return
    checked = check_tax_id(text)
    if checked.is_valid is False:
        yield Doubt(id="tax_id_check_digit", field=field, text=f"{who}税号{text}：{checked.says}")
    elif checked.shape is IdShape.OTHER:
        yield Doubt(id="tax_id_shape", field=field, text=f"{who}税号{text}：{checked.says}")


def _kind(invoice: Invoice, saids: Sequence[Said]) -> Iterator[Doubt]:
    """Name the witnesses that tell another kind than the title or the structure."""
    kind = invoice.kind
    if kind is None:
        return
    told = {
        one.witness: one.invoice.kind
        for one in saids
        if one.invoice.kind is not None and not _agrees(kind, one)
    }
    if not told:
        return
    agreeing = {s.witness: kind.value for s in saids if s.invoice.kind and _agrees(kind, s)}
    others = {witness: other.value for witness, other in told.items()}
    listed = "、".join(f"「{name}」" for name in dict.fromkeys(others.values()))
    yield Doubt(
        id="kind_differs",
        field="kind",
        text=f"票种是「{kind}」，文件里另一处却写成{listed}，请对照票面标题",
        values=agreeing | others,
    )


def _agrees(kind: Kind, one: Said) -> bool:
    other = one.invoice.kind
    if other == kind or (kind is Kind.TOLL and other is Kind.E_ORDINARY):
        return True
    return one.witness is Witness.QR and other in _SAME_QR.get(kind, set())


def _shape(invoice: Invoice) -> Iterator[Doubt]:
    """Doubt a digital kind with an 8-digit number, or the reverse."""
    if invoice.kind is None or not invoice.number:
        return
    digital = len(invoice.number) == DIGITAL
    wrong = (invoice.kind.is_digital and len(invoice.number) == 8) or (  # noqa: PLR2004 - 税控
        digital and not invoice.kind.is_digital and not invoice.kind.is_paper_digital
    )
    if wrong:
        yield Doubt(
            id="number_shape",
            field="number",
            text=f"「{invoice.kind}」的号码不应是{len(invoice.number)}位，请对照原件",
        )
