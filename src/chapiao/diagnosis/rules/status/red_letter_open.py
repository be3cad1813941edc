"""红字确认单还等一方确认。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.papers import RedLetter

WAITS_FOR = {"02": ("购方", Who.ASKER), "03": ("销方", Who.SELLER)}


@rule(
    cause="red_confirmation_pending",
    title="红字确认单等一方确认",
    source="domain §3.3 [B]：02 待购方确认、03 待销方确认；72小时内不确认就失效",
)
def red_letter_open(
    letters: tuple[RedLetter, ...], letters_of_it: tuple[RedLetter, ...], now: datetime
) -> Finding | RuledOut | None:
    if not letters_of_it:
        return RuledOut("没有这张票的红字确认单") if letters else None
    one = next((each for each in letters_of_it if _is_open(each, now)), None)
    if one is None:
        return None
    party, who = WAITS_FOR[one.state_code]
    again = clock.tomorrow_morning(now)
    until = f"，{when(one.expires_at, now)}前不确认就失效" if one.expires_at is not None else ""
    return Finding(
        says=f"红字确认单在等{party}确认{until}；确认之前红字发票还没有，蓝字发票被锁定。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                f"红字确认单 {one.confirm_no}".strip(),
                seen=f"{one.state_code} {one.state}".strip(),
                expected="04 购销双方已确认",
                source="税务局",
            ),
        ),
        steps=(
            Step(
                "请销售方在电子税务局确认或撤销"
                if who is Who.SELLER
                else "到电子税务局红字信息确认单里确认或拒绝",
                who,
                by=one.expires_at,
            ),
        ),
        recheck=Recheck.NEXT_DAY,
        recheck_at=again,
    )


def _is_open(one: RedLetter, now: datetime) -> bool:
    return one.state_code in WAITS_FOR and (one.expires_at is None or one.expires_at > now)
