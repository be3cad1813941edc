"""收到的文件: every file of one hand-in, accounted for, while they are being read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url

from chapiao.actions import file_anyway
from chapiao.store import access
from chapiao.store.models import FileState, Intake
from chapiao.web.page import page, wants_part
from chapiao.web.person import now, person

A_PAGE = 100


@page("GET")
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far it is; a single file's answer is gone to at once."""
    given = access.intake_for(person(request), pk)
    tally = _tally(given)
    alone = given.files.first() if tally["done"] == tally["total"] == 1 else None
    only = alone.lookup_id if alone is not None else None
    if only is not None and not wants_part(request):
        return redirect("lookup", only)
    state = request.GET.get("state", "")
    files = given.files.select_related("document").order_by("position")
    if state in FileState.values:
        files = files.filter(state=state)
    shown = {
        "refused": alone,
        "tally": tally,
        "done": tally["done"] == tally["total"],
        "state": state,
        "page": Paginator(files, A_PAGE).get_page(request.GET.get("page")),
    }
    if not wants_part(request):
        return render(request, "web/intake.html", shown)
    response = render(request, "web/parts/intake_body.html", shown)
    if shown["done"]:
        response["X-Done"] = "1"
    if only is not None:
        response["X-Go-To"] = resolve_url("lookup", only)
    return response


@page("POST")
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an invoice made out to somebody else into the pool: the giver says so."""
    asker = person(request)
    file = access.intake_file_for(asker, pk)
    try:
        said = file_anyway.file_anyway(asker, pk, now()).said
    except file_anyway.NotWaiting as error:
        said = str(error)
    messages.info(request, said)
    if file.lookup_id is not None and file.intake.files.count() == 1:
        return redirect("lookup", file.lookup_id)
    return redirect("intake", file.intake_id)


def _tally(given: Intake) -> dict[str, Any]:
    counted = dict(given.files.order_by().values_list("state").annotate(Count("pk")))
    total = sum(counted.values())
    return {
        "total": total,
        "done": total - counted.get(FileState.WAITING, 0),
        "states": [(word, counted[word]) for word in FileState.values if word in counted],
    }
