"""Who sees which row of our own 台账: the person's scopes, the company they act for, the step."""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis.facts import Hidden, Hiding
from chapiao.diagnosis.known import Known
from chapiao.diagnosis.record import OurEntity, Record
from chapiao.diagnosis.say import yuan
from chapiao.diagnosis.world.people import Asker, Grant
from chapiao.invoice.code import Code
from chapiao.invoice.model import Invoice
from chapiao.invoice.names import normal_name
from chapiao.invoice.region import CITIES, PROVINCES, number_region
from chapiao.invoice.status import DocStatus

OWN_SYSTEM = ("本系统", "查票", "台账")
UNFINISHED = frozenset({DocStatus.DRAFT, DocStatus.PENDING})


def hidden_from(
    row: Record, known: Known, ours: tuple[OurEntity, ...], now: datetime, *, missed: bool
) -> Hidden | None:
    """Return why the person is not shown a row; None when they see it.

    `missed`: the list was asked and did not show it; only then does a permission that
    has ended say anything.
    """
    asker = known.asker
    if asker is None:
        return None
    owner = _owner(row, ours)
    if (
        owner is not None
        and asker.entities
        and not any(same(owner.name, e) for e in asker.entities)
    ):
        because = f"这张票是{owner.name}的，不在您可代表的企业之内"
        return Hidden(record=row, by=Hiding.SCOPE, because=because)
    acting = known.as_entity or ""
    if owner is not None and acting and not same(owner.name, acting):
        because = f"这张票是{owner.name}的，当前身份是{acting}"
        return Hidden(record=row, by=Hiding.COMPANY, because=because)
    if row.doc_status in UNFINISHED and row.owner not in {"", asker.name}:
        because = f"单据{row.doc_status}，只有{row.owner}看得到"
        return Hidden(record=row, by=Hiding.STEP, because=because)
    grants = _own_grants(asker, known.grants or ())
    scope = _scope(row, asker, now, lent=any(one.in_force(now.date()) for one in grants))
    if scope is None and missed:
        scope = _ended(row, asker, grants, now)
    return Hidden(record=row, by=Hiding.SCOPE, because=scope) if scope else None


def beyond_scope(row: Record, known: Known, now: datetime) -> Hidden | None:
    """Return what of the person's own limits hides a row, whatever else does."""
    if known.asker is None:
        return None
    because = _scope(row, known.asker, now, lent=False)
    return Hidden(record=row, by=Hiding.SCOPE, because=because) if because else None


def _owner(row: Record, ours: tuple[OurEntity, ...]) -> OurEntity | None:
    buyer, tax_id = row.invoice.buyer_name or "", row.invoice.buyer_tax_id or ""
    return next((one for one in ours if one.is_now(buyer, tax_id) or one.was(buyer, tax_id)), None)


def same(one: str, other: str) -> bool:
    """Whether two names are one company's."""
    return normal_name(one) == normal_name(other)


def _scope(row: Record, asker: Asker, now: datetime, *, lent: bool) -> str | None:
    """Return the limit of the person's own scope that keeps the row out.

    `lent`: somebody lent them a wider one, which is still in force.
    """
    scopes, invoice = asker.scopes, row.invoice
    total = abs(invoice.total) if invoice.total is not None else None
    place = _region(invoice)
    if scopes.until is not None and scopes.until < now:
        return f"数据权限{scopes.until:%Y-%m-%d}已到期"
    if scopes.gross_max is not None and total is not None and total > scopes.gross_max:
        return f"价税合计{yuan(total)}超过您可看的{yuan(scopes.gross_max)}"
    if scopes.kinds and invoice.kind is not None and not _kind_in(invoice, scopes.kinds):
        return f"票种{invoice.kind}不在您可看的票种里（{'、'.join(scopes.kinds)}）"
    if scopes.regions and place and not any(_in_region(place, one) for one in scopes.regions):
        name = PROVINCES.get(place[:2], place)
        return f"您只能看地区{'、'.join(scopes.regions)}的票，这张是{name}的"
    return None if lent else _of_others(row, asker)


def _of_others(row: Record, asker: Asker) -> str | None:
    """Return whose row it is, where the person sees only their own or their department's."""
    if asker.scopes.own_only and row.owner and row.owner != asker.name:
        return f"您只能看自己的票，这张是{row.owner}的"
    departments = asker.scopes.departments
    if departments and row.department and row.department not in departments:
        return f"您只能看{'、'.join(departments)}的票，这张是{row.department}的"
    return None


def _kind_in(invoice: Invoice, kinds: tuple[str, ...]) -> bool:
    named = f"{invoice.kind or ''}"
    short = named.replace("（", "").replace("）", "").replace("增值税", "")
    return any(one in named or named in one or one.replace("增值税", "") in short for one in kinds)


def _region(invoice: Invoice) -> str:
    if invoice.number and len(invoice.number) == 20:  # noqa: PLR2004 - a digital number
        place = number_region(invoice.number[2:4])
        return (place.code if place is not None else None) or invoice.number[2:4]
    return (Code(invoice.code).region or "") if invoice.code else ""


def _in_region(place: str, region: str) -> bool:
    if CITIES.get(place) or CITIES.get(region):  # these cities are apart from their province
        return place == region or CITIES.get(place, "?") == region
    return region[:2] == place[:2] or region[:2] == PROVINCES.get(place[:2], "?")[:2]


def _own_grants(asker: Asker, grants: tuple[Grant, ...]) -> tuple[Grant, ...]:
    return tuple(
        one
        for one in grants
        if asker.name in one.who and any(name in one.system for name in OWN_SYSTEM)
    )


def _ended(row: Record, asker: Asker, grants: tuple[Grant, ...], now: datetime) -> str | None:
    """Return the grant that let the person see others' rows, if none is in force any more."""
    if (
        row.owner in {"", asker.name}
        or not grants
        or any(one.in_force(now.date()) for one in grants)
    ):
        return None
    last = max(grants, key=lambda one: str(one.until))
    return f"{last.what or '临时授权'}{last.until or ''}已到期"
