"""Booked invoices that changed later: noting that somebody has dealt with one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from chapiao.actions import sentinel
from chapiao.web.page import page
from chapiao.web.person import now, person


@page("POST")
def handled(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an alert off the list."""
    sentinel.handle(person(request), pk, now())
    return redirect("lookups")
