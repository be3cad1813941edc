"""发票代码比开票日期早五年以上。

Unusual and legitimate: old books of codes are used up. Worth a note, never a cause.
"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import Code, CodeYear, year_fits


@rule(
    cause=None,
    title="代码年份偏早",
    source="domain §1.2 [S 81份]：开票年份减代码年份多为0到3年，见过5年",
)
def code_old(code: Code, issue_date: date) -> Finding | None:
    if year_fits(code, issue_date) is not CodeYear.OLD:
        return None
    return Finding(
        says=f"代码是{code.year}年分配的，开票在{issue_date.year}年，隔得久但不算错。",
        certainty=Certainty.NOTE,
        evidence=(Evidence("代码里的年份", seen=str(code.year)),),
        steps=(Step("核对一下代码有没有抄错", Who.ASKER),),
    )
