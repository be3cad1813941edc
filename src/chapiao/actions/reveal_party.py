"""The identity number of a natural person on an invoice, whole: an act with a reason."""

from __future__ import annotations

from datetime import datetime

from chapiao.invoice.tax_id import check_tax_id
from chapiao.store import access, audit
from chapiao.store.models import Person

SIDES = {"seller": "销售方", "buyer": "购买方"}


class NothingToReveal(Exception):
    """There is no number to show, or no reason for it. The message can be shown to the user."""


def reveal_party(*, by: Person, pk: int, side: str, reason: str, now: datetime) -> str:
    """Return the whole tax id of one side (seller, buyer) of an invoice this person may see.

    That it was looked at is written down first.

    Raises:
        access.NotSeen: there is no such invoice for this person.
        NothingToReveal: that side's id is no identity number, or no reason was given.
    """
    row = access.invoice_for(by, pk)
    party = {"seller": row.seller, "buyer": row.buyer}.get(side)
    number = (party.tax_id or "") if party is not None else ""
    if not check_tax_id(number).is_person:
        msg = "这一方的税号不是个人的身份证号，没有遮盖"
        raise NothingToReveal(msg)
    if not reason.strip():
        msg = "查看完整的身份证号要写明事由，会记入日志"
        raise NothingToReveal(msg)
    audit.append(
        at=now,
        person_id=by.pk,
        act="查看身份证号",
        subject=f"invoice:{pk}",
        detail={"side": side, "reason": reason.strip()[:200]},
    )
    return number
