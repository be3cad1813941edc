"""The rows of the 台账 that a person may see, as a list to be compared.

They are written down as a table when they are taken: a comparison that is run again compares
the same rows, whatever has come in or been changed since.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date, timedelta

from chapiao.actions.compare.inputs import Given, Side, of_bytes
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.invoice.money import plain
from chapiao.store import access
from chapiao.store.models import Person
from chapiao.store.records import BEIJING

HEAD = (
    "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号", "购买方名称",
    "开票日期", "金额", "税额", "价税合计", "发票票种", "发票状态", "入账日期", "凭证号",
    "取得时间",
)  # fmt: skip
NAME = "台账"
_FIELDS = (
    "code", "number", "second_key", "seller__tax_id", "seller__name", "buyer__tax_id",
    "buyer__name", "issued_on", "amount", "tax", "total", "kind", "tax_status", "booked_on",
    "voucher", "added_at",
)  # fmt: skip
_MONTH = re.compile(r"(20\d\d)-?(0[1-9]|1[0-2])")
_YEAR = re.compile(r"20\d\d")
_BATCH = 5000
_DECEMBER = 12


class BadPeriod(ValueError):
    """A period is written so that it cannot be understood. The message can be shown."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days of issue, both included; None for no end."""

    first: date | None = None
    last: date | None = None

    @property
    def words(self) -> str:
        """Return it as people say it."""
        if self.first is None and self.last is None:
            return "全部"
        return f"{self.first or '最早'} 至 {self.last or '最近'}"


def period_of(text: str) -> Period:
    """Return the period a text says: 2026, 2026-09, or 2026-07-01..2026-09-30; "" is all.

    Raises:
        BadPeriod: it says none.
    """
    bare = text.strip()
    if not bare:
        return Period()
    if month := _MONTH.fullmatch(bare):
        first = date(int(month[1]), int(month[2]), 1)
        return Period(first, _end_of(first))
    if _YEAR.fullmatch(bare):
        return Period(date(int(bare), 1, 1), date(int(bare), _DECEMBER, 31))
    first_text, dots, last_text = bare.replace("至", "..").replace("~", "..").partition("..")
    try:
        days = [parse_date(one) if one.strip() else None for one in (first_text, last_text)]
    except BadDate as error:
        msg = f"期间「{text}」认不出：写成 2026-09、2026 或 2026-07-01..2026-09-30"
        raise BadPeriod(msg) from error
    return Period(days[0], days[1] if dots else days[0])


def ledger(person: Person, period: str) -> Given:
    """Return the 台账 rows that a person may see, of a period of days of issue.

    Raises:
        BadPeriod: the period cannot be understood.
        NotAList: there is no row.
    """
    days = period_of(period)
    return given(table_of(person, days))


def given(data: bytes) -> Given:
    """Return a written table of 台账 rows as a list."""
    made = of_bytes(data, f"{NAME}.csv")
    return Given(name=NAME, side=Side.OURS, layout="本系统台账", source=NAME, listing=made.listing)


def table_of(person: Person, days: Period, entity: int | None = None) -> bytes:
    """Write the rows down, in a fixed order; with `entity` only those of this company."""
    rows = access.invoices_for(person)
    if entity is not None:
        rows = rows.filter(entity=entity)
    if days.first is not None:
        rows = rows.filter(issued_on__gte=days.first)
    if days.last is not None:
        rows = rows.filter(issued_on__lte=days.last)
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(HEAD)
    found = rows.order_by("issued_on", "key", "pk").values_list(*_FIELDS)
    write.writerows(_cells(one) for one in found.iterator(_BATCH))
    return out.getvalue().encode()


def _cells(row: tuple[object, ...]) -> list[str]:
    code, number, second, *parties_and_day = row
    *parties, issued_on, amount, tax, total, kind, status, booked_on, voucher, added_at = (
        parties_and_day
    )
    money = ("" if one is None else plain(one) for one in (amount, tax, total))  # type: ignore[arg-type]
    known = added_at.astimezone(BEIJING).date()  # type: ignore[attr-defined]
    texts = (code, number, second, *parties, issued_on)
    told = (kind, status, booked_on, voucher, known)
    return [
        *("" if one is None else str(one) for one in texts),
        *money,
        *("" if one is None else str(one) for one in told),
    ]


def _end_of(first: date) -> date:
    """Return the last day of the month that opens with a day."""
    following = date(first.year + first.month // _DECEMBER, first.month % _DECEMBER + 1, 1)
    return following - timedelta(days=1)
