"""Export the 台账 as a person sees it: what the filters leave, with its 合计, as a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from chapiao.actions import ledger_workbook
from chapiao.actions.ledger_workbook import MOST_ROWS, Item, Sums
from chapiao.invoice.money import plain
from chapiao.store import access, audit, payload
from chapiao.store.models import Entity, Invoice, Person
from chapiao.store.queries import ledger
from chapiao.store.queries.ledger import Filters
from chapiao.store.records import BEIJING

BATCH = 500


class TooMany(Exception):
    """More rows than a sheet can hold. The message can be shown to the user."""


def file_name(now: datetime) -> str:
    """Return what the workbook is called."""
    return f"台账_{now.astimezone(BEIJING):%Y%m%d_%H%M%S}.xlsx"


def write_xlsx(*, person: Person, filters: Filters, now: datetime, out: BinaryIO) -> Sums:
    """Write what this person may see of the 台账 and the filters leave; return its sums.

    Raises:
        TooMany: it would not fit on a sheet; nothing was written.
    """
    now = now.astimezone(BEIJING)
    count = ledger.page(person, filters).totals.count
    if count > MOST_ROWS:
        msg = f"共{count}张，超过一张表能放的{MOST_ROWS}行，请按月份或企业缩小范围再导出"
        raise TooMany(msg)
    about = (("导出人", str(person)), *_conditions(person, filters))
    sums = ledger_workbook.write(_items(person, filters), about=about, now=now, out=out)
    audit.append(
        at=now,
        person_id=person.pk,
        act="导出台账",
        subject="ledger",
        detail={"count": sums.count, "entity": filters.entity},
    )
    return sums


def _items(person: Person, filters: Filters) -> Iterator[Item]:
    rows = ledger.each(person, filters)
    while batch := list(islice(rows, BATCH)):
        beside = Invoice.objects.filter(pk__in=[row.pk for row in batch]).values_list(
            "pk", "lines", "entity__name", "department", "added_at"
        )
        more = {pk: rest for pk, *rest in beside}
        for row in batch:
            if row.pk in more:  # not taken away meanwhile
                lines, entity, department, added_at = more[row.pk]
                told = payload.lines_from_json(lines)
                yield Item(row, told, entity or "", department, added_at.astimezone(BEIJING))


def _conditions(person: Person, filters: Filters) -> Iterator[tuple[str, str]]:
    """Yield the filters in words, so that the sheet says what it leaves out."""
    first, last = filters.first_day, filters.last_day
    yield "日期口径", filters.basis.value
    yield "日期范围", f"{first or '最早'} 至 {last or '最近'}" if first or last else "全部"
    yield "状态", filters.state.word
    least, most = filters.least, filters.most
    if least is not None or most is not None:
        ends = ("不限" if one is None else plain(one) for one in (least, most))
        yield "价税合计", " 至 ".join(ends)
    entity = _named(person, filters.entity) if filters.entity else None
    for name, value in (
        ("企业", entity),
        ("票种", filters.kind),
        ("查验状态", filters.verify),
        ("单据状态", filters.doc),
        ("用途", filters.use),
        ("号码或名称", filters.text),
        ("核对", "需人工核对" if filters.review else ""),
    ):
        if value:
            yield name, str(value)


def _named(person: Person, pk: int) -> Entity | None:
    """Return a company that this person knows; another one's name is none of theirs."""
    seen = access.reach(person)
    known = seen.everything or pk in seen.companies
    return Entity.objects.filter(pk=pk).first() if known else None
