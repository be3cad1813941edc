"""期限: by which day an invoice that cannot be found has to be, and what is lost after it.

Counted from the invoice and today alone: the last day an entry finds it, the filing of
this month's deduction, the month's and the year's closing of the books, and the 72 hours
of a red confirmation. Weekends and public holidays move the filing on; for a year whose
holidays are not known yet only weekends do, and that is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from chapiao.diagnosis.facts import Facts
from chapiao.invoice.entry import Entry, last_day
from chapiao.invoice.kind import Kind
from chapiao.invoice.workdays import first_workday, holiday, workday, workdays_after

# Kinds whose tax is chosen for deduction month by month.
DEDUCTIBLE = frozenset(
    {
        Kind.DIGITAL_SPECIAL,
        Kind.DIGITAL_VEHICLE,
        Kind.PAPER_DIGITAL_SPECIAL,
        Kind.PAPER_DIGITAL_VEHICLE,
        Kind.SPECIAL,
        Kind.E_SPECIAL,
        Kind.VEHICLE,
        Kind.TOLL,
    }
)
FILING_DAY = 15  # of the following month; a day off moves it on
LONG = 3  # days off in a row that put the filing off by as many working days


class Until(StrEnum):
    """What ends on the day."""

    FINDABLE = "可查期"
    DEDUCTION = "勾选期"
    CLOSING = "关账日"
    YEAR = "跨年"
    RED_LETTER = "红字确认"

    @property
    def lead(self) -> int:
        """Days before which the asker is warned."""
        return _LEAD[self]


_LEAD = {
    Until.FINDABLE: 30,
    Until.DEDUCTION: 3,
    Until.CLOSING: 3,
    Until.YEAR: 10,
    Until.RED_LETTER: 1,
}
_LOST = {
    Until.FINDABLE: "过了这天各入口都查不到，只能拿原件找主管税务机关",
    Until.DEDUCTION: "过了这天，进项要等到下个月才能勾选抵扣",
    Until.CLOSING: "过了这天要到下个月才能入账",
    Until.YEAR: "过了这天就是跨年票，先和财务说好怎么入账",
    Until.RED_LETTER: "过了时限，红字信息确认单自动作废，要重新发起",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A last day, the day itself included."""

    until: Until
    on: date
    holidays_known: bool = True

    def says(self, today: date) -> str:
        """Return it as a sentence.

        >>> Deadline(until=Until.CLOSING, on=date(2026, 11, 30)).says(date(2026, 11, 28))
        '离关账日11月30日还有2天，过了这天要到下个月才能入账'
        """
        days = (self.on - today).days
        left = "就是今天" if days == 0 else f"还有{days}天"
        unsure = "" if self.holidays_known else "（那年的节假日还没有公布，只按周末推算）"
        return f"离{self.until}{self.on.month}月{self.on.day}日{left}{unsure}，{_LOST[self.until]}"


def deadlines(facts: Facts) -> tuple[Deadline, ...]:
    """Return the days still to come, the nearest first."""
    today = facts.today
    found = [*_of_the_invoice(facts, today), *_of_the_books(today), *_of_red_letters(facts)]
    return tuple(sorted((one for one in found if one.on >= today), key=lambda one: one.on))


def pressing(facts: Facts) -> Deadline | None:
    """Return the nearest day of which the asker has to be warned by now; None for none."""
    near = (one for one in deadlines(facts) if (one.on - facts.today).days <= one.until.lead)
    return next(near, None)


def filing_day(month_of: date) -> date:
    """Return the last day on which this month's deduction can be chosen, in the next month.

    Three or more days off in a row within the period put its end off by as many working
    days, and an end on a day off moves to the next working day (税收征收管理法实施细则 第109条).

    >>> filing_day(date(2026, 10, 20)).isoformat(), filing_day(date(2026, 9, 20)).isoformat()
    ('2026-11-16', '2026-10-26')
    """
    last = _month_end(month_of)
    period = [last + timedelta(days=n) for n in range(1, FILING_DAY + 1)]
    runs = [len(list(run)) for off, run in groupby(period, holiday) if off]
    late = sum(run for run in runs if run >= LONG)
    return first_workday(workdays_after(period[-1], late))


def _of_the_invoice(facts: Facts, today: date) -> Iterable[Deadline]:
    issued = facts.issue_date
    if issued is None or issued > today:
        return
    last = last_day(Entry.PLATFORM, issued, on=today)
    if last is not None:
        yield Deadline(until=Until.FINDABLE, on=last)
    if facts.kind in DEDUCTIBLE:
        previous = filing_day(today.replace(day=1) - timedelta(days=1))
        on = previous if previous >= today else filing_day(today)
        yield Deadline(until=Until.DEDUCTION, on=on, holidays_known=workday(on).known)
    if issued.year == today.year:
        yield Deadline(until=Until.YEAR, on=date(today.year, 12, 31))


def _of_the_books(today: date) -> Iterable[Deadline]:
    yield Deadline(until=Until.CLOSING, on=_month_end(today))


def _of_red_letters(facts: Facts) -> Iterable[Deadline]:
    for one in facts.red_letters or ():
        if one.expires_at is not None and not one.red_number:
            yield Deadline(until=Until.RED_LETTER, on=one.expires_at.date())


def _month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
