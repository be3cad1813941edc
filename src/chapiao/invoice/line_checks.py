"""明细行: whether each line's figures agree (domain §4.2 [S]).

Products are rounded where an invoice is made, so they may be one fen off; the sum of a
list that is printed elsewhere may be off by a fen for each of its lines.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from chapiao.invoice.check import Check, Verdict
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import format_money
from chapiao.invoice.names import normal_name
from chapiao.invoice.rate import Force, force_of, parse_rate, reduced_rates
from chapiao.invoice.totals import is_not_split

LINE_FEN = 1
LIST_FEN = 2
ROUNDED_FROM = 6  # a price with so many decimals has itself been rounded
LIST = "清单"  # 详见销货清单: the lines are on another page


def taxes_follow_rates(invoice: Invoice, list_lines: int | None = None) -> Check | None:
    """金额×税率=税额, line by line."""
    answers = [
        _line_tax(number, line, list_lines)
        for number, line in enumerate(invoice.lines, 1)
        if line.rate and line.amount is not None and line.tax is not None
    ]
    if not answers:
        return None
    verdict, says = _worst(answers)
    if verdict is Verdict.NO and is_not_split(invoice):
        verdict, says = Verdict.NOT_RUN, f"{says}；备注写明差额征税，不按此核对"
    return _check("tax_rate", "金额×税率=税额", verdict, says)


def amounts_follow_prices(invoice: Invoice) -> Check | None:
    """数量×单价=金额, where a line has both."""
    answers = [
        _line_price(number, line)
        for number, line in enumerate(invoice.lines, 1)
        if line.quantity is not None and line.price is not None and line.amount is not None
    ]
    return _check("price", "数量×单价=金额", *_worst(answers)) if answers else None


def rates_were_in_force(invoice: Invoice) -> Check | None:
    """税率在开票那天适用."""
    rates = {line.rate for line in invoice.lines if line.rate}
    if not rates:
        return None
    if invoice.issued_on is None:
        verdict, says = Verdict.NOT_RUN, "还不知道开票日期"
    else:
        verdict, says = _worst([_rate(rate, invoice.issued_on) for rate in sorted(rates)])
    return _check("legal_rate", "税率在开票那天适用", verdict, says)


def untaxed_has_no_tax(invoice: Invoice) -> Check | None:
    """免税、不征税和零税率的行没有税额."""
    lines = [
        (number, line)
        for number, line in enumerate(invoice.lines, 1)
        if (rate := parse_rate(line.rate)) is not None and rate.is_untaxed
    ]
    if not lines:
        return None
    for number, line in lines:
        if line.tax:
            says = f"第{number}行税率是{line.rate}，税额却是{format_money(line.tax)}"
            return _check("untaxed", "免税的行没有税额", Verdict.NO, says)
    if any(line.tax is None for _, line in lines):
        return _check("untaxed", "免税的行没有税额", Verdict.NOT_RUN, "有的行没有读到税额")
    return _check("untaxed", "免税的行没有税额", Verdict.YES, f"{len(lines)}行都没有税额")


def discounts_follow_goods(invoice: Invoice) -> Check | None:
    """折扣行紧跟同名商品，没有数量. A red invoice has negative lines all over."""
    if (invoice.total or invoice.amount or 0) <= 0:
        return None
    discounts = [
        (number, line) for number, line in enumerate(invoice.lines, 1) if (line.amount or 0) < 0
    ]
    if not discounts:
        return None
    for number, line in discounts:
        parent = next(
            (one for one in invoice.lines[number - 2 :: -1] if (one.amount or 0) > 0), None
        )
        if number == 1 or parent is None or normal_name(parent.name) != normal_name(line.name):
            says = f"第{number}行是负数，前面却没有同名的商品"
            return _check("discount", "折扣行跟在同名商品后", Verdict.NO, says)
        if line.quantity is not None:
            says = f"第{number}行是折扣，却写了数量"
            return _check("discount", "折扣行跟在同名商品后", Verdict.NO, says)
    says = f"{len(discounts)}行折扣都跟在同名商品后"
    return _check("discount", "折扣行跟在同名商品后", Verdict.YES, says)


def _check(check_id: str, title: str, verdict: Verdict, says: str) -> Check:
    return Check(id=check_id, title=title, verdict=verdict, says=says, field="lines")


def _worst(answers: list[tuple[Verdict, str]]) -> tuple[Verdict, str]:
    """Return the first 否, else the first 未执行, else how many lines agree."""
    for verdict in (Verdict.NO, Verdict.NOT_RUN):
        for answer in answers:
            if answer[0] is verdict:
                return answer
    return Verdict.YES, f"核对了{len(answers)}处，都相符"


def _line_tax(number: int, line: Line, list_lines: int | None) -> tuple[Verdict, str]:
    rate = parse_rate(line.rate)
    if rate is None or rate.percent is None:
        untaxed = rate is not None and rate.is_untaxed
        return (Verdict.YES, "") if untaxed else (Verdict.NOT_RUN, f"第{number}行的税率看不出")
    product = Decimal(line.amount or 0) * rate.percent / 100
    off = abs(product - (line.tax or 0))
    is_list = LIST in line.name
    if off <= (max(LIST_FEN, list_lines or 0) if is_list else LINE_FEN):
        return Verdict.YES, ""
    seen = (
        f"第{number}行{format_money(line.amount or 0)}×{rate.percent:f}%"
        f"≈{format_money(round(product))}，票面税额是{format_money(line.tax or 0)}"
    )
    if is_list and list_lines is None:
        return Verdict.NOT_RUN, f"{seen}；明细在清单上，行数不知道，容许的尾差算不出"
    if rate.percent in reduced_rates():
        return Verdict.NOT_RUN, f"{seen}；减按征收的税额不这样算"
    return Verdict.NO, seen


def _line_price(number: int, line: Line) -> tuple[Verdict, str]:
    quantity, price = line.quantity or Decimal(0), line.price or Decimal(0)
    product = quantity * price * 100
    slack = LINE_FEN + 100 * (abs(quantity) * _half_unit(price) + abs(price) * _half_unit(quantity))
    if abs(product - (line.amount or 0)) <= slack:
        return Verdict.YES, ""
    return Verdict.NO, (
        f"第{number}行{quantity:f}×{price:f}≈{format_money(round(product))}，"
        f"票面金额是{format_money(line.amount or 0)}"
    )


def _half_unit(value: Decimal) -> Decimal:
    """Return what rounding took from a figure with many decimals; short ones are exact."""
    exponent = value.as_tuple().exponent
    if not isinstance(exponent, int) or -exponent < ROUNDED_FROM:
        return Decimal(0)
    return Decimal(5).scaleb(exponent - 1)


def _rate(text: str, on: date) -> tuple[Verdict, str]:
    rate = parse_rate(text)
    if rate is None:
        return Verdict.NOT_RUN, f"税率「{text}」看不懂"
    if rate.percent is None:
        return (Verdict.YES, "") if rate.is_untaxed else (Verdict.NOT_RUN, "税率没有印出")
    force = force_of(rate.percent, on)
    if force is Force.IN_FORCE:
        return Verdict.YES, ""
    if force is Force.PAST:
        return Verdict.NOT_RUN, f"{rate.percent:f}%在{on}已停用，只有补开此前业务的发票才会用"
    return Verdict.NO, f"{on}没有{rate.percent:f}%这一税率"
