"""公告: what is stopped when, as a month and a list; the notices themselves; pasting one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import calendar_address, decide_notice, take_notice
from chapiao.invoice.workdays import workday
from chapiao.notices import month as months
from chapiao.notices.free import Slot, free_slots
from chapiao.notices.model import Service
from chapiao.notices.standing import Held
from chapiao.store import access
from chapiao.store.models import Notice, NoticeState
from chapiao.store.queries.notices import (
    Standing,
    fate,
    may_decide,
    notices_for,
    standing,
    waiting_count,
)
from chapiao.web.notice_forms import FreeTime, PasteNotice, window_forms
from chapiao.web.page import page
from chapiao.web.person import now, person

A_PAGE = 30
SINCE = timedelta(days=1)
COMING = 12  # windows of the list, unless all are asked for
UNPROCESSABLE = 422
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


@page("GET", "POST")
def notices(request: HttpRequest) -> HttpResponse:
    """Show the month and what comes; a POST takes a pasted notice in."""
    form = PasteNotice(request.POST if request.method == "POST" else None)
    if form.is_valid():
        at = now()
        try:
            taken = take_notice.take(**form.told(at), now=at, person=person(request))
        except take_notice.BadNotice as error:
            form.add_error("text", str(error))
        else:
            if notices_for(person(request)).filter(pk=taken.pk).exists():
                return redirect("notice", taken.pk)
            messages.success(request, "这份公告已有人收录，等管理员或财务主管确认")
            return redirect("notices")
    at, who = now(), person(request)
    first = _month(request.GET.get("month", ""), at.date())
    begin, _ = months.span(first.year, first.month)
    shown = standing(min(begin, at))
    service = _service(request.GET.get("service", ""))
    held = [one for one in shown.held if service is None or service in one.window.services]
    day = _day(request.GET.get("day", ""))
    coming = _coming(held, at)
    most = None if request.GET.get("every") == "1" else COMING
    before, after = months.beside(first.year, first.month)
    return render(
        request,
        "web/notices.html",
        {
            "form": form,
            "first": first,
            "before": before,
            "after": after,
            "today": at.date(),
            "weeks": months.weeks(first.year, first.month, held, at.date()),
            "shown": shown,
            "service": service,
            "free": FreeTime(request.GET or None),
            "slots": _slots(request, shown, at),
            "day": day,
            "of_day": _of_day(held, day, at) if day else (),
            "coming": coming[:most],
            "more": len(coming) if most and len(coming) > most else 0,
            "waiting": waiting_count(who),
            "mine_waiting": _mine_waiting(request),
            "may_decide": may_decide(who),
            "token": calendar_address.token_of(who),
        },
        status=UNPROCESSABLE if form.errors else None,
    )


@page("GET")
def notice_list(request: HttpRequest) -> HttpResponse:
    """List the notices themselves, newest first."""
    who = person(request)
    found = notices_for(who)
    state = request.GET.get("state", "")
    if state in NoticeState.values:
        found = found.filter(state=state)
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": listed,
        "state": state,
        "states": NoticeState.values,
        "may_decide": may_decide(who),
    }
    return render(request, "web/notice_list.html", shown)


@page("GET", "POST")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice beside what it states; a POST takes it up as filled in, or leaves it."""
    who = person(request)
    one = _notice(request, pk)
    if request.method == "POST" and "refuse" in request.POST:
        return _refused(request, pk)
    rows = list(one.windows.all())
    sent = request.POST if request.method == "POST" else None
    forms = window_forms(rows, sent)
    problem = ""
    if sent is not None and all(form.is_valid() for form in forms):
        stated = [form.window() for form in forms if not form.is_blank()]
        try:
            decide_notice.adopt(who, pk, stated, now())
        except (decide_notice.BadWindow, decide_notice.NotAllowed) as error:
            problem = str(error)
        else:
            messages.success(request, _adopted(len(stated)))
            return redirect("notice", pk)
    elif sent is not None:
        problem = "有的时段没有填对，请看下面标红的地方"
    shown = standing(min(one.published_at, now()) - SINCE)
    told: dict[str, Any] = {
        "notice": one,
        "rows": [(row, fate(rows, shown).get(row.pk, "")) for row in rows],
        "forms": forms,
        "read": len(rows),
        "problem": problem,
        "may_decide": may_decide(who),
        "editing": one.state == NoticeState.WAITING or "edit" in request.GET or bool(problem),
    }
    return render(request, "web/notice.html", told, status=UNPROCESSABLE if problem else None)


def _refused(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        decide_notice.refuse(person(request), pk, now())
    except decide_notice.NotAllowed as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "没有采用这份公告，它不影响任何自动再查")
    return redirect("notice", pk)


def _adopted(count: int) -> str:
    if not count:
        return "已采用，其中没有停机时段"
    return f"已采用，{count} 个时段进入日历；自动再查会避开停机的入口"


def _notice(request: HttpRequest, pk: int) -> Notice:
    found = notices_for(person(request)).filter(pk=pk).first()
    if found is None:
        raise access.NotSeen
    return found


def _mine_waiting(request: HttpRequest) -> int:
    """Return how many of the notices I pasted still wait for somebody else."""
    if may_decide(person(request)):
        return 0
    mine = notices_for(person(request)).filter(state=NoticeState.WAITING)
    return mine.count()


def _slots(request: HttpRequest, shown: Standing, at: datetime) -> tuple[Slot, ...] | None:
    """Return the free stretches asked for; None where nobody asked."""
    form = FreeTime(request.GET)
    service = _service(request.GET.get("service", ""))
    if service is None or not form.is_valid() or not form.cleaned_data["hours"]:
        return None
    length = timedelta(hours=int(form.cleaned_data["hours"]))
    return free_slots(
        shown.windows, frozenset({service}), at, length, lambda day: workday(day).works
    )


def _coming(held: Sequence[Held], at: datetime) -> list[Held]:
    """Return what is stopped now or will be, the earliest first."""
    left = [one for one in held if one.window.end is None or one.window.end > at]
    return sorted(left, key=lambda one: (one.window.start or at, one.at))


def _of_day(held: Sequence[Held], day: date, at: datetime) -> list[Held]:
    shown = months.weeks(day.year, day.month, held, at.date())
    pieces = [one.pieces for week in shown for one in week if one.on == day]
    return [piece.held for piece in pieces[0]] if pieces else []


def _service(text: str) -> Service | None:
    return Service(text) if text in set(Service) else None


def _month(text: str, today: date) -> date:
    """Return the first day of the month told, or of this one."""
    found = _MONTH.fullmatch(text)
    year, number = map(int, found.groups()) if found else (today.year, today.month)
    if not (months.FIRST_YEAR <= year <= months.LAST_YEAR and 1 <= number <= 12):  # noqa: PLR2004
        return today.replace(day=1)
    return date(year, number, 1)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if months.FIRST_YEAR <= day.year <= months.LAST_YEAR else None
