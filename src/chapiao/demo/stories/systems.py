"""Stories of entries that are down, busy, or have had enough of us."""

from __future__ import annotations

from chapiao.demo.stories.story import Shelf, Story, at, typed
from chapiao.invoice.entry import Entry

STORIES = (
    Story(
        rule="system.daily_limit",
        shelf=Shelf.SYSTEM,
        title="今天的五次用完了",
        teaser="同一张票一天只能查五次，同事查的也算；零点后自动再查。",
        expects="daily_limit",
        ask=typed(lambda cast: cast.limited, answer="超过该张发票当日查验次数(请于次日再次查验)!"),
        front=True,
    ),
    Story(
        rule="system.maintenance",
        shelf=Shelf.SYSTEM,
        title="查验平台在维护",
        teaser="等维护结束再查，不会白白用掉次数。",
        expects="maintenance",
        ask=at(Entry.PLATFORM, "系统维护中，请稍后再试", 61),
        front=True,
    ),
    Story(
        rule="system.outage",
        shelf=Shelf.SYSTEM,
        title="平台报系统异常",
        teaser="是平台自己的故障，和您的票无关。",
        expects="outage",
        ask=at(Entry.PLATFORM, "系统异常(015)", 62),
    ),
    Story(
        rule="system.throttled",
        shelf=Shelf.SYSTEM,
        title="查得太频繁",
        teaser="平台限流了，过一会儿再查。",
        expects="throttled",
        ask=at(Entry.PLATFORM, "发票查验请求太频繁，请稍后再试！", 63),
    ),
    Story(
        rule="system.blocked",
        shelf=Shelf.SYSTEM,
        title="查验被停用了",
        teaser="平台认为行为异常：停止自动查验，换人换网络。",
        expects="blocked",
        ask=at(Entry.PLATFORM, "由于查验行为异常，涉嫌违规，当前无法使用查验服务！", 64),
    ),
    Story(
        rule="system.unsupported",
        shelf=Shelf.SYSTEM,
        title="该省尚未开通",
        teaser="这个入口不管那个地区，换一个入口。",
        expects="region_kind_unsupported",
        ask=at(Entry.PLATFORM, "该省尚未开通发票查验功能！", 65),
    ),
    Story(
        rule="system.network_here",
        shelf=Shelf.SYSTEM,
        title="网络超时：是我这边吗？",
        teaser="一次超时分不清是谁的网络，告诉您怎么分清。",
        expects="insufficient",
        ask=at(Entry.PLATFORM, "网络超时，请重试！(02)", 66),
    ),
    Story(
        rule="system.network_there",
        shelf=Shelf.SYSTEM,
        title="网络超时：是平台吗？",
        teaser="另一种可能是平台没有响应，稍后自动再试。",
        expects="insufficient",
        ask=at(Entry.PLATFORM, "网络超时，请重试！(03)", 67),
    ),
    Story(
        rule="system.page_again",
        shelf=Shelf.SYSTEM,
        title="验证码错误",
        teaser="和票没有关系，刷新验证码再来一次。",
        expects="insufficient",
        ask=at(Entry.PLATFORM, "验证码错误!", 68),
    ),
    Story(
        rule="system.vendor_account",
        shelf=Shelf.SYSTEM,
        title="接口欠费",
        teaser="第三方接口的账户有问题，请管理员处理。",
        expects="insufficient",
        ask=at(Entry.VENDOR, "账户余额不足", 69),
    ),
)
