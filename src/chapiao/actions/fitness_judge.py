"""体检: what a browser told, in words: fit or not, and what to do about it. Three-valued."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chapiao.actions.fitness_told import Reach, Told
from chapiao.diagnosis.rules.system.client_unfit import OLD_BROWSER, OLD_SYSTEM
from chapiao.diagnosis.world.entries import SLACK
from chapiao.store.models import Whose

LITTLE = 60  # seconds that a clock may be wrong without a word
SLOW = 5_000  # milliseconds
BEIJING_MINUTES = 8 * 60
NARROW = 360  # points


class Fit(StrEnum):
    """How one thing stands."""

    YES = "通过"
    NO = "不通过"
    MIND = "留意"
    NOT_RUN = "未执行"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that was looked at; `do` says what to do, "" where nothing is to be done."""

    name: str
    fit: Fit
    says: str
    do: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What our server saw of the same entry, a little before."""

    whose: str
    says: str


def judge(told: Told, beside: Mapping[str, Beside]) -> tuple[Item, ...]:
    """Return every item, the computer's own first; `beside` is by the name of the entry."""
    return (*_computer(told), *_page(told), *_ways(told, beside))


def headline(items: tuple[Item, ...]) -> str:
    """Return the one sentence above the items."""
    bad = [one.name for one in items if one.fit is Fit.NO]
    if bad:
        return f"有 {len(bad)} 项不通过：{'、'.join(bad)}"
    left = sum(one.fit is Fit.NOT_RUN for one in items)
    rest = f"（{left} 项未执行）" if left else ""
    return f"这台电脑可以用来查票{rest}"


def _computer(told: Told) -> Iterator[Item]:
    old = bool(OLD_BROWSER.search(told.browser))
    yield Item(
        name="浏览器",
        fit=Fit.NO if old else Fit.MIND if told.browser == "其他浏览器" else Fit.YES,
        says=f"{told.browser}{'，太旧或不合用' if old else ''}",
        do="换成新版 Edge 或 Chrome 再查；查验平台在旧内核里常常点不动" if old else "",
    )
    old = bool(OLD_SYSTEM.search(told.system))
    yield Item(
        name="操作系统",
        fit=Fit.NO if old else Fit.YES,
        says=f"{told.system}{'，太旧，新的安全连接可能建不起来' if old else ''}",
        do="请网管升级系统，或换一台电脑" if old else "",
    )
    yield _clock(told.clock_skew)
    yield _zone(told)


def _clock(skew: int | None) -> Item:
    if skew is None:
        return Item(name="时钟", fit=Fit.NOT_RUN, says="浏览器没有报告时间")
    off = abs(skew)
    fit = Fit.YES if off <= LITTLE else Fit.MIND if off <= SLACK else Fit.NO
    return Item(
        name="时钟",
        fit=fit,
        says="准" if fit is Fit.YES else f"比本系统{'快' if skew > 0 else '慢'} {_span(off)}",
        do=""
        if fit is Fit.YES
        else "在系统设置里打开“自动设置时间”；时钟差得多，入口的证书会被拒绝",
    )


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"


def _zone(told: Told) -> Item:
    if told.zone_minutes is None:
        return Item(name="时区", fit=Fit.NOT_RUN, says="浏览器没有报告时区")
    right = told.zone_minutes == BEIJING_MINUTES
    return Item(
        name="时区",
        fit=Fit.YES if right else Fit.MIND,
        says=told.zone or f"比 UTC 早 {told.zone_minutes} 分钟",
        do="" if right else "改成北京时间：夜里填开票日期可能差一天",
    )


def _page(told: Told) -> Iterator[Item]:
    yield _yes_no("Cookie", told.cookies, "没有 Cookie 登录不了：在浏览器设置里允许本网站")
    yield _yes_no("弹出窗口", told.popups, "入口的结果页可能打不开：对它的网址允许弹出窗口")
    if told.width is not None and told.width < NARROW:
        yield Item(
            name="屏幕",
            fit=Fit.MIND,
            says=f"只有 {told.width} 点宽",
            do="横过来，或把缩放调小",
        )
    if told.safe is not None:
        yield Item(
            name="与本系统的连接",
            fit=Fit.YES if told.safe else Fit.MIND,
            says="安全连接（HTTPS）" if told.safe else "不是安全连接",
            do="" if told.safe else "只在本机试用时可以；正式使用请运维打开 HTTPS",
        )


def _yes_no(name: str, value: bool | None, do: str) -> Item:  # noqa: FBT001 - three-valued
    if value is None:
        return Item(name=name, fit=Fit.NOT_RUN, says="没有试")
    if value:
        return Item(name=name, fit=Fit.YES, says="可用")
    return Item(name=name, fit=Fit.NO, says="被浏览器拦住了", do=do)


def _ways(told: Told, beside: Mapping[str, Beside]) -> Iterator[Item]:
    if told.online is False:
        yield Item(
            name="网络",
            fit=Fit.NO,
            says="浏览器说没有联网",
            do="接好网线或无线网络；公司网络要先登录的，先打开任意网页登录",
        )
    if told.control is not None:
        yield _other_sites(told.control)
    for name, way in told.entries.items():
        yield _way(name, way, beside.get(name), told)


def _other_sites(way: Reach) -> Item:
    name = "别的网站"
    if way.reached is None:
        return Item(name=name, fit=Fit.NOT_RUN, says=way.because or "没有试")
    if way.reached:
        return Item(name=name, fit=Fit.YES, says="打得开")
    do = "这台电脑上不了外网：换手机热点试，或请网管看代理和出口"
    return Item(name=name, fit=Fit.NO, says="也打不开", do=do)


def _way(name: str, way: Reach, seen: Beside | None, told: Told) -> Item:
    server = "" if seen is None else f"；从本单位服务器看：{seen.whose}，{seen.says}"
    if way.reached is None:
        return Item(name=name, fit=Fit.NOT_RUN, says=f"{way.because or '没有试'}{server}")
    if way.reached:
        slow = (way.ms or 0) > SLOW
        how = f"连得上，{way.ms} 毫秒" if way.ms is not None else "连得上"
        moved = "，但被转到别的网站" if way.moved else ""
        do = "网络慢，多等一会儿" if slow else ""
        return Item(
            name=name,
            fit=Fit.MIND if slow or way.moved else Fit.YES,
            says=f"{how}{moved}{server}",
            do="打开它看看是不是网络的登录页" if way.moved else do,
        )
    return Item(name=name, fit=Fit.NO, says=f"连不上{server}", do=_do(name, seen, told))


def _do(name: str, seen: Beside | None, told: Told) -> str:
    if told.control is not None and told.control.reached is False:
        return "先解决这台电脑上不了外网的事"
    if seen is not None and seen.whose == Whose.NOBODY:
        return f"服务器连得上，是这台电脑的网络：请网管放行{name}的网址，或用手机热点查"
    if seen is not None and seen.whose in {Whose.THEIRS, Whose.PLANNED}:
        return "不是这台电脑的事，等它恢复后再查"
    return "用手机热点打开同一个入口：打得开就是公司网络没有放行，请网管处理"
