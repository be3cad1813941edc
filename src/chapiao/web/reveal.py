"""A natural person's number on an invoice, shown whole once, with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import reveal_party
from chapiao.web.page import page
from chapiao.web.person import now, person


@page("POST")
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the number on a page that nobody keeps."""
    side = request.POST.get("side", "")
    try:
        number = reveal_party.reveal_party(
            by=person(request), pk=pk, side=side, reason=request.POST.get("reason", ""), now=now()
        )
    except reveal_party.NothingToReveal as error:
        messages.error(request, str(error))
        return redirect("invoice", pk)
    shown = {"pk": pk, "side": reveal_party.SIDES[side], "number": number}
    response = render(request, "web/revealed.html", shown)
    response["Cache-Control"] = "no-store"
    return response
