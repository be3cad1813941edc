"""网络超时：可能是自己的网络。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

# What only a fault on the asker's own side of the line says.
OURS = re.compile(
    r"PROXY|代理|INTERNET_DISCONNECTED|未连接到?(?:互联网|网络)|NAME_NOT_RESOLVED|DNS|上网行为|防火墙|没有网络",
    re.IGNORECASE,
)


@rule(
    cause="local_network",
    title="网络超时，可能是本地网络",
    source="domain §8.1 [A]：010 网络超时；requirements R19：要分清自己的网络和对方的服务器",
    hears={Outcome.NETWORK},
)
def network_here(words: str) -> Finding | None:
    return Finding(
        says="连接超时，也可能是您这边的网络。",
        certainty=Certainty.LIKELY if OURS.search(words) else Certainty.POSSIBLE,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("换手机热点打开同一个入口：打得开就是本地网络", Who.ASKER),),
    )
