"""Vouchers of 金蝶, 用友 and others: entries → one row for each invoice that a voucher books.

A voucher's entries stand on rows of their own. Its sum is that of its debits; its tax what
stands on 进项税额 (or 销项税额). A number is taken from its own column or from the summary.
Where one voucher books several invoices and its entries do not tell them apart, it stays one
row without a number: only its sum can be compared.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import Final

from chapiao.formats.spreadsheet import Value
from chapiao.invoice.money import plain as shown
from chapiao.invoice.number import DIGITAL
from chapiao.readers.lists.entries import Entry, NotMoney, entries, numbers_in
from chapiao.readers.lists.head import Head
from chapiao.readers.lists.model import Noted, blank_row
from chapiao.readers.lists.rows import Taken

_INPUT_TAX: Final = re.compile(r"进项|待认证|待抵扣")
_OUTPUT_TAX: Final = re.compile(r"销项")
# Subjects of money that moves and of figures that are carried forward: no invoice is booked there.
_MOVED: Final = re.compile(
    r"银行存款|库存现金|^现金|其他货币资金|应付账款|其他应付款|预付账款|应付票据|应付职工薪酬|应付工资"
    r"|应交税[费金]|未交增值税|转出|本年利润|利润分配|累计折旧|累计摊销|内部往来|短期借款|长期借款"
    r"|实收资本|财务费用|主营业务成本|所得税"
)
_CREDIT_SIDE: Final = ("贷", "C", "CR", "-")
PARTY: Final = re.compile(
    r"[\u4e00-\u9fff（）()·A-Za-z0-9]{2,40}?(?:有限责任公司|股份有限公司|有限公司|分公司|公司|事务所"
    r"|经营部|服务部|商行|合作社|研究院|酒店|饭店|医院|学校|中心|工作室|超市|厂|店)(?:[\u4e00-\u9fff]{2,12}分公司)?"
)
_LABELLED: Final = re.compile(
    r"(?:供应商|客商|往来单位|往来户|单位|客户)[^:：_/\-【\[]{0,8}[:：_/\-】\]]+\s*"
    r"(?:[A-Za-z0-9.]+[/_\- ])?([^;；,，/|\]】]{2,60})"
)
_ACT: Final = re.compile(r"^(?:支付|付|报销|收到|收|采购|购买|应付|转)")
PAID_OR_CARRIED: Final = "付款、结转、工资等凭证"


@dataclass(slots=True)
class _Line:
    entry: Entry
    subject: str
    debit: int
    credit: int
    numbers: list[str]


@dataclass(slots=True)
class _Voucher:
    name: str
    day: date | None
    lines: list[_Line] = field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        return list(dict.fromkeys(one for line in self.lines for one in line.numbers))


def take(rows: Iterator[Sequence[Value]], head: Head, sheet: int, taken: Taken) -> Counter[str]:
    """Take vouchers into `taken`; return how many were left out, by what they are."""
    vouchers = _vouchers(rows, head, sheet, taken)
    booked = Counter(one for v in vouchers if not _is_moved(v.lines) for one in v.numbers)
    left: Counter[str] = Counter()
    for voucher in vouchers:
        moved = _is_moved(voucher.lines)
        if moved and (not voucher.numbers or any(booked[one] for one in voucher.numbers)):
            left[PAID_OR_CARRIED] += 1
            continue
        _put(voucher, sheet, taken)
    return left


def _vouchers(
    rows: Iterator[Sequence[Value]], head: Head, sheet: int, taken: Taken
) -> list[_Voucher]:
    found: dict[tuple[object, ...], _Voucher] = {}
    last: tuple[object, ...] = ()
    last_day: date | None = None
    for entry in entries(rows, head):
        try:
            line = _line(entry)
        except NotMoney as error:
            taken.refused.append(Noted(row=entry.row, says=str(error), sheet=sheet))
            continue
        if line is None:
            continue
        day = entry.day("booked_on")
        if isinstance(day, str):
            taken.doubted.append(
                Noted(row=entry.row, says=f"日期认不出，当作没有填：{day}", sheet=sheet)
            )
            day = None
        name = entry.text("word") + ("-" if entry.text("word") else "") + entry.text("voucher")
        if not entry.text("voucher"):  # of the entries of a voucher, often only the first is named
            key, day = last, last_day
        else:
            month = (day.year, day.month) if day else (entry.text("year"), entry.text("period"))
            key = (entry.text("buyer_name"), *month, name)
        if key not in found:
            found[key] = _Voucher(name, day)
        found[key].lines.append(line)
        last, last_day = key, day
    return list(found.values())


def _line(entry: Entry) -> _Line | None:
    """Return one entry; None for a row without a sum.

    Raises:
        NotMoney: a sum makes no sense.
    """
    debit, credit = entry.money("debit") or 0, entry.money("credit") or 0
    if not debit and not credit and "sum" in entry.columns and "side" in entry.columns:
        one = entry.money("sum") or 0
        if entry.text("side").upper().startswith(_CREDIT_SIDE):
            credit = one
        else:
            debit = one
    if not debit and not credit:
        return None
    subject = " ".join((entry.text("subject_code"), *entry.all("subject")))
    numbers = numbers_in(entry.all("remark") + entry.all("aside"), entry.all("number"))
    return _Line(entry, subject, debit, credit, numbers)


def _is_moved(lines: Sequence[_Line]) -> bool:
    """Whether a voucher only moves money or figures: no cost, no asset, no input tax on it."""
    if any(_INPUT_TAX.search(one.subject) or _OUTPUT_TAX.search(one.subject) for one in lines):
        return False
    debits = [one for one in lines if one.debit]
    if any("本年利润" in one.subject for one in lines):
        return True
    return all(_MOVED.search(one.subject) for one in debits)


def _put(voucher: _Voucher, sheet: int, taken: Taken) -> None:
    debit = sum(one.debit for one in voucher.lines)
    credit = sum(one.credit for one in voucher.lines)
    first = voucher.lines[0].entry.row
    if debit != credit:
        says = f"凭证{voucher.name}借方{shown(debit)}、贷方{shown(credit)}不相等"
        taken.doubted.append(Noted(row=first, says=says, sheet=sheet))
    numbers = voucher.numbers
    parts = _apart(voucher) if len(numbers) > 1 else None
    if parts is None:
        whole = numbers[0] if len(numbers) == 1 else ""
        if len(numbers) > 1:
            told = "、".join(numbers)[:200]
            says = f"凭证{voucher.name}里有{len(numbers)}张发票，分录没有分开：{told}"
            taken.doubted.append(Noted(row=first, says=says, sheet=sheet))
        _add(taken, voucher, voucher.lines, whole, sheet, total=max(debit, credit))
        return
    for number, lines in parts.items():
        _add(taken, voucher, lines, number, sheet, total=sum(one.debit for one in lines))


def _apart(voucher: _Voucher) -> dict[str, list[_Line]] | None:
    """Return the debits by the one number that each names; None where one names none or more."""
    found: dict[str, list[_Line]] = {}
    for line in voucher.lines:
        if not line.debit:
            continue
        if len(line.numbers) != 1:
            return None
        found.setdefault(line.numbers[0], []).append(line)
    return found


def _add(
    taken: Taken,
    voucher: _Voucher,
    lines: Sequence[_Line],
    number: str,
    sheet: int,
    *,
    total: int,
) -> None:
    taxed = [
        one.debit - one.credit if _INPUT_TAX.search(one.subject) else one.credit - one.debit
        for one in lines
        if _INPUT_TAX.search(one.subject) or _OUTPUT_TAX.search(one.subject)
    ]
    tax = sum(taxed) if taxed else None
    first = lines[0].entry
    issued = first.day("issued_on")
    row = blank_row() | {
        "row": first.row,
        "sheet": sheet,
        "number": number,
        "code": "" if len(number) == DIGITAL else first.text("code"),
        "seller_name": _party(voucher.lines),
        "buyer_name": first.text("buyer_name"),
        "voucher": voucher.name,
        "remark": first.text("remark"),
        "issued_on": issued if isinstance(issued, date) else None,
        "booked_on": voucher.day,
        "amount": None if tax is None else total - tax,
        "tax": tax,
        "total": total,
    }
    for name, column in taken.columns.items():
        column.append(row[name])


def _party(lines: Sequence[_Line]) -> str:
    """Return whom a voucher names: its own column, else 供应商：…, else a name in the subject."""
    own = (line.entry.text("seller_name") for line in lines)
    asides = [text for line in lines for text in line.entry.all("aside")]
    labelled = (found[1].strip() for text in asides if (found := _LABELLED.search(text)))
    subjects = [
        re.split(r"[/_]", line.subject)[-1]
        for line in sorted(lines, key=lambda one: not one.credit)
    ]
    remarks = [_ACT.sub("", line.entry.text("remark")) for line in lines]
    named = (found[0] for text in (*asides, *subjects, *remarks) if (found := PARTY.search(text)))
    return next(filter(None, chain(own, labelled, named)), "")
