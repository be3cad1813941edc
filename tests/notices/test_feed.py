"""A feed is read as it is: RSS, Atom, a calendar, a page in an old encoding; else refused."""

from __future__ import annotations

from datetime import datetime

import pytest

from chapiao.invoice.dates import BEIJING
from chapiao.notices.feed import MOST, NotAFeed, items
from chapiao.notices.ics import Entry, calendar
from chapiao.notices.model import Kind, Service, Window
from chapiao.notices.windows import windows

AT = datetime(2026, 11, 20, 9, tzinfo=BEIJING)
BODY = "电子税务局定于11月28日22:00至次日6:00停机。"
RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>公告</title>
<item><title>停机公告</title><link>https://example.com/1</link>
<pubDate>Fri, 20 Nov 2026 09:00:00 +0800</pubDate>
<description>&lt;p&gt;{BODY}&lt;/p&gt;</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>停机公告</title>
<link href="https://example.com/2"/><updated>2026-11-20T01:00:00Z</updated>
<content>{BODY}</content></entry></feed>"""
PAGE = f"""<!DOCTYPE html><html><head><meta charset="gbk"><title>公告</title></head><body>
<nav>首页</nav><main><h1>停机公告</h1><p>发布日期：2026-11-20</p><p>{BODY}</p></main>
<script>var a = "11月1日停机"</script></body></html>"""


@pytest.mark.parametrize(
    ("data", "link"),
    [
        pytest.param(RSS.encode(), "https://example.com/1", id="RSS"),
        pytest.param(ATOM.encode(), "https://example.com/2", id="Atom"),
        pytest.param(PAGE.encode("gb18030"), "", id="page"),
    ],
)
def test_a_notice_is_found_in_every_form(data: bytes, link: str) -> None:
    [one] = items(data)

    assert one.link == link
    assert "<" not in one.text
    assert one.published_at is not None
    assert one.published_at.date() == AT.date()
    [window] = windows(one.text, one.published_at)
    assert window.start == datetime(2026, 11, 28, 22, tzinfo=BEIJING)


def test_what_a_page_hides_is_not_read() -> None:
    [one] = items(PAGE.encode("gb18030"))

    assert "11月1日" not in one.text
    assert "首页" not in one.text


def test_our_own_calendar_is_read_back() -> None:
    stop = Window(
        start=datetime(2026, 11, 28, 22, tzinfo=BEIJING),
        end=datetime(2026, 11, 29, 6, tzinfo=BEIJING),
        services=frozenset({Service.INV_VERI}),
    )
    entry = Entry(uid="a@b", window=stop, publisher="", link="", changed_at=AT)

    [one] = items(calendar([entry], "日历"))

    [window] = windows(one.text, AT)
    assert (window.start, window.end, window.services) == (stop.start, stop.end, stop.services)


def test_a_cancelled_event_takes_back() -> None:
    stop = Window(start=AT, end=AT.replace(hour=12), services=frozenset({Service.INV_VERI}))
    entry = Entry(uid="a@b", window=stop, publisher="", link="", changed_at=AT, cancelled=True)

    [one] = items(calendar([entry], "日历"))

    assert [each.kind for each in windows(one.text, AT)] == [Kind.CANCELLED]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x89PNG",
        b"{}",
        b"<a/>",
        b'<!DOCTYPE x [<!ENTITY e "x">]><rss>&e;</rss>',
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:nonsense\r\n",
    ],
    ids=["nothing", "picture", "JSON", "other XML", "bomb", "broken calendar"],
)
def test_what_is_no_feed_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(NotAFeed) as error:
        items(data)

    assert "地址" in str(error.value)


def test_a_feed_without_end_is_cut() -> None:
    many = f"<rss><channel>{'<item><title>停机</title></item>' * 5000}</channel></rss>"

    assert len(items(many.encode())) == MOST


ICS = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:停机\r\n{line}\r\nEND:VEVENT\r\nEND:VCALENDAR"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(RSS.replace("Fri, 20 Nov 2026 09:00:00 +0800", "0001-01-01T00:00:00+14:00")),
        pytest.param(RSS.replace("Fri, 20 Nov 2026 09:00:00 +0800", "9999-12-31T23:59:59-08:00")),
        pytest.param(
            RSS.replace("&lt;p&gt;", "&lt;/p&gt;").replace(BODY, "").replace("Fri, 20 Nov 2026", "")
        ),
        pytest.param("<!doctype html><!-- nothing -->"),
        pytest.param(r"<html><meta charset=unicode_escape>\ud800</html>"),
        pytest.param(ICS.format(line="DTEND:99991231T235959Z")),
        pytest.param(ICS.format(line="DTSTART:99999999T999999Z")),
    ],
)
def test_dates_and_markup_that_make_no_sense_break_nothing(data: str) -> None:
    for one in items(data.encode()):
        assert one.published_at is None
