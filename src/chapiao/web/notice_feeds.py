"""公告来源: the addresses where notices are looked for, as the operator named them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import notice_feeds
from chapiao.store import access
from chapiao.store.queries.notices import feeds_for
from chapiao.web.notice_forms import Feed
from chapiao.web.page import page
from chapiao.web.person import now, person

UNPROCESSABLE = 422


@page("GET", "POST")
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds; a POST names another one. For administrators of the system."""
    who = person(request)
    if not who.is_superuser:
        raise access.NotSeen
    form = Feed(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = notice_feeds.add(by=who, now=now(), **given)
        except notice_feeds.BadFeed as error:
            form.add_error("url", str(error))
        else:
            messages.success(request, f"{made.name} 已添加，后台进程马上去看；新公告会等您确认")
            return redirect("notice_feeds")
    shown = {"form": form, "feeds": feeds_for(who)}
    return render(
        request, "web/notice_feeds.html", shown, status=UNPROCESSABLE if form.errors else None
    )


@page("POST")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a feed, or look at it now."""
    who = person(request)
    try:
        if "drop" in request.POST:
            notice_feeds.drop(by=who, pk=pk, now=now())
            messages.success(request, "来源已删除，收到的公告还在")
        else:
            notice_feeds.look_now(by=who, pk=pk, now=now())
            messages.success(request, "已排上，后台进程马上去看")
    except notice_feeds.NotAllowed as error:
        raise access.NotSeen from error
    return redirect("notice_feeds")
