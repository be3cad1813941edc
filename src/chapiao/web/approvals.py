"""审批: the requests I may decide, and one of them with what is known of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import ask_access, decide_access
from chapiao.actions.set_scope import BadScope
from chapiao.store import access
from chapiao.store.kin import stewarded
from chapiao.store.why import item_of_row, why
from chapiao.web.page import page
from chapiao.web.person import now, person
from chapiao.web.scope_form import DecisionForm

A_PAGE = 30
UNPROCESSABLE = 422


@page("GET")
def approvals(request: HttpRequest) -> HttpResponse:
    """List the requests, the open ones or all."""
    who = person(request)
    if not stewarded(who).exists():
        raise access.NotSeen
    every = request.GET.get("all") == "1"
    found = ask_access.requests_to(who)
    listed = Paginator(found if every else found.filter(state="待审批"), A_PAGE)
    shown = {"page": listed.get_page(request.GET.get("page")), "every": every}
    return render(request, "web/approvals.html", shown)


@page("GET", "POST")
def approval(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one request with the rows it is about; decide it."""
    who, at = person(request), now()
    one = ask_access.requests_to(who).filter(pk=pk).first()
    if one is None:
        raise access.NotSeen
    sent = request.method == "POST"
    form = DecisionForm(request.POST) if sent else DecisionForm(initial={"only_this": "1"})
    if sent and form.is_valid():
        decision = decide_access.Decision(
            grant=request.POST.get("grant") == "1",
            limits=form.limits(),
            only_this=bool(form.cleaned_data["only_this"]),
            answer=form.cleaned_data["answer"],
        )
        try:
            decide_access.decide(by=who, pk=pk, decision=decision, now=at)
        except (decide_access.CannotDecide, BadScope) as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, "已批准，申请人的查询已自动再查" if decision.grant else "已答复"
            )
            return redirect("approvals")
    rows = decide_access.rows_for(who, one)
    shown: dict[str, Any] = {
        "one": one,
        "form": form,
        "found": [(row, why(one.person, item_of_row(row), at)) for row in rows],
    }
    return render(
        request, "web/approval.html", shown, status=UNPROCESSABLE if form.errors else None
    )
