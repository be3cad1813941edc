"""红字确认单没有变成红字发票。

A confirmation that lapsed makes no red invoice; one that both have confirmed still waits
for the seller to issue it. Whoever looks for the red invoice looks in vain; the blue one
stands as it was.
"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import RedLetter
from chapiao.invoice.answers import Outcome

LAPSED = {
    "05": "购方否认",
    "06": "销方否认",
    "07": "超过72小时没有确认",
    "08": "发起方已撤销",
    "09": "确认后又撤销",
    "10": "对应的发票被列为异常凭证",
    "11": "纳税人状态异常",
    "12": "自然人拒收",
    "13": "已开具退税申请单",
}
WAITING = frozenset({"02", "03"})
AGREED = frozenset({"01", "04"})


@rule(
    cause="red_confirmation_pending",
    title="红字确认单没有变成红字发票",
    source="domain §3.3 [B][C]：05–13 作废、72小时未确认失效；失效的要重新发起",
)
def red_letter_done(
    letters_of_it: tuple[RedLetter, ...],
    sought_number: str,
    seeks_red: bool,
    is_held: bool,
    told: frozenset[Outcome],
    now: datetime,
) -> Finding | RuledOut | None:
    if not letters_of_it:
        return None
    last = max(letters_of_it, key=lambda one: str(one.created_at))
    why = _why(last, now)
    if why is None:
        return RuledOut("红字确认单走完了")
    blue = sought_number == last.blue_number and not seeks_red
    if blue and (is_held or told - {Outcome.NOT_FOUND}):
        return RuledOut("确认单失效，这张蓝字发票照旧有效")
    seller = last.entered_by in {"销方", "销售方", "seller"} or last.state_code in AGREED
    again = clock.tomorrow_morning(now)
    return Finding(
        says=f"红字确认单{why}，所以没有红字发票可查。",
        certainty=Certainty.LIKELY if blue else Certainty.CERTAIN,
        evidence=(
            Evidence(
                f"红字确认单 {last.confirm_no}".strip(),
                seen=f"{last.state_code} {last.state}".strip(),
                source="税务局",
            ),
        ),
        steps=(
            Step("请销售方重新发起确认单，或开出红字发票", Who.SELLER)
            if seller
            else Step("由本单位重新发起红字确认单，请对方72小时内确认", Who.ASKER),
        ),
        recheck=Recheck.DAYS,
        recheck_at=again,
    )


def _why(one: RedLetter, now: datetime) -> str | None:
    if one.state_code in LAPSED:
        return f"已失效（{LAPSED[one.state_code]}）"
    if one.state_code in WAITING and one.expires_at is not None and one.expires_at <= now:
        return "已过72小时，没有人确认，失效了"
    return (
        "双方已确认，红字发票还没有开" if one.state_code in AGREED and not one.red_number else None
    )
