"""Rows and files of a real look-up, told as a scenario tells them, masked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chapiao.diagnosis.facts import Facts, Record
from chapiao.diagnosis.scenario.mask import Mask
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain

SPAN = timedelta(days=31)  # how far back an export is told to reach


def ledger_row(row: Record, mask: Mask) -> dict[str, Any]:
    """Return a row of the 台账."""
    return _printed(row.invoice, mask) | {
        "tax_status": _text(row.tax_status),
        "doc_status": _text(row.doc_status),
        "verify_status": _text(row.verify_status),
        "risk": row.risk,
        "owner": mask.name(row.owner),
        "department": row.department,
        "added_at": _time(row.added_at),
        "booked_on": row.booked_on.isoformat() if row.booked_on is not None else None,
        "voucher": mask.digits(row.voucher),
    }


def export(facts: Facts, rows: list[Record], mask: Mask) -> dict[str, Any] | None:
    """Return the export, up to when it knows and over which days; None where there is none."""
    fresh = facts.fresh_to or next((one.added_at for one in rows if one.added_at), None)
    if facts.export_span is not None and facts.export_span.fresh_to is not None:
        fresh = facts.export_span.fresh_to
    if fresh is None and not rows:
        return None
    fresh = fresh or facts.now
    day = facts.issue_date or fresh.date()
    first = min(day, fresh.date() - SPAN) if facts.covered or rows else fresh.date() - SPAN
    if facts.covered is False and first <= day <= fresh.date():
        first = day + timedelta(days=1)
    return {
        "direction": "取得",
        "taxpayer": "",
        "from": first.isoformat(),
        "to": fresh.date().isoformat(),
        "fresh_to": _time(fresh),
        "rows": [
            _printed(one.invoice, mask)
            | {
                "status": _text(one.tax_status),
                "risk": one.risk,
                "positive": {True: "是", False: "否", None: ""}[one.positive],
                "receive_place": one.place,
            }
            for one in rows
        ],
    }


def archive(faces: Faces, at: datetime | None, place: int, mask: Mask) -> dict[str, Any]:
    """Return a file on hold; it is called by its place and its kind."""
    ending = {"pdf_text": "pdf", "xml": "xml", "ofd": "ofd"}.get(faces.source, "jpg")
    shown = _faces(faces, faces.invoice, mask)
    return {
        "file": f"文件{place}.{ending}",
        "source": "人工上传",
        "received_at": _time(at),
        "fields": shown,
        "qr": shown["qr"],
        "seal": shown["seal"],
    }


def file_reading(facts: Facts, mask: Mask) -> dict[str, Any] | None:
    """Return the file handed in with the question; None where there was none."""
    if facts.reading is None:
        return None
    # Where nobody looked at its other faces, the file is taken at its word.
    faces = facts.faces[0] if facts.faces else Faces(source="xml")
    return _faces(faces, facts.reading, mask)


def _faces(faces: Faces, invoice: Invoice, mask: Mask) -> dict[str, Any]:
    return _printed(invoice, mask) | {
        "source": faces.source,
        "title": mask.text(faces.title or invoice.title or ""),
        "total_cn": faces.total_cn,
        "qr": mask.qr(faces.qr),
        "seal": {"result": faces.seal.value, "detail": mask.text(faces.seal_detail)},
        "confidence": faces.confidence,
        "tax_control_code": mask.digits(faces.control_code),
    }


def _printed(one: Invoice, mask: Mask) -> dict[str, Any]:
    """Return what is printed on an invoice; what is not known is left out."""
    told = {
        "kind": _text(one.kind),
        "code": one.code,
        "number": mask.number(one.number or "") or None,
        "second_number": mask.number(one.second_number or "") or None,
        "date": one.issued_on.isoformat() if one.issued_on is not None else None,
        "amount": _money(one.amount),
        "tax": _money(one.tax),
        "total": _money(one.total),
        "check_code": mask.digits(one.check_code) if one.check_code is not None else None,
        "machine_no": mask.digits(one.machine_no) if one.machine_no is not None else None,
        "buyer": mask.name(one.buyer_name or ""),
        "buyer_tax_id": mask.tax_id(one.buyer_tax_id or ""),
        "seller": mask.name(one.seller_name or ""),
        "seller_tax_id": mask.tax_id(one.seller_tax_id or ""),
        "remark": mask.text(one.remark) if one.remark else None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _money(fen: int | None) -> str | None:
    return None if fen is None else plain(fen)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
