"""前一个入口说不支持。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome


@rule(
    cause="region_kind_unsupported",
    title="另一个入口说不支持",
    source="requirements N28：各厂商支持的票种、地区不同，彼此矛盾时都列出来",
)
def unsupported_before(tried: tuple[Attempt, ...]) -> Finding | None:
    said = [one for one in tried if one.outcome is Outcome.UNSUPPORTED]
    if not said:
        return None
    return Finding(
        says=f"{said[-1].entry or '另一个入口'}先前说不支持这个地区或票种。",
        certainty=Certainty.POSSIBLE,
        evidence=tuple(
            Evidence(
                f"{one.at:%m-%d %H:%M} {one.entry or ''}".strip(),
                seen=one.words[:80],
                source="查验记录",
            )
            for one in said
        ),
        steps=(Step("那个入口不要再试，用另一个入口查", Who.ASKER),),
    )
