"""公告: pasted, read, confirmed by who may, seen in the month, in the calendar and in warnings."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from tests.web.desk import browse, text

from chapiao.actions import maintenance
from chapiao.actions.keep_notice import keep_notice
from chapiao.invoice.entry import Entry
from chapiao.store.models import Maintenance, Notice, NoticeState, Person

pytestmark = pytest.mark.django_db

BODY = "电子税务局定于{day}22:00至次日6:00停机升级，期间全国增值税发票查验平台暂停服务。"


@pytest.fixture
def desk(admin: Person) -> Client:
    return browse(admin)


def written(days: int = 3) -> str:
    """A notice of a stop so many days from now."""
    day = timezone.localdate() + timedelta(days=days)
    return BODY.format(day=f"{day.year}年{day.month}月{day.day}日")


def paste(client: Client, body: str, **more: str) -> Notice:
    sent = {"text": body, "publisher": "国家税务总局浙江省税务局", "source": "", **more}
    response = client.post("/notices/", sent)
    assert response.status_code == 302, response.content.decode()
    return Notice.objects.get(pk=int(response["Location"].strip("/").split("/")[-1]))


def as_read(notice: Notice) -> dict[str, object]:
    """What the form sends when nobody changes anything."""
    sent: dict[str, object] = {}
    rows = list(notice.windows.order_by("pk"))
    for at in range(len(rows) + 2):
        sent |= {f"w{at}-kind": "planned", f"w{at}-region": "", f"w{at}-says": ""}
    for at, one in enumerate(rows):
        ends = timezone.localtime(one.ends).strftime("%Y-%m-%dT%H:%M") if one.ends else ""
        starts = timezone.localtime(one.starts).strftime("%Y-%m-%dT%H:%M") if one.starts else ""
        sent |= {f"w{at}-starts": starts, f"w{at}-ends": ends, f"w{at}-services": one.services}
        sent |= {f"w{at}-kind": one.kind}
    return sent


def adopt(client: Client, notice: Notice) -> None:
    assert client.post(f"/notices/{notice.pk}/", as_read(notice)).status_code == 302


def test_a_pasted_notice_waits_and_stops_nothing(page: Client) -> None:
    notice = paste(page, written())

    assert notice.state == NoticeState.WAITING
    [window] = notice.windows.all()
    assert window.services == ["etax", "inv_veri"]
    assert not Maintenance.objects.exists()
    shown = text(page.get(f"/notices/{notice.pk}/"))
    assert "还在等管理员或财务主管确认" in shown
    assert "确认采用" not in shown


def test_who_has_the_right_confirms_and_the_entries_are_kept_clear_of(
    desk: Client, page: Client
) -> None:
    notice = paste(page, written())

    adopt(desk, notice)

    inside = timezone.localtime() + timedelta(days=3)
    inside = inside.replace(hour=23, minute=0)
    assert maintenance.open_until(Entry.PLATFORM, inside) is not None
    assert maintenance.open_until(Entry.ETAX, inside) is not None
    assert "22:00" in text(page.get("/notices/"))


def test_who_has_no_right_can_neither_confirm_nor_refuse(page: Client) -> None:
    notice = paste(page, written())

    page.post(f"/notices/{notice.pk}/", as_read(notice))
    page.post(f"/notices/{notice.pk}/", {"refuse": "1"})

    notice.refresh_from_db()
    assert notice.state == NoticeState.WAITING


def test_what_a_colleague_pasted_is_not_seen_before_it_is_confirmed(
    page: Client, stranger: Person, desk: Client
) -> None:
    notice = paste(page, written())
    other = browse(stranger)

    assert other.get(f"/notices/{notice.pk}/").status_code == 404
    again = other.post("/notices/", {"text": notice.text, "publisher": notice.publisher})
    assert again["Location"] == "/notices/"  # and not to a page that is not for them
    adopt(desk, notice)
    assert other.get(f"/notices/{notice.pk}/").status_code == 200


def test_a_person_corrects_what_was_read(desk: Client) -> None:
    notice = paste(desk, written())
    sent = as_read(notice) | {"w0-services": ["tick"], "w0-region": "33"}

    desk.post(f"/notices/{notice.pk}/", sent)

    [window] = notice.windows.all()
    assert (window.services, window.regions) == (["tick"], ["33"])


def test_seconds_that_the_form_does_not_show_stay(desk: Client) -> None:
    day = timezone.localdate() + timedelta(days=2)
    body = f"电子税务局{day.month}月{day.day}日00:00:00至{day.month}月{day.day}日23:59:59停机。"
    notice = paste(desk, body)

    adopt(desk, notice)

    [window] = notice.windows.all()
    assert window.ends is not None
    assert timezone.localtime(window.ends).strftime("%H:%M:%S") == "23:59:59"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"w0-services": []}, "没有选停止的服务"),
        ({"w0-starts": ""}, "没有开始时间"),
        ({"w0-ends": "2020-01-01T00:00"}, "结束时间要晚于开始时间"),
        ({"w0-services": ["没有这个"]}, "没有填对"),
        ({"w0-starts": "不是时间"}, "没有填对"),
        ({"w0-starts": "0001-01-01T00:00"}, "没有填对"),
        ({"w0-ends": "9999-12-31T23:59"}, "没有填对"),
    ],
)
def test_a_window_that_cannot_be_is_refused_in_words(
    desk: Client, change: dict[str, object], told: str
) -> None:
    notice = paste(desk, written())

    response = desk.post(f"/notices/{notice.pk}/", as_read(notice) | change)

    assert response.status_code == 422
    assert told in text(response)
    notice.refresh_from_db()
    assert notice.state == NoticeState.WAITING


def test_a_cancellation_takes_the_stop_away_and_says_so(desk: Client) -> None:
    first = paste(desk, written())
    adopt(desk, first)
    day = timezone.localdate() + timedelta(days=3)
    body = f"原定{day.month}月{day.day}日22:00至次日6:00的电子税务局、查验平台停机取消。"
    second = paste(desk, body)
    assert {one.kind for one in second.windows.all()} == {"cancelled"}

    adopt(desk, second)

    assert not Maintenance.objects.exists()
    assert "已被替代" in text(desk.get(f"/notices/{first.pk}/"))


def test_a_refused_notice_stops_nothing_any_more(desk: Client) -> None:
    notice = paste(desk, written())
    adopt(desk, notice)
    assert Maintenance.objects.exists()

    desk.post(f"/notices/{notice.pk}/", {"refuse": "1"})

    assert not Maintenance.objects.exists()


def test_the_same_notice_pasted_twice_is_one(desk: Client) -> None:
    assert paste(desk, written()).pk == paste(desk, written()).pk


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "  "},
        {"text": "长" * 6001},
        {"published_at": "x"},
        {"published_at": "0001-01-01T00:00"},
        {"published_at": "0001-01-02T00:00"},
    ],
)
def test_what_is_no_notice_is_refused_in_words(desk: Client, sent: dict[str, str]) -> None:
    response = desk.post("/notices/", {"text": "电子税务局今晚停机。"} | sent)

    assert response.status_code == 422
    assert not Notice.objects.exists()


def test_markup_in_a_notice_is_shown_and_not_run(desk: Client) -> None:
    notice = paste(desk, "<script>alert(1)</script>" + written(), source="javascript:alert(1)")

    page = desk.get(f"/notices/{notice.pk}/").content.decode()

    assert "<script>alert(1)" not in page
    assert 'href="javascript:' not in page


def test_free_time_keeps_clear_of_the_stops(desk: Client) -> None:
    adopt(desk, paste(desk, written()))

    shown = text(desk.get("/notices/?service=inv_veri&hours=2"))

    assert "不停机的工作时间" in shown


@pytest.mark.parametrize(
    "query", ["month=2026-13", "month=x", "month=0000-01", "day=2026-02-30", "service=x&hours=y"]
)
def test_any_query_is_answered(desk: Client, query: str) -> None:
    assert desk.get(f"/notices/?{query}").status_code == 200


def test_the_calendar_of_a_token_needs_no_sign_in_and_dies_when_renewed(
    desk: Client, client: Client
) -> None:
    adopt(desk, paste(desk, written()))
    desk.post("/notices/calendar/", {"make": "1"})
    path = _address(desk)

    file = client.get(path)

    events = Calendar.from_ical(file.content).walk("VEVENT")
    assert [str(one["summary"]) for one in events] == ["停机：全国增值税发票查验平台、电子税务局"]
    assert events[0]["dtstart"].params["TZID"] == "Asia/Shanghai"
    desk.post("/notices/calendar/", {"make": "1"})
    assert client.get(path).status_code == 404
    assert client.get(_address(desk)).status_code == 200
    desk.post("/notices/calendar/", {"drop": "1"})
    assert not re.search(r"/notices/calendar/\d", desk.get("/notices/").content.decode())


@pytest.mark.parametrize("token", ["1-", "x", "1-" + "0" * 40, "9" * 30 + "-0", "²-0"])
def test_a_made_up_calendar_address_opens_nothing(client: Client, desk: Client, token: str) -> None:
    desk.post("/notices/calendar/", {"make": "1"})

    assert client.get(f"/notices/calendar/{token}.ics").status_code == 404


def test_the_address_of_who_left_is_dead(desk: Client, client: Client, admin: Person) -> None:
    desk.post("/notices/calendar/", {"make": "1"})
    path = _address(desk)
    admin.is_active = False
    admin.save()

    assert client.get(path).status_code == 404


def test_a_cancelled_stop_stays_in_the_calendar_as_cancelled(desk: Client) -> None:
    adopt(desk, paste(desk, written()))
    day = timezone.localdate() + timedelta(days=3)
    body = f"原定{day.month}月{day.day}日22:00至次日6:00的电子税务局、查验平台停机取消。"
    adopt(desk, paste(desk, body))

    events = Calendar.from_ical(desk.get("/notices/calendar.ics").content).walk("VEVENT")

    assert [str(one["status"]) for one in events] == ["CANCELLED"]


def test_who_is_about_to_ask_is_warned(admin: Person, page: Client) -> None:
    at = timezone.localtime()
    start, end = at - timedelta(minutes=5), at + timedelta(hours=3)
    keep_notice(
        admin,
        f"查验平台{_clock(start)}至{_clock(end)}停机维护。",
        at - timedelta(days=1),
        "国家税务总局",
        at,
    )

    assert "全国增值税发票查验平台正在停机维护到" in text(page.get("/"))


def _address(client: Client) -> str:
    found = re.search(r"(/notices/calendar/\d+-\w+\.ics)", client.get("/notices/").content.decode())
    assert found
    return found[1]


def _clock(at: datetime) -> str:
    return f"{at.year}年{at.month}月{at.day}日{at:%H:%M}"
