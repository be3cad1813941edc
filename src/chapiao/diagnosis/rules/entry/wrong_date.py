"""所填开票日期与这张票的日期不同。"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.facts import LEDGER, Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

SURE = 0.98


@rule(
    cause="wrong_date",
    title="开票日期填错",
    source="domain §8.2 第2行：二维码或文件上的日期不同",
)
def wrong_date(
    issued_on: date, copy: Record, copies: tuple[Record, ...], told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    known = copy.invoice.issued_on
    if known is None:
        return None
    if any(one.invoice.issued_on == issued_on for one in copies if one.source != LEDGER):
        return RuledOut("票面上就是所填的日期")
    if known == issued_on or Outcome.MATCH in told:
        return RuledOut("所填日期与票面一致")
    return Finding(
        says=f"这张票是{known.isoformat()}开的，所填日期是{issued_on.isoformat()}。",
        certainty=Certainty.LIKELY if copy.source == LEDGER else Certainty.CERTAIN,
        evidence=(
            Evidence(
                "所填开票日期",
                seen=issued_on.isoformat(),
                expected=known.isoformat(),
                source="所填",
            ),
            Evidence("这张票的开票日期", seen=known.isoformat(), source=copy.source),
        ),
        steps=(Step(f"把日期改成{known:%Y%m%d}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"date": known.isoformat()},
                typed={"date": issued_on.isoformat()},
                because=f"{copy.source}里是{known.isoformat()}",
                confidence=SURE,
            ),
        ),
    )
