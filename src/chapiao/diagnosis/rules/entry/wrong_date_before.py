"""以前用另一个日期查到过。"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome

SURE = 0.9
SHOWS = frozenset({Outcome.MATCH, Outcome.VOIDED, Outcome.RED})


@rule(
    cause="wrong_date",
    title="以前用另一个日期查到过",
    source="domain §8.1 [A]：各项全部一致才显示明细，所以查到时用的日期是对的",
)
def wrong_date_before(
    tried: tuple[Attempt, ...], issued_on: date, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    shown = [one for one in tried if one.outcome in SHOWS and one.issued_on is not None]
    if not shown or told & SHOWS:
        return None
    last = shown[-1]
    if last.issued_on is None or last.issued_on == issued_on:
        return RuledOut("以前查到时用的就是这个日期")
    right = last.issued_on.isoformat()
    return Finding(
        says=f"{last.at:%m-%d}查到它时用的日期是{right}，所填是{issued_on.isoformat()}。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence(
                f"{last.at:%m-%d %H:%M} {last.who} {last.words}".strip(),
                seen=issued_on.isoformat(),
                expected=right,
                source="查验记录",
            ),
        ),
        steps=(Step(f"开票日期改成{right}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"date": right},
                typed={"date": issued_on.isoformat()},
                because="以前用这个日期查到过",
                confidence=SURE,
            ),
        ),
    )
