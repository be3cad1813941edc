"""数电票号码的年份不可能。

The first 数电票 were issued in December 2021, and none bears a year to come.
"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.number import Number

FIRST_YEAR = 2021


@rule(
    cause="number_typo",
    title="数电票号码的年份不可能",
    source="domain §1.4 [A]：数电票号码第1-2位为公历年度后两位；首年2021 [OWN]",
    of_misses=True,
)
def number_impossible(number: Number, today: date, held: bool) -> Finding | RuledOut | None:
    if number.year is None:
        return None
    if held or FIRST_YEAR <= number.year <= today.year:
        return RuledOut("号码里的年份可能")
    why = f"{number.year}年还没有到" if number.year > today.year else "那一年还没有数电票"
    return Finding(
        says=f"号码以{number.text[:2]}开头，表示{number.year}年，{why}，号码多半录错了。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence(
                "发票号码第1-2位",
                seen=number.text[:2],
                expected=f"{FIRST_YEAR % 100}到{today:%y}",
                source="所填",
            ),
        ),
        steps=(Step("对照票面重填20位号码后再查", Who.ASKER),),
    )
