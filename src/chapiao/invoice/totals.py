"""合计: whether the sums on an invoice's face agree, to the fen (domain §4.2 [S])."""

from __future__ import annotations

from chapiao.invoice.capital import BadCapital, read_capital
from chapiao.invoice.check import Check, Verdict
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import format_money

NOT_SPLIT = "差额"  # 差额征税: the tax is on a part of the amount


def total_adds_up(invoice: Invoice) -> Check | None:
    """金额+税额=价税合计, but for air fares, whose funds stand apart, and 差额征税."""
    if invoice.kind is Kind.USED_VEHICLE or invoice.total is None:
        return None
    if invoice.amount is None or invoice.tax is None:
        return _total(Verdict.NOT_RUN, "金额或税额还不知道")
    net = invoice.amount + invoice.tax
    if net == invoice.total:
        return _total(Verdict.YES, f"相加正好是{format_money(net)}")
    seen = f"相加是{format_money(net)}，票面价税合计是{format_money(invoice.total)}"
    if invoice.kind is Kind.AIR and 0 < net < invoice.total:
        return _total(Verdict.NOT_RUN, f"{seen}，其余应是民航发展基金等，没有列明")
    if is_not_split(invoice):
        return _total(Verdict.NOT_RUN, f"{seen}；备注写明差额征税，不按此核对")
    return _total(Verdict.NO, seen)


def amounts_add_up(invoice: Invoice) -> Check | None:
    """各行金额之和=合计金额. A roll prints its lines with tax."""
    wanted = {invoice.amount, invoice.total} if invoice.kind is Kind.ROLL else {invoice.amount}
    return _sum(
        "line_amounts", "金额", [line.amount for line in invoice.lines], wanted - {None}, "amount"
    )


def taxes_add_up(invoice: Invoice) -> Check | None:
    """各行税额之和=合计税额."""
    return _sum(
        "line_taxes", "税额", [line.tax for line in invoice.lines], {invoice.tax} - {None}, "tax"
    )


def words_agree(invoice: Invoice, capital: str | None) -> Check | None:
    """大写=小写, by value."""
    if not capital or invoice.total is None:
        return None
    try:
        value = read_capital(capital)
    except BadCapital as error:
        return _words(Verdict.NOT_RUN, str(error))
    printed = format_money(invoice.total)
    if value == invoice.total:
        return _words(Verdict.YES, f"大写「{capital}」就是{printed}")
    return _words(Verdict.NO, f"大写「{capital}」是{format_money(value)}，小写是{printed}")


def is_not_split(invoice: Invoice) -> bool:
    """Whether the remark says 差额征税, so that amount × rate is not the tax."""
    return NOT_SPLIT in (invoice.remark or "")


def _total(verdict: Verdict, says: str) -> Check:
    return Check(id="total", title="金额+税额=价税合计", verdict=verdict, says=says, field="total")


def _words(verdict: Verdict, says: str) -> Check:
    return Check(id="words", title="大写=小写", verdict=verdict, says=says, field="total")


def _sum(
    check_id: str, label: str, parts: list[int | None], wanted: set[int | None], field: str
) -> Check | None:
    if not parts or not wanted:
        return None
    known = [part for part in parts if part is not None]
    total = sum(known)
    if len(known) < len(parts):
        verdict, says = Verdict.NOT_RUN, f"有的行没有读到{label}，不能相加"
    elif total in wanted:
        verdict, says = Verdict.YES, f"{len(parts)}行相加正好是{format_money(total)}"
    else:
        printed = "或".join(sorted(format_money(fen) for fen in wanted if fen is not None))
        verdict = Verdict.NO
        says = f"{len(parts)}行相加是{format_money(total)}，票面合计{label}是{printed}"
    title = f"各行{label}之和=合计{label}"
    return Check(id=check_id, title=title, verdict=verdict, says=says, field=field)
