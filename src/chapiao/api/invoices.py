"""`GET /invoices`: the ledger with the page's own filters, piece by piece."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from chapiao.api.as_json import json_response
from chapiao.api.person import person
from chapiao.api.problem import Problem
from chapiao.invoice.as_json import invoice_json
from chapiao.invoice.tax_id import mask_id
from chapiao.store.models import Invoice
from chapiao.store.queries.ledger_filters import Filters, unreadable
from chapiao.store.queries.ledger_keyset import BadPlace, piece, place
from chapiao.store.records import invoice_of

router = Router(tags=["台账"])
MOST = 500
_FILTERS = {
    "q": "号码、代码的开头或结尾，或购销方名称的一段",
    "state": "all normal red voided risky unknown",
    "basis": "booked：日期按入账日期；否则按开票日期",
    "month": "月份，如 2025-01",
    "from": "从哪天起",
    "to": "到哪天止",
    "kind": "票种",
    "entity": "企业编号",
    "min": "价税合计不低于",
    "max": "价税合计不高于",
    "verify": "查验状态",
    "doc": "单据状态",
    "use": "用途",
}
_PARAMETERS = [
    {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
    for name, text in _FILTERS.items()
]


@router.get("", summary="台账", openapi_extra={"parameters": _PARAMETERS})
def invoices(request: HttpRequest, after: str = "", limit: int = 100) -> HttpResponse:
    """Return a piece of the ledger, newest first; `next` is the `after` of the next piece."""
    wrong = unreadable(request.GET.dict())
    if wrong:
        text = "；".join(f"{name}：{said}" for name, said in wrong.items())
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_field", text)
    try:
        start = place(after) if after else None
    except BadPlace as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "bad_field", str(error)) from error
    filters = Filters.from_query(request.GET.dict())
    rows, more = piece(person(request), filters, start, max(1, min(limit, MOST)))
    told = {"invoices": [_row(row) for row in rows], "next": None if more is None else str(more)}
    return json_response(told)


def _row(row: Invoice) -> dict[str, object]:
    told = invoice_json(invoice_of(row))
    for name in ("buyer_tax_id", "seller_tax_id"):
        if told[name]:
            told[name] = mask_id(told[name])
    return {
        "id": row.pk,
        **told,
        "review": row.review,
        "tax_status": row.tax_status,
        "use_status": row.use_status,
        "doc_status": row.doc_status,
        "verify_status": row.verify_status,
        "positive": row.positive,
        "risk": row.risk,
        "source": row.source,
        "entity": None if row.entity is None else row.entity.tax_id,
        "department": row.department,
        "booked_on": None if row.booked_on is None else row.booked_on.isoformat(),
        "voucher": row.voucher,
        "added_at": timezone.localtime(row.added_at).isoformat(timespec="seconds"),
    }
