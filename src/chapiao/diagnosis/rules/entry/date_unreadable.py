"""所填日期看不懂或不存在。"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.vague import is_vague
from chapiao.invoice.entry import Entry

LISTS = frozenset({Entry.OWN, Entry.ETAX})
MONTH_ONLY = re.compile(r"\d{4}[-./年]\d{1,2}月?")  # a list may be searched by month


@rule(
    cause="date_invalid",
    title="开票日期看不懂或不存在",
    source="domain §8.1 [A]：日期格式错误，为YYYYMMDD格式！",
)
def date_unreadable(
    typed_date: str, unread: Mapping[str, str], entry: Entry, sought_number: str
) -> Finding | None:
    why = unread.get("date")
    month = entry in LISTS and MONTH_ONLY.fullmatch(typed_date)
    if why is None or month or (not sought_number and is_vague(typed_date)):
        return None
    return Finding(
        says=f"{why}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填开票日期", seen=typed_date[:40], expected="如20250104", source="所填"),
        ),
        steps=(Step("照票面填年、月、日，如20250104，再查", Who.ASKER),),
    )
