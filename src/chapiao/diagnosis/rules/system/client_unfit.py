"""浏览器、系统、证书或时钟不合用。

An old browser matters only where the page did not do its work on this computer; one that
got an answer was good enough.
"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Client
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

OLD_BROWSER = re.compile(
    r"\bIE\b|IE ?\d|Internet Explorer|MSIE|Trident|兼容模式|Edge (?:Legacy|1[0-8]\b)"
    r"|Chrome (?:[1-9]?\d)\b|Firefox (?:[1-5]?\d)\b|Safari (?:[1-9]|1[01])\b"
    r"|旧版|IE ?内核|内置浏览器|WebView",
    re.IGNORECASE,
)
OLD_SYSTEM = re.compile(
    r"Windows (?:XP|Vista|2000|7|8(?!\.1)\b)|Win(?:XP|7)|Android [2-8]\b"
    r"|Mac ?OS X? ?10\.[0-9]\b|iOS (?:[1-9]|1[01])\b",
    re.IGNORECASE,
)
CERTIFICATE = re.compile(
    r"expired|not.?yet|尚未生效|unknown.?ca|root|根证书|过期|protocol|handshake|版本|证书",
    re.IGNORECASE,
)
BLOCKER = re.compile(r"拦截|屏蔽|扩展|插件|脚本|AdBlock|NoScript|无JS|禁用", re.IGNORECASE)
SAYS_SO = re.compile(
    r"浏览器|控件|插件|不兼容|版本(?:过|太)低|证书(?:错误|无效|过期|不)|系统时间|ERR_CERT|JavaScript",
    re.IGNORECASE,
)
BROKEN = frozenset({Outcome.NETWORK, Outcome.SYSTEM, Outcome.BUSY, Outcome.CAPTCHA})


@rule(
    cause="client_unfit",
    title="这台电脑不合用",
    source="requirements R26：浏览器版本过低、系统不兼容；domain §8.2 第25行：证书、时钟",
)
def client_unfit(
    client: Client, answered: str, entry: Entry, told: frozenset[Outcome], is_held: bool
) -> Finding | RuledOut | None:
    faults = _faults(client)
    complains = bool(SAYS_SO.search(answered))
    if not faults and not complains:
        return RuledOut("浏览器、系统和时钟都合用") if client.browser else None
    if (told - BROKEN and not complains) or (is_held and entry is Entry.OWN and not answered):
        return RuledOut("这台电脑已经从入口得到答复，够用")
    probe = client.probe
    tls = bool(probe is not None and not probe.reached and CERTIFICATE.search(probe.tls))
    hard = bool(OLD_BROWSER.search(client.browser)) or client.clock_wrong
    lost = (
        probe is not None
        and probe.other_sites_ok is False
        and not (client.clock_wrong or probe.store_fault)
    )
    unopened = not told and (probe is None or not probe.reached)
    strong = (
        complains
        or (tls and bool(faults))
        or (hard and (not told or client.clock_wrong))
        or (hard and probe is not None and probe.reached)  # the way is free, the page is not
        or (unopened and bool(faults))
    )
    return Finding(
        says=f"这台电脑{'、'.join(faults) or '的浏览器被入口拒绝'}，入口的页面在它上面用不了。",
        certainty=_certainty(strong=strong and not lost, old=unopened and hard and len(faults) > 1),
        evidence=(
            Evidence(
                "浏览器和系统",
                seen=f"{client.browser} {client.system}".strip() or "未知",
                source="本机",
            ),
            *(
                (
                    Evidence(
                        "本机时钟",
                        seen=f"差{client.clock_skew}秒",
                        expected="几秒以内",
                        source="本机",
                    ),
                )
                if client.clock_wrong
                else ()
            ),
            *(
                (Evidence("安全连接", seen=probe.tls, expected="ok", source="本机"),)
                if tls and probe
                else ()
            ),
            *(
                (Evidence("入口的原话", seen=answered[:80], source="入口答复"),)
                if complains
                else ()
            ),
        ),
        steps=(
            Step("换一台电脑或新版浏览器再查；时钟不准的先校准时间", Who.ASKER),
            Step("请网管升级这台电脑的浏览器和根证书", Who.IT),
        ),
    )


def _certainty(*, strong: bool, old: bool) -> Certainty:
    """Return more where browser and system are both too old and the page did not open."""
    if not strong:
        return Certainty.POSSIBLE
    return Certainty.CERTAIN if old else Certainty.LIKELY


def _faults(client: Client) -> tuple[str, ...]:
    probe = client.probe
    found = []
    if OLD_BROWSER.search(client.browser):
        found.append(f"浏览器{client.browser}太旧")
    if OLD_SYSTEM.search(client.system):
        found.append(f"系统{client.system}太旧")
    if BLOCKER.search(client.browser):
        found.append("浏览器装了拦截插件")
    if client.clock_wrong:
        found.append("时钟不准")
    if probe is not None and probe.store_fault and not client.clock_wrong:
        found.append("的证书或安全协议不合")
    return tuple(found)
