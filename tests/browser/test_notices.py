"""公告 in a browser: pasted, looked through, confirmed; the month; nothing wrong on any screen."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from tests.browser.conftest import Desk, cookie_of, faults, too_wide

from chapiao.actions import calendar_address, notice_feeds, take_notice
from chapiao.actions.keep_notice import keep_notice
from chapiao.store.models import Entity, NoticeState, Person

WAYS = {"desk": {}, "dark": {"dark": True}, "phone": {"phone": True}}
WAYS["dark phone"] = {"phone": True, "dark": True}
LONG = "国家税务总局新疆生产建设兵团第十二师税务局关于系统分时段停机安排的补充通知发布单位全称"
PLACES = ("浙江省", "江苏省", "广东省", "四川省", "福建省", "湖北省")


@pytest.fixture
def addresses(transactional_db: None, admin: Person) -> dict[str, str]:
    """Each page of 公告, with many stops and long texts."""
    now = timezone.localtime()
    for at, place in enumerate(PLACES):
        day = now + timedelta(days=at % 3)
        text = (
            f"{place}电子税务局、自助办税终端{said(day)}22:0{at}至次日6:00停机，查验平台不受影响。"
        )
        keep_notice(admin, text, now - timedelta(days=1), f"国家税务总局{place}税务局", now)
    keep_notice(admin, f"查验平台{said(now)}00:00起停机，恢复时间另行通知。", now, LONG, now)
    waiting = take_notice.take(
        text=f"乐企、勾选确认、代开发票定于{said(now)}23:00至24:00停机。\n" + "请妥善安排。" * 300,
        published_at=now,
        publisher=LONG,
        source="https://example.com/" + "notice" * 60,
        now=now,
        person=admin,
    )
    notice_feeds.add(
        by=admin,
        name=LONG,
        url="https://example.com/" + "a" * 200,
        publisher=LONG,
        every=60,
        now=now,
    )
    calendar_address.renew(admin, now)
    return {
        "month": "/notices/?service=etax&hours=2",
        "a day": f"/notices/?day={now.date()}&month={now:%Y-%m}",
        "list": "/notices/all/",
        "waiting": f"/notices/{waiting.pk}/",
        "kept": f"/notices/{waiting.pk - 1}/",
        "feeds": "/notices/feeds/",
        "look-up with a warning": "/",
    }


@pytest.mark.parametrize("way", WAYS)
def test_every_page_of_notices_is_sound(
    desk: Desk, admin: Person, addresses: dict[str, str], way: str
) -> None:
    page = desk.open("/", cookie=cookie_of(admin), **WAYS[way])

    found = {}
    for name, path in addresses.items():
        page.goto(path)
        page.locator("main details").evaluate_all("every => every.forEach(d => (d.open = true))")
        found[name] = faults(page) + (["scrolls sideways"] if too_wide(page) else [])

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_a_notice_is_pasted_corrected_and_confirmed(
    desk: Desk, transactional_db: None, admin: Person, entity: Entity
) -> None:
    page = desk.open("/notices/", cookie=cookie_of(admin))
    day = timezone.localtime() + timedelta(days=1)
    page.fill(
        "textarea[name=text]", f"电子税务局、查验平台定于{said(day)}22:00至次日6:00停机升级。"
    )
    page.click("text=读出停机时段")

    page.click("summary:has-text('停止的服务：全国增值税发票查验平台、电子税务局')")
    page.uncheck("label:has-text('电子税务局') >> nth=0 >> input")
    page.click("text=确认采用")

    page.get_by_text("已采用，1 个时段进入日历").wait_for()
    notice = admin.notices.get()
    assert notice.state == NoticeState.KEPT
    assert [one.services for one in notice.windows.all()] == [["inv_veri"]]
    page.goto(f"/notices/?month={day:%Y-%m}")
    assert page.locator(".cal-piece", has_text="查验平台").count() >= 1


def said(at: datetime) -> str:
    """A day as notices write it."""
    return f"{at.year}年{at.month}月{at.day}日"
