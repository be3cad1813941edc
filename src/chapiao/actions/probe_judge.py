"""Whose fault it is that an address cannot be reached, from what was seen of it and beside it."""

from __future__ import annotations

from chapiao.outside.probe_walk import Fault, Seen
from chapiao.store.models import Whose

SLACK = 60  # seconds our clock may differ from that of the address we compare with

# What somebody on the way does, whoever the address belongs to.
ON_THE_WAY = frozenset({Fault.PROXY, Fault.PORTAL})


def clock_off(seen: Seen, at: float) -> int | None:
    """Return by how many seconds our clock is ahead; None where nobody told the time."""
    return None if seen.date is None else round(at - seen.date)


def judge(
    seen: Seen, control: Seen | None, at: float, *, planned: bool, known_to_work: bool
) -> tuple[Whose, str]:
    """Return whose it is, and what to say of it.

    `control` is what was seen of the address that tells whether our network is up, None where
    there is none. `planned`: inside an announced window. `known_to_work`: it was reached from
    here before, so that no firewall of ours keeps us out for good.
    """
    if seen.fault is Fault.NONE:
        return Whose.NOBODY, seen.detail
    if planned:
        return Whose.PLANNED, f"在公告的维护时段内：{seen.detail}"
    if seen.fault in ON_THE_WAY:
        return Whose.LOCAL, f"被本单位的代理或网关拦住：{seen.detail}"
    if seen.fault is Fault.SERVER:
        return Whose.THEIRS, seen.detail  # it answered: the way to it is free
    return _beside(seen, control, at, known_to_work=known_to_work)


def _beside(
    seen: Seen, control: Seen | None, at: float, *, known_to_work: bool
) -> tuple[Whose, str]:
    if control is None:
        return Whose.UNTOLD, f"{seen.detail}；没有设对照地址，分不清是哪边的事"
    if control.fault is Fault.CERTIFICATE_TIME is seen.fault:
        return Whose.OURS, f"{seen.detail}，对照地址的也是：多半是本机时钟不准"
    if control.fault not in {Fault.NONE, Fault.SERVER}:
        return Whose.LOCAL, f"{seen.detail}；对照地址也不通（{control.detail}）"
    return _on_a_free_way(seen, clock_off(control, at), known_to_work=known_to_work)


def judge_control(seen: Seen, at: float) -> tuple[Whose, str]:
    """Return the same of the address we compare with: it stands for our own network and clock."""
    off = clock_off(seen, at)
    if off is not None and abs(off) > SLACK:
        return Whose.OURS, f"本机时钟{'快' if off > 0 else '慢'}了{abs(off)}秒，请校准"
    if seen.fault is Fault.CERTIFICATE_TIME:
        return Whose.OURS, f"{seen.detail}：先看本机时钟准不准"
    if seen.fault in {Fault.NONE, Fault.SERVER}:
        return Whose.NOBODY, f"本单位的网络通：{seen.detail}"
    return Whose.LOCAL, seen.detail


def _on_a_free_way(seen: Seen, off: int | None, *, known_to_work: bool) -> tuple[Whose, str]:
    """Judge what fails while the rest of the internet answers us."""
    if seen.fault is Fault.CERTIFICATE_TIME:
        if off is not None and abs(off) > SLACK:
            return Whose.OURS, f"{seen.detail}；本机时钟差{abs(off)}秒，请先校准"
        return Whose.THEIRS, f"{seen.detail}，本机时钟没有问题"
    if seen.fault is Fault.CERTIFICATE:
        return Whose.UNTOLD, f"{seen.detail}：它的根证书没有装在本机，或路上有网关换了证书"
    if seen.fault is Fault.NAME:
        return Whose.UNTOLD, f"{seen.detail}，别的域名可以：本单位的域名服务器或对方的域名有问题"
    if seen.fault is Fault.CONNECT and not known_to_work:
        return Whose.UNTOLD, f"{seen.detail}，从这里还没有通过：先看本单位防火墙有没有放行"
    return Whose.THEIRS, f"{seen.detail}；本单位的网络通"
