"""同一个人换一台就能查。"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt, Client
from chapiao.diagnosis.world.people import Asker
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

FRESH = timedelta(hours=2)
BROKEN = frozenset({Outcome.NETWORK, Outcome.SYSTEM, Outcome.BUSY, Outcome.CAPTCHA})
HERE = re.compile(r"无痕|隐身|浏览器|Chrome|Edge|Firefox|Safari|另一台|别的电脑", re.IGNORECASE)


@rule(
    cause="client_unfit",
    title="换一台就能查",
    source="requirements R26：同一个人换浏览器或设备就打得开，是这台电脑或浏览器的事",
)
def other_device(
    attempts: tuple[Attempt, ...],
    asker: Asker,
    client: Client,
    entry: Entry,
    told: frozenset[Outcome],
    answered: str,
    now: datetime,
) -> Finding | None:
    if told - BROKEN or (answered and not told):
        return None
    worked = [
        one
        for one in attempts
        if one.entry is entry
        and one.client
        and one.who == asker.name
        and timedelta() <= now - one.at <= FRESH
        and one.outcome is not None
        and one.outcome not in BROKEN
    ]
    refused = client.probe is not None and not client.probe.safe
    if not worked or not (refused or HERE.search(worked[-1].client)):
        return None
    last = worked[-1]
    return Finding(
        says=f"{last.at:%H:%M}用{last.client}查到了答复，这台电脑上的浏览器却不行，是浏览器或证书的事。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(f"{last.at:%H:%M} {last.client}", seen=last.words[:60], source="查验记录"),
            Evidence("这台电脑", seen=client.browser or "未知", source="本机"),
        ),
        steps=(
            Step(f"先用{last.client}查；这台电脑换浏览器、关插件、校准时钟", Who.ASKER),
            Step("请网管修这台电脑的根证书和浏览器", Who.IT),
        ),
    )
