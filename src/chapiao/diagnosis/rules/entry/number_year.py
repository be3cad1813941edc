"""发票号码里的年份与所填开票日期不符。

A digital number opens with the year of issue. If the date asked for is in
another year, one of the two was mistyped and no channel can find the pair.
Quiet for the older 8-digit numbers: they hold no year.
"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.number import Number

GUESS = 0.5  # which of the two is wrong is not known


@rule(
    cause="year_date_conflict",
    title="号码年份与开票日期不符",
    source="domain §1.4 [A]：数电票号码第1-2位为公历年度后两位",
)
def number_year(number: Number, issued_on: date, today: date) -> Finding | RuledOut | None:
    if number.year is None:
        return None
    if number.year == issued_on.year:
        return RuledOut("号码年份与所填日期一致")
    return Finding(
        says=f"号码以{number.text[:2]}开头，是{number.year}年的票；所填日期却在{issued_on.year}年。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "发票号码第1-2位", seen=number.text[:2], expected=f"{issued_on:%y}", source="所填"
            ),
            Evidence("所填开票日期", seen=issued_on.isoformat(), source="所填"),
        ),
        steps=(
            Step("对照发票原件，重填号码和开票日期后再查", Who.ASKER),
            Step("原件上两者也不符时，请销售方核对后重新交付", Who.SELLER),
        ),
        corrections=_same_day_of(number.year, issued_on, today),
    )


def _same_day_of(year: int, typed: date, today: date) -> tuple[Correction, ...]:
    """Offer the same day of the number's year, for a slip in the year."""
    try:
        meant = typed.replace(year=year)
    except ValueError:  # 29 February
        return ()
    if meant > today:
        return ()
    return (
        Correction(
            fields={"date": meant.isoformat()},
            typed={"date": typed.isoformat()},
            because=f"号码是{year}年的，日期多半也在{year}年",
            confidence=GUESS,
        ),
    )
