"""填的是纸质火车票的票号。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule

TICKET = re.compile(r"[A-Z]\d{6}|(?=.{21}$)[A-Z]?\d{10,}[A-Z]\d{3,6}")


@rule(
    cause="wrong_entry",
    title="填的是纸质火车票的票号",
    source="domain §1.1 [S 1份]：字母加6位或21位是旧纸质火车票，税务平台不能查验",
    of_misses=True,
)
def train_ticket(plain_number: str) -> Finding | None:
    text = plain_number.upper()
    if not TICKET.fullmatch(text):
        return None
    return Finding(
        says=f"「{text}」像纸质火车票的票号，税务平台查不了；电子客票的发票号码是20位数字。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("所填号码", seen=text, expected="20位数字", source="所填"),),
        steps=(Step("到12306看本人订单，能开电子发票的就在那里开", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
