"""What a list of the 台账 shows only, held against one row of it.

The address of the list tells its filters. Those that a rule understands by itself are
handed on; of the others only what does leave this row out, with what it has instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl

from chapiao.diagnosis.record import Record
from chapiao.diagnosis.world.papers import ListFilter
from chapiao.invoice.money import plain
from chapiao.store.models import Entity, Invoice
from chapiao.store.queries.ledger_filters import Basis, Filters

LONGEST = 2_000  # characters of an address
UNKNOWN = "没有登记"


def list_filter(address: str, row: Record) -> ListFilter | None:
    """Return the filters of a list's address (its query string); None where it has none."""
    given = Filters.from_query(dict(parse_qsl(address[:LONGEST])))
    if given == Filters(text=given.text):
        return None
    issued = given.basis is Basis.ISSUED  # the day of booking stands in the row alone
    return ListFilter(
        date_basis=given.basis.value,
        month=given.month if issued else "",
        start=given.first_day if issued and not given.month else None,
        end=given.last_day if issued and not given.month else None,
        verify_status=() if given.verify is None else (given.verify.value,),
        kinds=() if given.kind is None else (given.kind.value,),
        others=dict(_others(given, row)),
    )


def _others(given: Filters, row: Record) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the further conditions that leave the row out."""
    total = row.invoice.total
    has = UNKNOWN if total is None else plain(total)
    if given.least is not None and (total is None or total < given.least):
        yield "价税合计不低于", (plain(given.least), has)
    if given.most is not None and (total is None or total > given.most):
        yield "价税合计不高于", (plain(given.most), has)
    if not given.state.holds(row.tax_status):
        yield "页签", (given.state.word, str(row.tax_status or "状态未知"))
    if given.doc is not None and row.doc_status != given.doc:
        yield "单据状态", (str(given.doc), str(row.doc_status or UNKNOWN))
    booked = given.basis is Basis.BOOKED
    if booked or given.entity is not None or given.use is not None or given.review:
        yield from _of_the_row(given, row)


def _of_the_row(given: Filters, row: Record) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the conditions on what a record does not tell."""
    held = Invoice.objects.filter(pk=row.ref.removeprefix("invoice:")).select_related("entity")
    one = held.first()
    if one is None:
        return
    if given.basis is Basis.BOOKED:
        yield from _booked(given, one.booked_on)
    if given.entity is not None and one.entity_id != given.entity:
        wanted = Entity.objects.filter(pk=given.entity).first()
        yield "企业", (str(wanted or "另一家"), str(one.entity or "个人名下"))
    if given.use is not None and one.use_status != given.use:
        yield "用途", (str(given.use), one.use_status or UNKNOWN)
    if given.review and not one.review:
        yield "核对", ("只看需人工核对的", "不用核对")


def _booked(given: Filters, day: date | None) -> Iterator[tuple[str, tuple[str, str]]]:
    first, last = given.first_day, given.last_day
    early = first is not None and (day is None or day < first)
    late = last is not None and (day is None or day > last)
    if early or late:
        wanted = given.month or f"{first or '最早'} 至 {last or '最近'}"
        yield "入账日期", (wanted, "还没有入账" if day is None else day.isoformat())
