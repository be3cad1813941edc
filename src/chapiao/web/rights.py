"""我能看到什么: my companies and scopes, what I asked for, and asking to be let in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import ask_access, explain_access, papers
from chapiao.web.context import doors
from chapiao.web.page import page
from chapiao.web.person import now, person

A_PAGE = 30


@page("GET")
def rights(request: HttpRequest) -> HttpResponse:
    """Show what this person sees, company by company."""
    who, at = person(request), now()
    shown: dict[str, Any] = {
        "companies": explain_access.sight(who, at),
        "masked": papers.masked(who),
        "due": papers.is_due(who, at),
        "waiting": ask_access.requests_to(who).filter(state="待审批").count(),
        **doors(who),
    }
    return render(request, "web/rights.html", shown)


@page("GET")
def requests(request: HttpRequest) -> HttpResponse:
    """List what I asked for; what was decided is read now."""
    who = person(request)
    mine = ask_access.requests_of(who)
    listed = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    fresh = [one.pk for one in listed.object_list if one.decided_at and not one.told_at]
    response = render(request, "web/access_requests.html", {"page": listed, "fresh": fresh})
    ask_access.note_told(who, fresh, now())
    return response


@page("POST")
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the invoice of one's own look-up."""
    try:
        ask_access.ask_access(
            person=person(request), lookup_pk=pk, reason=request.POST.get("reason", ""), now=now()
        )
    except ask_access.CannotAsk as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "申请已交给有权审批的人；批准后会自动再查，结果就在这一页")
    return redirect("lookup", pk)


@page("POST")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an open request back."""
    ask_access.withdraw(person=person(request), pk=pk, now=now())
    messages.success(request, "申请已撤回")
    return redirect("access_requests")


@page("POST")
def confirm_papers(request: HttpRequest) -> HttpResponse:
    """Say that my particulars are right."""
    papers.confirm_papers(person=person(request), now=now())
    messages.success(request, "已记下：您的资料核对无误")
    return redirect("rights")
