"""Red invoices: what offsets a blue one, and what becomes of the blue one (domain §3.1, §3.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from chapiao.demo.lines import allowance, reversal
from chapiao.demo.makers import Tools
from chapiao.demo.row import Row
from chapiao.demo.state import row_of
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus, UseStatus, VerifyStatus

WHOLE = 100  # percent


def reddened(blue: Row, *, whole: bool) -> Row:
    """Return the blue row after a red invoice came."""
    return replace(
        blue,
        tax_status=TaxStatus.RED_FULL if whole else TaxStatus.RED_PART,
        use_status=UseStatus.TRANSFERRED
        if blue.use_status is UseStatus.CONFIRMED
        else blue.use_status,
    )


def red_row(blue: Row, day: date, share: int, made_on: date, tools: Tools) -> Row:
    """Return the row of the red invoice that offsets `share` percent of a blue one."""
    invoice = red_invoice(blue.invoice, day, share, tools)
    row = row_of(invoice, blue.company, made_on, day, tools.chance)
    return replace(
        row,
        tax_status=TaxStatus.NORMAL,
        verify_status=VerifyStatus.MATCH,
        risk="正常",
        positive=False,
        red_of=blue.invoice.key or "",
    )


def red_invoice(blue: Invoice, day: date, share: int, tools: Tools) -> Invoice:
    """Return a red invoice: its own number, negative lines, a remark that names the blue one."""
    lines = reversal(blue.lines) if share == WHOLE else allowance(blue.lines, share)
    confirmation = f"110108{day:%y%m%d}{tools.numbers.digits(8)}"
    number = blue.number or ""
    if blue.code:
        fresh, remark = tools.numbers.short(), f"对应正数发票代码:{blue.code}号码:{number}"
    else:
        fresh = tools.numbers.digital(day.year, number[2:4])
        remark = f"被红冲蓝字数电票号码：{number} 红字发票信息确认单编号：{confirmation}"
    amount = sum(one.amount or 0 for one in lines)
    tax = sum(one.tax or 0 for one in lines)
    return replace(
        blue,
        number=fresh,
        check_code=tools.numbers.digits(20) if blue.check_code else blue.check_code,
        issued_on=day,
        amount=amount,
        tax=tax,
        total=amount + tax,
        lines=lines,
        remark=remark,
    )
