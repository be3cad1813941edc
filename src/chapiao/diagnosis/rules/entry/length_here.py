"""号码位数不是这个入口要的。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import LONG
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import DIGITAL, FISCAL, PLAIN, Number

LENGTHS = {Entry.FISCAL: FISCAL, Entry.BEIJING: PLAIN, Entry.BLOCKCHAIN: PLAIN}
KNOWS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.DETAIL_MISSING})


@rule(
    cause="number_length",
    title="号码位数不是这个入口要的",
    source="domain §1.1、§1.3、§1.6：财政票据号码10位，地方票、区块链票号码8位",
    of_misses=True,
)
def length_here(
    number: Number, sought_code: str, entry: Entry, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    wanted = LENGTHS.get(entry)
    if len(sought_code) == LONG and entry is Entry.FISCAL:
        return None  # a tax invoice at the wrong entry
    if wanted is None or len(number.text) == DIGITAL or told & KNOWS:
        return None
    if len(number.text) == wanted:
        return RuledOut(f"号码位数是{entry}要的")
    if (len(sought_code), len(number.text)) == (FISCAL, PLAIN):
        return None  # the two fields were swapped: another rule says so
    return Finding(
        says=f"{entry}要的号码是{wanted}位，所填是{len(number.text)}位。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "号码位数", seen=f"{len(number.text)}位", expected=f"{wanted}位", source="所填"
            ),
        ),
        steps=(Step(f"对照票面补成{wanted}位（前面的0也要填）再查", Who.ASKER),),
    )
