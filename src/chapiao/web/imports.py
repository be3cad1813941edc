"""导入税局导出: upload, look at what it would do, confirm; and undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from chapiao.actions import import_columns, import_export
from chapiao.actions.import_place import row_of, sheet_name
from chapiao.readers.export_headings import ASSIGNABLE
from chapiao.store import access
from chapiao.store.models import RowOutcome, Snapshot, SnapshotState
from chapiao.store.rows import from_payload
from chapiao.web import forms
from chapiao.web.columns import columns_of
from chapiao.web.page import page, wants_part
from chapiao.web.person import now, person

A_PAGE = 30
ROWS_A_PAGE = 100
SUGGESTIONS = 2000  # rows looked through for one; nobody reads more of them
UNPROCESSABLE = 422
NOT_IMPORTED = "不导入"
BUSY = {SnapshotState.READING, SnapshotState.IMPORTING, SnapshotState.UNDOING}


@page("GET", "POST")
def imports(request: HttpRequest) -> HttpResponse:
    """List the imports; take another file."""
    sent = request.method == "POST"
    form = forms.Import(request.POST, request.FILES) if sent else forms.Import()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            taken = import_export.upload(
                person=person(request), name=file.name, data=file.file, now=now()
            )
        except import_export.NotAllowed as error:
            form.add_error("file", str(error))
        else:
            return redirect("snapshot", taken.pk)
    every = access.snapshots_for(person(request)).select_related("document", "uploaded_by")
    listed = Paginator(every.order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "web/imports.html",
        {"form": form, "page": listed, "outcomes": RowOutcome.values},
        status=UNPROCESSABLE if form.errors else None,
    )


@page("GET")
def snapshot(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one import: what each row would do, or did."""
    one = access.snapshot_for(person(request), pk)
    busy = one.state in BUSY
    shown: dict[str, Any] = {"snapshot": one, "busy": busy}
    if one.state == SnapshotState.ASKING:
        shown |= _asked(one, {})
    elif not busy and one.state != SnapshotState.FAILED:
        shown |= _rows(request, one)
    if not wants_part(request):
        return render(request, "web/snapshot.html", shown)
    response = render(request, "web/parts/snapshot_body.html", shown)
    if not busy:
        response["X-Done"] = "1"
    return response


def _asked(one: Snapshot, said: Mapping[str, str]) -> dict[str, Any]:
    """Return what a person needs to say what the columns are: each with its first cells."""
    outline = one.counts["outline"]
    return {
        "outline": outline,
        "columns": columns_of(outline, said),
        "fields": [one for one in ASSIGNABLE if one != NOT_IMPORTED],
    }


def _rows(request: HttpRequest, one: Snapshot) -> dict[str, Any]:
    counted = dict(one.rows.values_list("outcome").annotate(Count("pk")))
    outcome = request.GET.get("outcome", "")
    rows = one.rows.order_by("row")
    if outcome in RowOutcome.values:
        rows = rows.filter(outcome=outcome)
    listed = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": listed,
        "rows": [
            (each, *from_payload(each.payload), _place(each.row, one))
            for each in listed.object_list
        ],
        "outcome": outcome,
        "outcome_counts": [(word, counted.get(word, 0)) for word in RowOutcome.values],
        "total_rows": sum(counted.values()),
        "suggested": _suggested(one) if one.counts.get("damaged") else 0,
    }


def _place(row: int, one: Snapshot) -> str:
    """Return where a row stands: its sheet, where there are several, and the row there."""
    return f"{sheet_name(row, one.counts.get('sheets', ()))} {row_of(row)}".strip()


def _suggested(one: Snapshot) -> int:
    """Count the damaged numbers for which there is a suggestion."""
    waiting = one.rows.filter(outcome=RowOutcome.REJECTED).values_list("payload", flat=True)
    damaged = (payload.get("damaged") for payload in waiting[:SUGGESTIONS])
    return sum(bool(fields) and all(each["suggested"] for each in fields) for fields in damaged)


@page("POST")
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what a person says that the columns of a table are."""
    headings, fields = request.POST.getlist("heading"), request.POST.getlist("field")
    given = {one: field or NOT_IMPORTED for one, field in zip(headings, fields, strict=False)}
    try:
        import_columns.assign(person=person(request), pk=pk, given=given, now=now())
    except import_export.NotNow as error:
        messages.error(request, str(error))
    except import_columns.BadColumns as error:
        one = access.snapshot_for(person(request), pk)
        shown = {"snapshot": one, "wrong": str(error), **_asked(one, given)}
        return render(request, "web/snapshot.html", shown, status=UNPROCESSABLE)
    return redirect("snapshot", pk)


@page("POST")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the rows into the ledger."""
    agreed = request.POST.get("accept_rescued") == "1"
    return _done(
        request,
        pk,
        lambda: import_export.confirm(
            person=person(request), pk=pk, now=now(), accept_rescued=agreed
        ),
    )


@page("POST")
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the batch back out of the ledger."""
    return _done(request, pk, lambda: import_export.undo(person=person(request), pk=pk, now=now()))


def _done(request: HttpRequest, pk: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except import_export.NotNow as error:
        messages.error(request, str(error))
    return redirect("snapshot", pk)
