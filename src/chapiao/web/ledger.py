"""台账: the list with its tabs, sums and filters; one invoice; the Excel."""

from __future__ import annotations

import re
import tempfile
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render, resolve_url

from chapiao.actions import draw_document, export_ledger, review
from chapiao.invoice.capital import write_capital
from chapiao.store import access, payload
from chapiao.store.queries import faces
from chapiao.store.queries import ledger as query
from chapiao.web.ledger_form import LedgerFilters
from chapiao.web.page import page, wants_part
from chapiao.web.periods import periods
from chapiao.web.person import now, person

IN_MEMORY = 8 * 1024 * 1024  # an export bigger than this is put together on disk
_NUMBER = re.compile(r"\d{8,20}")  # what may be a whole number, and not a piece of one
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page("GET")
def ledger(request: HttpRequest) -> HttpResponse:
    """Show what the filters in the address leave."""
    who = person(request)
    filters = query.Filters.from_query(request.GET.dict())
    number = request.GET.get("page", "")
    listed = query.page(who, filters, int(number) if number.isdecimal() else 1)
    shown: dict[str, Any] = {
        "listed": listed,
        "filters": filters,
        "form": LedgerFilters(filters, who, request.GET.dict()),
        "periods": periods(filters, now().date()),
        "query": request.GET.urlencode(),
        "waiting": query.waiting(who),
        "sought": filters.text if _NUMBER.fullmatch(filters.text) else "",
    }
    return render(request, "web/ledger.html", shown)


@page("GET")
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one invoice with all its files, as a page or for the drawer."""
    who = person(request)
    row = access.invoice_for(who, pk)
    document = access.documents_for(who).filter(pk=row.document_id or 0).first()
    shown = {
        "invoice": row,
        "lines": payload.lines_from_json(row.lines),
        "document": document,
        "picture": draw_document.form_of(document) if document is not None else "",
        "words": "" if row.total is None else write_capital(row.total),
        "matrix": faces.matrix_for(who, row),
        "can_review": access.may_submit(who),
    }
    template = "web/parts/invoice_detail.html" if wants_part(request) else "web/invoice.html"
    return render(request, template, shown)


@page("POST")
def reviewed(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the files of an invoice were compared by a person."""
    try:
        review.done(person(request), pk, now())
    except (review.NothingToReview, review.NotAllowed) as error:
        messages.error(request, str(error))
    return redirect("invoice", pk)


@page("GET")
def export(request: HttpRequest) -> HttpResponseBase:
    """Hand out the list as Excel, with the filters that are in the address."""
    at = now()
    out = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    filters = query.Filters.from_query(request.GET.dict())
    try:
        export_ledger.write_xlsx(
            person=person(request), filters=filters, now=at, out=cast("BinaryIO", out)
        )
    except export_ledger.TooMany as error:
        messages.error(request, str(error))
        return redirect(f"{resolve_url('ledger')}?{request.GET.urlencode()}")
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=export_ledger.file_name(at), content_type=XLSX
    )
