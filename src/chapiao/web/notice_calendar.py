"""公告日历: the stops as an iCalendar file, to take away or to subscribe to by a token address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from chapiao.actions import calendar_address, links
from chapiao.notices.ics import Entry, calendar
from chapiao.notices.model import Window
from chapiao.store.models import NoticeWindow
from chapiao.store.queries.notices import Standing, cancelled, standing, window_of
from chapiao.web.page import page
from chapiao.web.person import now, person

BACK = timedelta(days=35)
NAME = "开票服务停机日历"


@page("GET")
def download(request: HttpRequest) -> HttpResponse:
    """Hand the calendar out as a file."""
    del request
    response = _calendar(now())
    response["Content-Disposition"] = 'attachment; filename="chapiao-notices.ics"'
    return response


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program; the token in the address is all it has."""
    del request
    if calendar_address.person_of(token) is None:
        msg = "这个日历地址不存在，或已经换掉了"
        raise Http404(msg)
    response = _calendar(now())
    response["Cache-Control"] = "private, max-age=900"
    response["Referrer-Policy"] = "no-referrer"
    return response


@page("POST")
def address(request: HttpRequest) -> HttpResponse:
    """Make an address, or a new one in place of the old; or end it."""
    who = person(request)
    if "drop" in request.POST:
        calendar_address.drop(who, now())
        messages.success(request, "日历地址已停用，用它的日历不再更新")
    else:
        calendar_address.renew(who, now())
        messages.success(request, "日历地址做好了，加到手机或电脑的日历里就会自己更新")
    return redirect(f"{reverse('notices')}#subscribe")


def _calendar(at: datetime) -> HttpResponse:
    content = calendar(_entries(standing(at - BACK), at - BACK), NAME)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _entries(shown: Standing, since: datetime) -> Iterator[Entry]:
    """Return what stands, and what was taken back, so that it goes from the calendars too."""
    places: Counter[int] = Counter()
    names: dict[int, str] = {}
    for row in shown.rows:
        names[row.pk] = f"notice-{row.notice_id}-{places[row.notice_id]}"
        places[row.notice_id] += 1
    latest = max((_decided(row) for row in shown.rows), default=since)
    for one in shown.held:
        row = shown.row(one)
        whole = one.window.services == set(row.services)
        yield _entry(row, one.window, names[row.pk], _decided(row) if whole else latest)
    for row in cancelled(shown, since):
        yield _entry(row, window_of(row), names[row.pk], latest, cancelled=True)


def _entry(
    row: NoticeWindow, window: Window, name: str, changed_at: datetime, *, cancelled: bool = False
) -> Entry:
    return Entry(
        uid=f"{name}@{urlsplit(settings.SITE).hostname}",
        window=window,
        publisher=row.notice.publisher,
        link=f"{settings.SITE}{links.notice(row.notice_id)}",
        changed_at=changed_at,
        cancelled=cancelled,
    )


def _decided(row: NoticeWindow) -> datetime:
    return row.notice.decided_at or row.notice.added_at
