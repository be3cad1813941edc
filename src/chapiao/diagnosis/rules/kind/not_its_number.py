"""填的像别的纸上的编号。

A summary of tolls has sixteen digits, an air ticket thirteen, an old train ticket a letter
among its digits: numbers of papers that go along with an invoice, and not its own.
"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule

OTHERS = (
    ("通行费汇总单的编号", re.compile(r"\d{16}")),
    ("电子客票号", re.compile(r"\d{3}-?\d{10}")),
    ("纸质火车票的票号", re.compile(r"[A-Z]\d{6}|(?=.{21}$)[A-Z]?\d{10,}[A-Z]\d{3,6}")),
    ("订单号", re.compile(r"E[A-Z]?\d{8,9}")),
)


@rule(
    cause="kind_mixed_up",
    title="像别的纸上的编号",
    source="domain §1.6 [A]：客票号13位、汇总单16位、旧火车票号等都不是发票号码",
    of_misses=True,
)
def not_its_number(plain_number: str) -> Finding | None:
    text = plain_number.upper()
    what = next((name for name, shape in OTHERS if shape.fullmatch(text)), None)
    if what is None:
        return None
    return Finding(
        says=f"所填「{text}」像{what}，不是发票号码。",
        certainty=Certainty.POSSIBLE,
        evidence=(Evidence("所填号码", seen=text, expected="20位，或8位加代码", source="所填"),),
        steps=(Step("在票面上找「发票号码」那一栏，填那一串", Who.ASKER),),
    )
