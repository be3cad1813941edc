"""Three lists to compare with one another: an export, its vouchers, and what the bank paid.

They agree but for what goes wrong every month: one invoice was not booked, one booked with
another sum, one with two digits swapped, one twice, and one was paid in two parts.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from chapiao.demo.group import YUNSHAN
from chapiao.demo.paper.export_xlsx import xlsx
from chapiao.demo.row import Row
from chapiao.demo.world import World
from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.invoice.money import plain

EXPORT, VOUCHERS, BANK = (
    "比对演示_全量发票查询导出结果.xlsx",
    "比对演示_金蝶凭证.csv",
    "比对演示_招行流水.csv",
)
_ROWS, _DAYS = 24, 120
_MISSING, _OTHER_SUM, _SWAPPED, _TWICE, _IN_PARTS = 2, 5, 8, 11, 14
_VOUCHER_HEAD = (
    "日期", "凭证字", "凭证号", "摘要", "科目代码", "科目名称", "借方", "贷方", "核算项目",
)  # fmt: skip
_BANK_HEAD = ("交易日", "借方金额", "贷方金额", "余额", "摘要", "流水号", "收(付)方名称")


def compare_samples(made: World) -> tuple[tuple[str, str, bytes], ...]:
    """Return the files: name, what each is good for, and its bytes."""
    rows = _rows(made)
    return (
        (EXPORT, "税局导出：在“比对”页和金蝶凭证、招行流水比一比", xlsx(rows)),
        (VOUCHERS, "金蝶凭证：漏了一张、错了一个金额、颠倒了两位号码、重了一张", _vouchers(rows)),
        (BANK, "招行流水：多数已付，有一张分两笔付", _bank(rows)),
    )


def _rows(made: World) -> list[Row]:
    oldest = made.made_on - timedelta(days=_DAYS)
    found = [
        row
        for row in made.rows
        if row.company == YUNSHAN
        and row.positive
        and len(row.invoice.number or "") == DIGITAL_LENGTH
        and row.invoice.seller_name
        and row.invoice.total
        and row.invoice.issued_on is not None
        and row.invoice.issued_on > oldest
    ]
    return sorted(found, key=lambda one: one.invoice.number or "")[:_ROWS]


def _vouchers(rows: Sequence[Row]) -> bytes:
    lines: list[Sequence[str]] = []
    for at, row in enumerate(rows):
        if at == _MISSING:
            continue
        booked = _slipped(row) if at == _SWAPPED else row
        more = 100 * 100 if at == _OTHER_SUM else 0
        for _ in range(2 if at == _TWICE else 1):
            lines += _entries(booked, len(lines), more)
    return _csv([_VOUCHER_HEAD, *lines])


def _slipped(row: Row) -> Row:
    """Return the row with the first two neighbouring digits of its end that differ swapped."""
    number = row.invoice.number or ""
    at = next(at for at in range(len(number) - 2, 0, -1) if number[at] != number[at + 1])
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return replace(row, invoice=replace(row.invoice, number=swapped))


def _entries(row: Row, before: int, more: int) -> list[Sequence[str]]:
    """Return the entries of one voucher; `more` fen are booked beside the true sum."""
    invoice = row.invoice
    net, tax, total = invoice.amount or 0, invoice.tax or 0, invoice.total or 0
    day = f"{(invoice.issued_on or row.added_at.date()) + timedelta(days=3)}"
    name = (day, "记", str(before // 3 + 1), f"采购 发票{invoice.number}")
    return [
        (*name, "6602.01", "管理费用-办公费", plain(net + more), "", ""),
        (*name, "2221.01.01", "应交税费-应交增值税-进项税额", plain(tax), "", ""),
        (*name, "2202", "应付账款", "", plain(total + more), f"供应商：{invoice.seller_name}"),
    ]


def _bank(rows: Sequence[Row]) -> bytes:
    lines = [
        (f"{(row.invoice.issued_on or row.added_at.date()) + timedelta(days=7):%Y%m%d}", plain(fen),
         "", "", "货款", f"C{at:04d}{part}", row.invoice.seller_name or "")
        for at, row in enumerate(rows)
        for part, fen in enumerate(_parts(row.invoice.total or 0, halves=at == _IN_PARTS))
        if at % 3 or at == _IN_PARTS
    ]  # fmt: skip
    return _csv([("招商银行账户明细",), _BANK_HEAD, *lines])


def _parts(total: int, *, halves: bool) -> tuple[int, ...]:
    return (total // 3, total - total // 3) if halves else (total,)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf-8-sig")
