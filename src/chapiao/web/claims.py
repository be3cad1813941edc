"""占用与核销: which invoices are in use, by whom, for what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import claim as action
from chapiao.actions.claim_doubts import doubts
from chapiao.store.models import ClaimState
from chapiao.store.reconciliations import claim_for, claims_for
from chapiao.web.page import page
from chapiao.web.person import now, person

A_PAGE = 50
UNPROCESSABLE, CONFLICT = 422, 409
_TEXT = {"class": "input", "autocomplete": "off"}


class ClaimForm(forms.Form):
    """An invoice to be claimed, and what for."""

    number = forms.CharField(
        label="发票号码", max_length=200, widget=forms.TextInput(attrs={**_TEXT, "data-slash": ""})
    )
    code = forms.CharField(
        label="发票代码（8位号码才有）",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs=_TEXT),
    )
    paper = forms.CharField(
        label="单据号", required=False, max_length=60, widget=forms.TextInput(attrs=_TEXT)
    )
    department = forms.CharField(
        label="部门", required=False, max_length=60, widget=forms.TextInput(attrs=_TEXT)
    )


@page("GET", "POST")
def claims(request: HttpRequest) -> HttpResponse:
    """List the claims; claim an invoice."""
    who = person(request)
    form = ClaimForm(request.POST or None)
    first: int | None = None
    status = None
    if request.method == "POST" and form.is_valid():
        try:
            made = action.claim(person=who, wanted=action.Wanted(**form.cleaned_data), now=now())
        except action.Taken as error:
            first, status = error.first, CONFLICT
            form.add_error(None, str(error))
        except action.NotClaimed as error:
            form.add_error("number", str(error))
        else:
            messages.success(request, f"已占用 {made.number}")
            return redirect("claim", made.pk)
    every = claims_for(who)
    state = request.GET.get("state", "")
    rows = every.filter(state=state) if state in ClaimState.values else every
    digits = "".join(c for c in request.GET.get("text", "") if c.isdigit())
    if digits:
        rows = rows.filter(number__contains=digits)
    sums = {each: (n, fen or 0) for each, n, fen in every.values_list("state").annotate(
        Count("pk"), Sum("total"))}  # fmt: skip
    listed = rows.select_related("person", "entity").order_by("-pk")
    shown = {
        "form": form,
        "first": first,
        "page": Paginator(listed, A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "text": request.GET.get("text", ""),
        "states": [(word, *sums.get(word, (0, 0))) for word in ClaimState.values],
        "all_count": sum(n for n, _ in sums.values()),
    }
    code = status or (UNPROCESSABLE if form.errors else None)
    return render(request, "web/claims.html", shown, status=code)


@page("GET")
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one claim, and what is odd about it."""
    one = claim_for(person(request), pk)
    shown: dict[str, Any] = {"one": one, "doubts": doubts(one, person(request))}
    return render(request, "web/claim.html", shown)


@page("POST")
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """核销."""
    return _done(request, pk, lambda: action.settle(person=person(request), pk=pk, now=now()))


@page("POST")
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """解锁."""
    because = request.POST.get("because", "")
    return _done(
        request,
        pk,
        lambda: action.release(person=person(request), pk=pk, because=because, now=now()),
    )


@page("POST")
def fail(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the check failed; the invoice may be claimed again."""
    because = request.POST.get("because", "")
    return _done(
        request, pk, lambda: action.fail(person=person(request), pk=pk, because=because, now=now())
    )


def _done(request: HttpRequest, pk: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except action.NotNow as error:
        messages.error(request, str(error))
    return redirect("claim", pk)
