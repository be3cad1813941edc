"""最近查过, and one answer with what can be done next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from chapiao.actions import (
    ask_access,
    ask_again,
    at_channel,
    check_at_entry,
    links,
    recheck,
    sentinel,
    tell,
)
from chapiao.actions.silence import open_alarms
from chapiao.store import access
from chapiao.store.models import Follow, Lookup
from chapiao.web import answer
from chapiao.web.access_panel import panel
from chapiao.web.brought import brought_form
from chapiao.web.offline import panel as panel_offline
from chapiao.web.page import page
from chapiao.web.past import timeline_at
from chapiao.web.person import now, person
from chapiao.web.title_check import title_check

A_PAGE = 50
MOST_ALERTS = 20


@page("GET")
def lookups(request: HttpRequest) -> HttpResponse:
    """List what this person asked, newest first; all that was asked at one moment, if told."""
    following = request.GET.get("follow") == "1"
    found = access.lookups_for(person(request)).order_by("-asked_at", "-pk")
    if following:
        found = found.filter(follow=Follow.WATCHING)
    at = _moment(request.GET.get("asked", ""))
    if at is not None:
        found = found.filter(asked_at=at).order_by("pk")
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    seen = access.reach(person(request))
    rows = [answer.row(one, seen) for one in listed.object_list]
    shown: dict[str, Any] = {"page": listed, "rows": rows, "following": following, "at": at}
    shown["alerts"] = sentinel.open_alerts(person(request))[:MOST_ALERTS]
    shown["alarms"] = open_alarms(person(request))[:MOST_ALERTS]
    shown["decisions"] = ask_access.decisions_for(person(request))
    return render(request, "web/lookups.html", shown)


@page("GET")
def lookup(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the answer: the headline, then its proof."""
    asker, at = person(request), now()
    try:
        one = access.lookup_for(asker, pk)
    except access.Withheld as error:
        return render(request, "web/lookup_withheld.html", {"said": str(error), "pk": pk})
    shown = answer.page(one, asker)
    shown["checks"] = check_at_entry.checks_today(one, at)
    shown["able"], shown["unable"] = at_channel.who_can(one, at)
    shown["may_insist"] = shown["shown"].check_by and request.GET.get("insist") == "1"
    shown |= {"access": panel(one, asker, at), "title": title_check(one, asker)}
    shown |= panel_offline(one, asker)
    shown |= brought_form(one.answer) | timeline_at(request.GET.get("at", ""), one, asker, at)
    response = render(request, "web/lookup.html", shown)
    if one.news:
        recheck.note_read(asker, pk)
    tell.note_read(asker, at, links.lookup(pk))
    ask_access.note_told(asker, [each.pk for each in one.access_requests.all()], at)
    return response


@page("POST")
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask again now."""
    return _done(request, pk, lambda: ask_again.ask_again(person(request), pk, now()))


@page("POST")
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it be asked again by itself."""
    return _done(request, pk, lambda: recheck.follow(person(request), pk, now()))


@page("POST")
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop asking again."""
    return _done(request, pk, lambda: recheck.stop(person(request), pk, now()))


@page("POST")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Spend one check at the demo's verification platform; offer to insist where one may."""
    insist = request.POST.get("insist") == "1"
    try:
        check_at_entry.check(person(request), pk, now(), insist=insist)
    except check_at_entry.CannotCheck as error:
        messages.error(request, str(error))
        if error.may_insist:
            return redirect(f"{reverse('lookup', args=(pk,))}?insist=1")
    return redirect("lookup", pk)


def _done(request: HttpRequest, pk: int, act: Callable[[], Lookup]) -> HttpResponse:
    """Do it and go back to the answer, with the reason where it could not be done."""
    try:
        act()
    except (recheck.NothingToFollow, ask_again.JustRenewed) as error:
        messages.error(request, str(error))
    return redirect("lookup", pk)


def _moment(text: str) -> datetime | None:
    """Return the moment; None where the address holds none that a database could."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except (ValueError, OverflowError):
        return None
