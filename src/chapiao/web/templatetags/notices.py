"""How stops and services look on the pages of 公告."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from chapiao.invoice.region import PROVINCES
from chapiao.notices.free import Slot
from chapiao.notices.model import Kind, Service
from chapiao.notices.month import Piece
from chapiao.notices.services import CHINESE, named
from chapiao.notices.standing import Held
from chapiao.store.models import NoticeState
from chapiao.store.queries.notices import Standing
from chapiao.web.templatetags.show import state_as

register = template.Library()
_WEEK = "一二三四五六日"
_SHORT = {
    Service.INV_VERI: "查验平台",
    Service.DIGITAL_ACCOUNT: "数字账户",
    Service.LQ_DIRECT: "乐企",
    Service.TAX_CONTROL: "税控联网",
    Service.LOCAL_LOOKUP: "省局发票查询",
    Service.RAIL_TICKET: "12306售票",
    Service.ETAX_APP: "税务APP",
    Service.AIR_ITINERARY: "航空行程单",
    Service.TOLL: "通行费发票",
    Service.VENDOR_API: "查验接口",
    Service.FISCAL_ISSUE: "财政票据开具",
    Service.FISCAL_VERIFY: "财政票据查验",
}


@register.filter
def service(one: Service) -> str:
    """Return a service in words."""
    return CHINESE[one]


@register.filter
def services(told: Iterable[str] | None) -> str:
    """Return services in words.

    >>> services(["tick", "inv_veri"])
    '全国增值税发票查验平台、勾选确认'
    """
    return named(Service(one) for one in told or () if one in set(Service))


@register.filter
def services_short(told: Iterable[Service]) -> str:
    """Return services in few words, for a cell of the calendar.

    >>> services_short({Service.INV_VERI, Service.TICK, Service.ETAX})
    '查验平台等3项'
    """
    found = set(told)
    names = [_SHORT.get(one, CHINESE[one]) for one in Service if one in found]
    return f"{names[0]}等{len(names)}项" if len(names) > 1 else names[0]


@register.filter
def regions(told: Iterable[str]) -> str:
    """Return provinces in words; none is the whole country."""
    return "、".join(PROVINCES.get(one, one) for one in sorted(told)) or "全国"


@register.filter
def notice_state(word: str) -> SafeString:
    """Show where a notice stands as a dot and a word."""
    colour = {NoticeState.KEPT: "green", NoticeState.WAITING: "orange"}.get(NoticeState(word))
    return state_as(word, colour or "grey")


@register.filter
def kind(value: str) -> str:
    """Return what a notice does to a period, in a word."""
    return Kind(value).chinese


@register.filter
def weekday(day: date) -> str:
    """Return 周一 to 周日."""
    return f"周{_WEEK[day.weekday()]}"


@register.filter
def clocks(piece: Piece) -> str:
    """Return the hours of what lies on a day: begun before, it has no start there."""
    window = piece.held.window
    start = f"{window.start:%H:%M}" if piece.begins and window.start else ""
    if window.end is None:
        return f"{start}起" if start else "未恢复"
    end = f"{_last(window.end, midnight=piece.ends)}" if piece.ends else ""
    if start and end:
        return f"{start}–{end}"
    return f"{start}起" if start else f"到{end}" if end else "全天"


def _last(end: datetime, *, midnight: bool) -> str:
    return "24:00" if midnight and (end.hour, end.minute) == (0, 0) else f"{end:%H:%M}"


@register.filter
def slot(one: Slot) -> str:
    """Return a free stretch in words."""
    day = one.start
    return f"{day.month}月{day.day}日（{weekday(day)}）{day:%H:%M}–{one.end:%H:%M}"


@register.filter
def notice_of(shown: Standing, one: Held) -> int:
    """Return the key of the notice that tells of a stop."""
    return shown.row(one).notice_id


@register.filter
def publisher_of(shown: Standing, one: Held) -> str:
    """Return whose notice tells of a stop."""
    return shown.row(one).notice.publisher


@register.filter
def is_web(source: str) -> bool:
    """Whether a source is an address that a browser opens."""
    return source.startswith(("https://", "http://")) and " " not in source


@register.simple_tag
def calendar_url(token: str) -> str:
    """Return the whole address of a person's calendar."""
    return f"{settings.SITE}{reverse('calendar_feed', args=(token,))}"
