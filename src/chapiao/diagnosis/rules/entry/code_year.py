"""发票代码的年份晚于开票日期。

The year in a code is when it was handed out, so an invoice can be years younger than
its code, never older.
"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import Code, CodeYear, year_fits


@rule(
    cause="year_date_conflict",
    title="代码年份晚于开票日期",
    source="domain §1.2 [A][S 81份]：代码年份是分配年份，只能早于或等于开票年份",
)
def code_year(code: Code, issued_on: date) -> Finding | RuledOut | None:
    fits = year_fits(code, issued_on)
    if fits is None:
        return None
    if fits is not CodeYear.LATER:
        return RuledOut("代码年份不晚于所填日期")
    return Finding(
        says=f"代码是{code.year}年才分配的，所填开票日期却在{issued_on.year}年，两者必有一错。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "代码里的年份",
                seen=str(code.year),
                expected=f"不晚于{issued_on.year}",
                source="所填",
            ),
            Evidence("所填开票日期", seen=issued_on.isoformat(), source="所填"),
        ),
        steps=(Step("对照发票原件，重填代码和开票日期后再查", Who.ASKER),),
    )
