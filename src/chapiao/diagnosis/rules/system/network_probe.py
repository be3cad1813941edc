"""本机连不上，别处连得上。

The asker's own machine does not reach the entry. Where it reaches nothing at all, or our
server reaches the entry, the fault is here; where nobody else tried, both stay open.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt, Client, OwnProbe, Probe
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

FRESH = timedelta(hours=2)
PROXY = frozenset({403, 407, 511})  # what a proxy or a gateway answers in place of the entry
BROKEN = frozenset({Outcome.NETWORK, Outcome.SYSTEM, Outcome.BUSY, Outcome.MAINTENANCE})


@rule(
    cause="local_network",
    title="本机网络连不上",
    source="requirements R19、§5 [网络]：本机探测失败、服务器探测通，就是本地网络",
)
def network_probe(
    client: Client,
    server_probes: tuple[Probe, ...],
    checks: tuple[Attempt, ...],
    entry: Entry,
    told: frozenset[Outcome],
    now: datetime,
) -> Finding | RuledOut | None:
    probe = client.probe
    if told - BROKEN or (
        client.online is not False
        and (probe is None or (probe.reached and probe.other_sites_ok is not False))
    ):
        return RuledOut("本机连得上这个入口") if probe is not None else None
    gateway = probe is not None and (probe.gateway or probe.http in PROXY)
    certificate = probe is not None and probe.store_fault
    others = probe is not None and probe.other_sites_ok is False and not certificate
    offline = client.online is False or others
    if client.clock_wrong and client.online is not False:
        return None  # with a wrong clock no certificate is accepted: another rule says so
    if not offline and (probe is None or probe.broken_there):
        return None
    elsewhere = _works_elsewhere(entry, server_probes, checks, now)
    sure = offline or (elsewhere is True and not certificate)
    if elsewhere is False and not offline:
        return None
    return Finding(
        says=f"您的电脑{'上不了网' if offline else f'连不上{entry}'}"
        f"{'，而从别处打得开' if elsewhere else ''}，是您这边的网络，与这张票无关。",
        certainty=Certainty.CERTAIN
        if sure
        else Certainty.LIKELY
        if gateway
        else Certainty.POSSIBLE,
        evidence=(Evidence("本机探测", seen=_seen(client, probe), source="本机"),),
        steps=(
            Step("换手机热点或另一台电脑再查；公司网络请网管放行这个网站", Who.IT),
            Step("着急时先用手机流量打开同一个入口查", Who.ASKER),
        ),
    )


def _works_elsewhere(
    entry: Entry, probes: tuple[Probe, ...], attempts: tuple[Attempt, ...], now: datetime
) -> bool | None:
    """Whether somebody else reached the entry lately; None: nobody tried."""
    seen = [(one.at, one.ok) for one in probes if one.entry is entry and abs(now - one.at) <= FRESH]
    seen += [
        (one.at, True)
        for one in attempts
        if one.entry is entry
        and timedelta() <= now - one.at <= FRESH
        and one.outcome is not None
        and one.outcome not in BROKEN
    ]
    return max(seen)[1] if seen else None


def _seen(client: Client, probe: OwnProbe | None) -> str:
    if client.online is False or probe is None:
        return "没有联网"
    others = {True: "别的网站打得开", False: "别的网站也打不开"}.get(
        probe.other_sites_ok is not False, ""
    )
    return (
        f"DNS {probe.dns or '未知'}，TLS {probe.tls or '未知'}，HTTP {probe.http or '无'}，{others}"
    )
