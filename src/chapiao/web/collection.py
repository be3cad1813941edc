"""归集: where files are collected from, and what became of each of them; the sums balance."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import sources
from chapiao.store import access
from chapiao.store.kin import administered
from chapiao.store.queries import collection as query
from chapiao.web.account_confirm import confirmed
from chapiao.web.account_forms import posted
from chapiao.web.collection_forms import MailboxForm
from chapiao.web.page import page
from chapiao.web.person import now, person

A_PAGE = 50
MOST_PIECES = 12  # of one thing, on the list; the hand-in's own page has all
UNPROCESSABLE = 422


@page("GET")
def collection(request: HttpRequest) -> HttpResponse:
    """List the sources with what became of their files, and what I handed in myself."""
    who = person(request)
    listed = list(sources.sources_for(who))
    by_pk = query.tallies([one.pk for one in listed])
    mine = query.handed_in_by(who)
    rows = [(one, by_pk[one.pk]) for one in listed]
    shown = {
        "rows": rows,
        "mine": mine,
        "whole": sum((tally for _, tally in rows), mine),
        "words": query.WORDS,
        "may_administer": administered(who).exists(),
    }
    return render(request, "web/collection.html", shown)


@page("GET")
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """List what was found at one source, newest first; all, or what has a piece of one word."""
    who = person(request)
    one = sources.source_for(who, pk)
    word = request.GET.get("word", "")
    found = one.collected.order_by("-found_at", "-pk").select_related("intake")
    if word in query.WORDS:
        found = found.filter(query.having(word))
    listed = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown: dict[str, Any] = {
        "one": one,
        "tally": query.tallies([pk])[pk],
        "word": word,
        "page": listed,
        "things": query.with_pieces(list(listed.object_list), MOST_PIECES),
        "opens": who.is_superuser or one.giver_id == who.pk,
        "may_end": one.active and administered(who).filter(pk=one.entity_id).exists(),
    }
    return render(request, "web/source.html", shown)


@page("GET", "POST")
@confirmed
def add(request: HttpRequest) -> HttpResponse:
    """Register a mailbox."""
    who = person(request)
    if not administered(who).exists():
        raise access.NotSeen
    form = MailboxForm(posted(request), who)
    if form.is_valid():
        try:
            made = sources.add_source(
                by=who, entity=form.cleaned_data["entity"], wanted=form.wanted(), now=now()
            )
        except sources.BadSource as error:
            form.add_error("giver", str(error))
        else:
            messages.success(request, "邮箱已登记，马上收第一次；收不了会写在这一页上")
            return redirect("source", made.pk)
    status = UNPROCESSABLE if form.errors else None
    response = render(request, "web/source_add.html", {"form": form}, status=status)
    response["Cache-Control"] = "no-store"
    return response


@page("POST")
def look_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a source be looked through at once."""
    sources.look_now(by=person(request), pk=pk, now=now())
    messages.success(request, "已经安排，后台马上去收")
    return redirect("source", pk)


@page("POST")
@confirmed
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Collect nothing more from there."""
    ended = sources.end_source(by=person(request), pk=pk, now=now())
    messages.success(request, f"{ended} 已停用，密码已删除；收到的都还在")
    return redirect("source", pk)
