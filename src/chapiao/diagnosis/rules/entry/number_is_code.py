"""号码栏里填的像发票代码。

Ten digits are the number of a 财政票据 or the code of a paper invoice. Where they read as a
code, with a region and a year that exist, and no code stands beside them, the code went into
the number's field and the number is still to come.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.reads_as import reads_as_code
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number

TAX = frozenset({Entry.PLATFORM, Entry.ETAX, Entry.VENDOR, Entry.OWN})


@rule(
    cause="number_length",
    title="号码栏里填的像发票代码",
    source="domain §1.1 [A]：10位代码第1-4位是地区、第5-6位是年份；号码是8位",
    of_misses=True,
)
def number_is_code(
    number: Number, sought_code: str, entry: Entry, proven: bool, today_year: int
) -> Finding | None:
    if entry not in TAX or proven or sought_code or not reads_as_code(number.text, today_year):
        return None
    return Finding(
        says=f"所填的{number.text}像是10位发票代码，不是发票号码；号码是8位，在代码旁边。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("所填号码", seen=f"{number.text}（10位）", expected="8位号码", source="所填"),
        ),
        steps=(Step("照票面：代码栏填这10位，号码栏填票面上的8位号码，再查", Who.ASKER),),
    )
